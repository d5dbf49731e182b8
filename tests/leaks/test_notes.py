"""What a mediator notes changes nothing that anybody else can observe: not a byte, not a size, not a count."""

from __future__ import annotations

import pytest

from odr.access.actor import Side
from odr.audit.tree import log_size
from odr.db import reading
from odr.issues.commands import edit_note, link_exhibit, remove_note
from odr.issues.contents import IssueNote
from odr.issues.promises import mark_told, note_consent
from odr.issues.states import NoteKind
from tests.factories.notes import note_all, show_file
from tests.leaks.test_two_worlds import World, begun, first_difference


def live(world: World, *, notes: bool) -> list[str]:
    """The same public life in both worlds; in one of them the mediator writes twenty notes in between."""
    mediation = world.mediation
    world.hands.at(1)
    allowed = world.mediation.caucus[Side.APPLICANT]
    world.post("applicant", allowed, "可以转达。")
    exhibit = show_file(mediation.who("applicant"), mediation.joint, "包装.txt")
    world.watch()
    for step, (who, text) in enumerate([("applicant", "我们愿意谈。"), ("mediator", "谢谢。")]):
        world.hands.at(step * 10 + 3)
        if notes:
            write(world, exhibit, step)
        world.hands.at(step * 10 + 10)
        world.post(who, mediation.joint, text)
        world.watch()
    with reading():
        world.trace.note(f"leaves of the tree in a bundle: {log_size()}")
    return world.trace.lines


def write(world: World, exhibit: str, step: int) -> None:
    """All that a mediator does in the notebook, over the pages as well as by the commands behind them."""
    mediation, mediator = world.mediation, world.mediation.who("mediator")
    for number in range(2):
        noted = note_all(mediation, mark=f"{step}{number}" * 40)
        edit_note(mediator, noted.issue, IssueNote(f"改写 {step}{number}"), revision=1)
        link_exhibit(mediator, noted.issue, exhibit)
        note_consent(mediator, noted.promise, seq=1)
        mark_told(mediator, noted.promise)
        remove_note(mediator, NoteKind.OFFER, noted.offer)
    browser, ref = world.browsers["mediator"], mediation.case_ref
    assert browser.post(f"/cases/{ref}/console/issue", data={"title": "争点", "state": "open"}).status_code == 302
    assert browser.post(f"/cases/{ref}/console/pad", data={"text": "一", "revision": "0"}).status_code in (302, 409)
    assert browser.get(f"/cases/{ref}/console").status_code == 200
    assert browser.get("/console").status_code == 200


@pytest.mark.parametrize("observer", ["respondent", "clerk"])
def test_what_the_mediator_notes_changes_nothing_the_others_observe(settings, tmp_path, hands, observer):
    quiet = live(begun(settings, tmp_path / "quiet", hands, observer), notes=False)
    busy = live(begun(settings, tmp_path / "busy", hands, observer), notes=True)
    assert first_difference(quiet, busy) is None
    assert len(quiet) == len(busy)
