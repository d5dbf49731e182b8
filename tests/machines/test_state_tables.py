"""What must be true of every state table, whatever its subject."""

import pytest

from odr.errors import IllegalTransition
from odr.lifecycle import next_state
from tests.machines.tables import MACHINES


def each_machine(function):
    return pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)(function)


@each_machine
def test_every_state_can_be_reached_from_the_beginning(machine):
    assert machine.reachable(machine.begins) == set(machine.states)


@each_machine
def test_from_every_state_there_is_a_way_to_an_end(machine):
    stuck = {state for state in machine.states if not machine.reachable(state) & machine.ends}
    assert not stuck


@each_machine
def test_nothing_leads_out_of_an_end(machine):
    assert not {state for state, _ in machine.table} & machine.ends


@each_machine
def test_only_declared_ends_have_no_way_out(machine):
    assert set(machine.states) - {state for state, _ in machine.table} == machine.ends


@each_machine
def test_every_move_is_between_states_of_the_same_subject(machine):
    assert all(
        isinstance(state, machine.states) and isinstance(after, machine.states)
        for (state, _), after in machine.table.items()
    )


@each_machine
def test_a_move_that_is_not_in_the_table_is_refused(machine):
    for state in machine.states:
        for event in [*machine.events, "", "no-such-event"]:
            if (state, event) in machine.table:
                assert next_state(machine.table, state, event) == machine.table[state, event]
            else:
                with pytest.raises(IllegalTransition):
                    next_state(machine.table, state, event)


def test_a_case_is_never_settled_without_having_been_mediated():
    case = MACHINES[0]
    assert {state for (state, _), after in case.table.items() if after == "settled"} == {case.states("mediating")}


def test_an_agreement_is_never_signed_without_having_been_frozen():
    agreement = MACHINES[1]
    assert {state for (state, _), after in agreement.table.items() if after == "signed"} == {agreement.states("final")}


def test_a_court_never_confirms_what_it_has_not_accepted():
    confirmation = MACHINES[2]
    assert {state for (state, _), after in confirmation.table.items() if after == "confirmed"} == {
        confirmation.states("accepted")
    }


def test_a_court_that_takes_over_decides_anew_whether_to_accept():
    confirmation = MACHINES[2]
    handed = {after for (_, event), after in confirmation.table.items() if event == "transfer"}
    assert handed == {confirmation.states("filed")}


def test_only_a_confirmed_ruling_is_set_aside_and_only_the_courts_own_request_ends_in_silence():
    confirmation = MACHINES[2]
    assert {s for (s, event) in confirmation.table if event == "objection_upheld"} == {confirmation.states("confirmed")}
    assert {s for (s, event) in confirmation.table if event == "deem_withdrawn"} == {confirmation.states("supplement")}
