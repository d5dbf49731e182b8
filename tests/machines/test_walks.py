"""Random lives of every subject, in a real database: the row always stands where the table says."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import orm

from odr import db
from odr.errors import IllegalTransition
from odr.lifecycle import advance
from tests.machines.tables import MACHINES


class OwnTables(orm.DeclarativeBase):
    """Tables of this test alone, so that the platform's schema stays as it is."""


class Walker(OwnTables):
    __tablename__ = "walker"

    id: orm.Mapped[str] = orm.mapped_column(sa.String(22), primary_key=True)
    state: orm.Mapped[str]


@pytest.fixture
def walkers(tmp_path):
    database = db.connect(f"sqlite:///{tmp_path / 'walk.db'}")
    OwnTables.metadata.create_all(database.engine)
    yield
    db.disconnect()


def born(machine):
    with db.transaction() as tx:
        return tx.add(Walker(id=db.new_id(), state=str(machine.begins))).id


def move(machine, ident, event, believed=None):
    """Try one event on the stored row, or on a row as somebody read it a moment ago."""
    with db.transaction() as tx:
        row = tx.session.get(Walker, ident)
        assert row is not None
        if believed is not None:
            orm.attributes.set_committed_value(row, "state", str(believed))
        row_as_enum(machine, row)
        return advance(tx, machine.table, row, event)


def row_as_enum(machine, row):
    orm.attributes.set_committed_value(row, "state", machine.states(row.state))


def stored(machine, ident):
    with db.reading() as session:
        return machine.states(session.scalar(sa.select(Walker.state).where(Walker.id == ident)))


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_row_stands_where_the_table_says_after_any_sequence_of_events(walkers, machine, data):
    ident, expected = born(machine), machine.begins
    for _ in range(data.draw(st.integers(1, 12))):
        event = data.draw(st.sampled_from([*machine.events, "no-such-event"]))
        legal = machine.table.get((expected, event))
        if legal is None:
            with pytest.raises(IllegalTransition):
                move(machine, ident, event)
        else:
            assert move(machine, ident, event) == legal
            expected = legal
        assert stored(machine, ident) == expected


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whoever_acts_on_a_state_that_has_moved_on_changes_nothing(walkers, machine, data):
    ident = born(machine)
    leaving = [event for (state, event), after in machine.table.items() if state == machine.begins != after]
    now = move(machine, ident, data.draw(st.sampled_from(leaving)))
    late = data.draw(st.sampled_from([event for state, event in machine.table if state == machine.begins]))
    with pytest.raises(IllegalTransition):
        move(machine, ident, late, believed=machine.begins)
    assert stored(machine, ident) == now
