"""The mediator's pages: one room on one screen, and all rooms with what needs attention first."""

from __future__ import annotations

from flask import jsonify, render_template, request
from werkzeug.wrappers import Response

from blueprints.guard import current_actor
from blueprints.issues import notes  # noqa: F401 - mounts its own pages
from blueprints.issues.forms import form_of
from blueprints.issues.gathering import Standing, name_of
from blueprints.issues.part import issues
from blueprints.issues.shown import (
    cells_of,
    exhibits_of,
    in_order,
    room_row,
    shown_channels,
    shown_issues,
    shown_promises,
    shown_reasons,
    shown_releases,
    shown_rounds,
)
from odr.access.actor import Actor
from odr.cases.queries import CaseLine, my_cases
from odr.issues.queries import notebook, shared_issues
from odr.issues.states import NoteKind
from odr.offers.queries import rounds_page
from odr.proposals.queries import proposals_page
from odr.records.queries import facts_pad
from odr.rooms.sitting_page import consents_of_sides, sittings_page

__all__ = ["issues"]
SHOWN = ("open", "waiting", "over")


@issues.get("/console")
def rooms() -> str:
    """All rooms I mediate, the most urgent first."""
    actor = current_actor()
    only, words = request.args.get("only", ""), request.args.get("q", "").strip()[:80]
    show = request.args.get("show", "open")
    lines = [line for line in my_cases(actor) if line.who in ("mediator", "proposed")]
    wanted = [line for line in lines if (not only or line.ref == only) and _matches(line, words)]
    rows = in_order(room_row(actor, line) for line in wanted)
    counts = {
        "open": sum(row.is_open for row in rows),
        "waiting": sum(bool(row.reasons) for row in rows),
        "over": sum(not row.is_open for row in rows),
    }
    kept = {
        "waiting": [row for row in rows if row.reasons],
        "over": [row for row in rows if not row.is_open],
    }.get(show, [row for row in rows if row.is_open])
    return render_template(
        "issues/rooms.html", rows=kept, counts=counts, show=show if show in SHOWN else "open", q=words, any=bool(lines)
    )


def _matches(line: CaseLine, words: str) -> bool:
    text = " ".join(
        (line.ref, line.title, line.title_en, line.applicant, line.applicant_en, line.respondent, line.respondent_en)
    )
    return all(word in text.casefold() for word in words.casefold().split())


@issues.get("/cases/<ref>/issues")
def shared(ref: str) -> Response:
    """The issues everybody in the room is shown, for a page that is open when they change."""
    return jsonify({"issues": [issue.title for issue in shared_issues(current_actor(), ref)]})


@issues.get("/cases/<ref>/console")
def console(ref: str) -> str:
    """One room: who hears what, the clock, what each side wants, what was offered, and what is still to do."""
    return page_of(current_actor(), ref)


def page_of(actor: Actor, ref: str) -> str:
    """The console of a room as it stands."""
    book = notebook(actor, ref)
    standing = Standing(actor, ref)
    exhibits = exhibits_of(actor, standing.room)
    facts, rounds = facts_pad(actor, ref), rounds_page(actor, ref)
    channels = shown_channels(standing.room)
    used = {ident for issue in book.issues for ident in issue.exhibit_ids}
    return render_template(
        "issues/console.html",
        case=standing.case,
        room=standing.room,
        people=standing.room.people,
        names=[name_of(person) for person in standing.room.people],
        reasons=[shown for _, shown in shown_reasons(standing.facts(), standing.case.ref)],
        channels=channels,
        sitting=standing.sitting,
        late=standing.late,
        missing=len(sittings_page(actor, ref).missing),
        consents=consents_of_sides(actor, ref),
        releases=shown_releases(actor, ref, channels),
        draft=standing.draft,
        blocking=standing.blocking,
        signing=standing.signing,
        book=book,
        facts=facts,
        rounds=shown_rounds(actor, rounds),
        proposals=proposals_page(actor, ref).live,
        issues=shown_issues(book, exhibits),
        whole=cells_of(book, None),
        exhibits=exhibits,
        unplaced=[item for ident, item in exhibits.items() if ident not in used],
        promises=shown_promises(actor, book, standing.room),
        gap=book.gap,
        forms={kind: form_of(kind, book) for kind in NoteKind},
    )
