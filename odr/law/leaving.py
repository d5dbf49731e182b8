"""The table of what may leave the room, as the people of a case read it: plain names, one line for each kind."""

from __future__ import annotations

from dataclasses import dataclass

from odr.law.confidentiality import Decision, Destination, Material, may_leave
from signing.wording import Words

SHOWN = (Destination.OTHER_SIDE, Destination.COURT, Destination.ORGANISATION_FILE, Destination.OWN_COPY)
EXPLAINED: tuple[tuple[Material, Words], ...] = (
    (Material.CAUCUS_MESSAGE, Words(zh="单独会谈中说的话", en="What you say in private with the mediator")),
    (Material.CAUCUS_EXHIBIT, Words(zh="单独会谈中提交的文件", en="Files you put into a private conversation")),
    (Material.PASSED_ON_WORDS, Words(zh="经您逐字同意转达的话", en="Words passed on with your consent")),
    (Material.OFFER, Words(zh="密封报价", en="Sealed offers")),
    (Material.PROPOSAL, Words(zh="调解员的调解方案", en="The mediator’s proposals")),
    (Material.ANSWER, Words(zh="您对调解方案的答复", en="Your answer to a proposal")),
    (Material.JOINT_MESSAGE, Words(zh="联席会谈中说的话", en="What is said in the joint room")),
    (Material.JOINT_EXHIBIT, Words(zh="联席会谈中提交的文件", en="Files put into the joint room")),
    (Material.UNDISPUTED_FACTS, Words(zh="各方确认的无争议事实", en="Undisputed facts every party confirmed")),
    (Material.SESSION_RECORD, Words(zh="调解笔录", en="The record of a sitting")),
    (Material.SIGNED_AGREEMENT, Words(zh="签署的调解协议", en="The signed agreement")),
    (Material.DRAFT_CLAUSE, Words(zh="协议草稿", en="Drafts of the agreement")),
    (Material.MEDIATOR_NOTE, Words(zh="调解员的笔记", en="The mediator’s notes")),
    (Material.RECORDING, Words(zh="录音录像", en="Recordings")),
    (Material.ATTENDANCE, Words(zh="到场情况", en="Who came to a sitting")),
    (Material.OUTCOME, Words(zh="是否达成协议、终结原因", en="Whether it was settled, and why it ended")),
)


@dataclass(frozen=True)
class Line:
    """One kind of material with the decision for each destination shown, in the order of `SHOWN`."""

    name: Words
    decisions: tuple[Decision, ...]


def lines() -> tuple[Line, ...]:
    """Every line of the table, from the rules the exporters themselves ask."""
    return tuple(Line(name, tuple(may_leave(kind, where) for where in SHOWN)) for kind, name in EXPLAINED)
