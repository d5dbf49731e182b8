"""The list of exhibits (证据目录) of each channel a person hears: on a page, for a spreadsheet, as a paper."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from odr import clock, offload
from odr.access.actor import Actor, ChannelKind
from odr.access.load import load
from odr.access.permissions import Permission
from odr.db import query
from odr.evidence.queries import ExhibitView, exhibits_in
from odr.law.numerals import chinese_number
from odr.law.time_limits import BEIJING
from odr.papers.fonts import unprintable
from odr.papers.paper import Heading, Paper, Particulars, Row, Text
from odr.papers.typeset import typeset
from odr.rooms.models import Channel
from odr.rooms.queries import ChannelView, channel_page, room_page
from signing.wording import Words

# A spreadsheet would run a cell that begins like a formula.
RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class ChannelExhibits:
    """One channel with its exhibits."""

    channel: ChannelView
    exhibits: tuple[ExhibitView, ...]


@dataclass(frozen=True)
class CaseExhibits:
    """All exhibits of a case that one participant hears of, channel by channel."""

    case_ref: str
    title: str
    title_en: str
    channels: tuple[ChannelExhibits, ...]


@query
def case_exhibits(actor: Actor, case_ref: str) -> CaseExhibits:
    """The exhibits of the channels this actor hears.

    Raises:
        NotFound: the actor may not know the case.
        NotAllowed: the actor knows the case but has no place in its room.
    """
    room = room_page(actor, case_ref)
    channels = tuple(ChannelExhibits(one, tuple(exhibits_in(actor, one.id))) for one in room.channels)
    return CaseExhibits(room.case_ref, room.title, room.title_en, channels)


@query
def case_of_channel(actor: Actor, channel_id: str) -> str:
    """The reference of the case a channel belongs to.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    return load(actor, Permission.CHANNEL_READ, Channel, channel_id).case.ref


@query
def exhibits_as_table(actor: Actor, channel_id: str, *, english: bool) -> str:
    """The list as comma-separated values; no cell begins like a formula.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_said(_HEAD[name], english) for name in _HEAD)
    for view in exhibits_in(actor, channel_id):
        row = _row(view)
        writer.writerow(harmless(_said(row[name], english)) for name in _HEAD)
    return out.getvalue()


@query
def exhibits_paper(actor: Actor, channel_id: str, *, case_ref: str) -> Paper:
    """The list as a paper with one entry for each exhibit.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = channel_page(actor, channel_id)
    entries = []
    for view in exhibits_in(actor, channel_id):
        row = _row(view)
        entries.append(Heading(row["number"], level=2))
        entries.append(
            Particulars(tuple(Row(_HEAD[n], (_once(row[n]),)) for n in _HEAD if n != "number" and row[n].zh))
        )
    where = _JOINT if channel.kind == ChannelKind.JOINT else _PRIVATE.filled(party=channel.party_name)
    nothing = Text(Words(zh="尚无证据材料。", en="There are no exhibits yet."))
    return Paper(
        title=Words(zh="证据目录", en="List of exhibits"),
        subtitle=where,
        reference=case_ref,
        code="",
        author="",
        made_at=clock.now(),
        blocks=(*entries,) if entries else (nothing,),
    )


def exhibits_document(actor: Actor, channel_id: str) -> bytes:
    """The paper as a PDF; slow, so it is set in a worker.

    Raises:
        NotFound: the actor does not hear the channel.
        Unavailable: the fonts have not been fetched yet.
    """
    paper = exhibits_paper(actor, channel_id, case_ref=case_of_channel(actor, channel_id))
    return offload.run(typeset, paper).pdf


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run."""
    return f"'{cell}" if cell.startswith(RUNS) else cell


_JOINT = Words(zh="联席会谈", en="Joint room")
_PRIVATE = Words(zh="私下会谈（保密）：{party}", en="Private caucus (confidential): {party}")
_HEAD = {
    "number": Words(zh="编号", en="Number"),
    "name": Words(zh="名称", en="Name"),
    "proves": Words(zh="证明目的", en="What it proves"),
    "origin": Words(zh="来源", en="Where it comes from"),
    "owner": Words(zh="提交人", en="Put in by"),
    "at": Words(zh="提交时间（北京时间）", en="Put in at (Beijing time)"),
    "kind": Words(zh="类型", en="Kind"),
    "size": Words(zh="大小（字节）", en="Size in bytes"),
    "sha256": Words(zh="SHA-256 指纹", en="SHA-256 fingerprint"),
    "state": Words(zh="状态", en="State"),
}
_STATES = {
    "withdrawn": Words(zh="已撤回", en="withdrawn"),
    "for_court": Words(zh="各方同意提交法院", en="goes to the court by consent of all"),
    "secret": Words(zh="商业秘密", en="trade secret"),
    "": Words(zh="在案", en="on file"),
}


def _row(view: ExhibitView) -> dict[str, Words]:
    state = "withdrawn" if view.withdrawn else "for_court" if view.for_court else "secret" if view.secret else ""
    by = Words(
        zh="，".join(filter(None, (view.owner, view.party))), en=", ".join(filter(None, (view.owner_en, view.party_en)))
    )
    return {
        "number": Words(zh=f"证据{chinese_number(view.number)}", en=f"Exhibit {view.number}"),
        "name": _same(view.name) if view.may_open else Words(zh="商业秘密证据", en="Trade-secret exhibit"),
        "proves": _same(view.proves),
        "origin": _same(view.origin),
        "owner": by,
        "at": _same(f"{view.at.astimezone(BEIJING):%Y-%m-%d %H:%M}"),
        "kind": _same(view.media_type),
        "size": _same(str(view.size) if view.may_open else ""),
        "sha256": _same(view.sha256),
        "state": _STATES[state],
    }


def _same(text: str) -> Words:
    return Words(zh=text, en=text)


def printable(text: str) -> str:
    """A text with a square for every sign that no font shows."""
    return "".join("□" if unprintable(sign) else sign for sign in text)


def _once(words: Words) -> Words:
    """On paper both languages stand under each other; what is the same in both stands once, in letters fonts have."""
    shown = printable(words.zh)
    return Words(zh=shown, en="" if words.en == words.zh else printable(words.en))


def _said(words: Words, english: bool) -> str:
    return words.en if english else words.zh
