"""The court's ruling (民事裁定书) as a paper, typeset from the facts of the case and the decision; plainly a
demonstration where the signatures come from a development authority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from odr import clock
from odr.access.actor import Side
from odr.accounts.models import Body
from odr.agreements.models import Version
from odr.cases.models import Party, PartyKind
from odr.confirmations.models import Confirmation
from odr.confirmations.states import DismissalGround, RefusalGround
from odr.confirmations.words import DISMISSAL, REFUSAL, Ground
from odr.db import session
from odr.law.articles import cite
from odr.law.time_limits import beijing_date
from odr.papers.mark import Mark, mark_of
from odr.papers.paper import Block, Closing, Heading, Paper, Particulars, Row, Text
from odr.papers.typeset import typeset
from odr.signatures.authorities import certificate_authority
from signing.wording import Words


class Outcome(StrEnum):
    """How the court ends an application."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    REFUSED = "refused"


EVENT: dict[Outcome, str] = {
    Outcome.CONFIRMED: "confirm",
    Outcome.DISMISSED: "dismiss",
    Outcome.REFUSED: "refuse",
}
GROUNDS: dict[Outcome, Mapping[str, Ground]] = {
    Outcome.CONFIRMED: {},
    Outcome.DISMISSED: {str(DismissalGround(key)): ground for key, ground in DISMISSAL.items()},
    Outcome.REFUSED: {str(RefusalGround(key)): ground for key, ground in REFUSAL.items()},
}
TITLE = Words(zh="民事裁定书", en="Civil Ruling")
SIDES: dict[Side, Words] = {
    Side.APPLICANT: Words(zh="申请人", en="Applicant"),
    Side.RESPONDENT: Words(zh="申请人", en="Applicant"),
    Side.THIRD: Words(zh="申请人", en="Applicant"),
}
"""Both sides apply jointly, so neither is a respondent before the court (CPL 205)."""


@dataclass(frozen=True)
class RulingText:
    """What the court says in this case."""

    number: str
    judge: str
    outcome: Outcome
    ground: str
    reasons: str


@dataclass(frozen=True)
class RulingFacts:
    """Everything the paper needs, read once; nothing of it comes from a channel."""

    court: Words
    organisation: Words
    parties: tuple[Row, ...]
    names: Words
    agreement_no: str
    agreement_sha256: str
    effective_on: date
    accepted_on: date | None
    decided_on: date
    said: RulingText
    development: bool
    mark: Mark | None = None


def facts_of(row: Confirmation, said: RulingText) -> RulingFacts:
    """Read what the ruling states. Inside a unit of work."""
    court, centre = session().get_one(Body, row.court_id), session().get_one(Body, row.case.organisation_id)
    version = session().get_one(Version, row.version_id)
    parties = sorted(row.case.parties, key=lambda party: (party.side != Side.APPLICANT, party.name))
    return RulingFacts(
        court=Words(zh=court.name, en=court.name_en or court.name),
        organisation=Words(zh=centre.name, en=centre.name_en or centre.name),
        parties=tuple(_party(party) for party in parties),
        names=Words(
            zh="、".join(party.name for party in parties),
            en=" and ".join(party.name_en or party.name for party in parties),
        ),
        agreement_no=f"{row.case.ref}/{version.number}",
        agreement_sha256=version.pdf_sha256,
        effective_on=row.effective_on,
        accepted_on=beijing_date(row.accepted_at) if row.accepted_at else None,
        decided_on=beijing_date(clock.now()),
        said=said,
        development=certificate_authority().development,
        mark=mark_of("ruling", row.id),
    )


def set_ruling(facts: RulingFacts) -> bytes:
    """The ruling as PDF/A. Slow: belongs in a worker."""
    paper = Paper(
        title=Words(zh=f"{facts.court.zh}　{TITLE.zh}", en=f"{facts.court.en}: {TITLE.en}"),
        subtitle=Words(zh=facts.said.number, en=""),
        reference=facts.said.number,
        code="",
        author=facts.court.zh,
        blocks=(Particulars(facts.parties), *_body(facts), *_orders(facts), _closing(facts)),
        development=facts.development,
        mark=facts.mark,
    )
    return typeset(paper).pdf


def _party(party: Party) -> Row:
    lines = [Words(zh=party.name, en=party.name_en)]
    if party.address:
        lines.append(Words(zh=f"住所地：{party.address}", en=""))
    if party.representative and party.kind == PartyKind.ORGANISATION:
        post = party.representative_post or "法定代表人"
        lines.append(Words(zh=f"{post}：{party.representative}", en=""))
    return Row(SIDES[party.side], tuple(lines))


def _body(facts: RulingFacts) -> tuple[Block, ...]:
    opened = (
        f"本院于{_day(facts.accepted_on)}受理后，依法进行了审查，现已审查终结。"
        if facts.accepted_on
        else "本院收到申请后，依法进行了审查。"
    )
    opened_en = (
        f"The court accepted it on {facts.accepted_on.isoformat()} and has completed its examination."
        if facts.accepted_on
        else "The court has examined the application."
    )
    return (
        Text(Words(
            zh=f"申请人{facts.names.zh}申请司法确认调解协议一案，{opened}",
            en=f"{facts.names.en} applied jointly for judicial confirmation of a mediation agreement. {opened_en}",
        )),
        Text(Words(
            zh=f"申请人称：经{facts.organisation.zh}主持调解，双方自愿达成调解协议（编号{facts.agreement_no}），"
            f"该协议于{_day(facts.effective_on)}生效。双方共同请求本院确认该协议有效。",
            en=f"They state that, with {facts.organisation.en} as mediator, they concluded agreement no. "
            f"{facts.agreement_no} of their own free will, in effect since {facts.effective_on.isoformat()}, and ask "
            "the court to confirm that it is valid.",
        )),
        Text(Words(
            zh=f"经核对，提交的调解协议电子文本（SHA-256：{facts.agreement_sha256}）签名完整，签署后未经改动。",
            en="The electronic text with this digest is completely signed and was not changed after signing.",
        )),
    )  # fmt: skip


def _orders(facts: RulingFacts) -> tuple[Block, ...]:
    return {Outcome.CONFIRMED: _confirm, Outcome.DISMISSED: _deny, Outcome.REFUSED: _deny}[facts.said.outcome](facts)


def _confirm(facts: RulingFacts) -> tuple[Block, ...]:
    article = cite("CPL 206").words()
    return (
        Text(Words(
            zh="本院经审查认为，申请人达成的调解协议符合司法确认调解协议的法定条件。",
            en="The court finds that the agreement meets the conditions of the law for judicial confirmation.",
        )),
        Text(Words(zh=f"依照{article.zh}规定，裁定如下：", en=f"Under {article.en}, the court rules:")),
        Heading(Words(
            zh=f"{facts.names.zh}达成的调解协议（编号{facts.agreement_no}）有效。",
            en=f"The agreement no. {facts.agreement_no} is valid.",
        ), level=2),
        Text(Words(
            zh="当事人应当按照调解协议的约定自觉履行义务。一方当事人拒绝履行或者未全部履行的，对方当事人可以向人民法院申请执行。",
            en="The parties are to perform it. If one of them refuses or does not perform in full, the other may apply "
            "to a people's court for enforcement.",
        )),
    )  # fmt: skip


def _deny(facts: RulingFacts) -> tuple[Block, ...]:
    ground = GROUNDS[facts.said.outcome][facts.said.ground]
    article = ground.citation.words()
    refused = facts.said.outcome == Outcome.REFUSED
    order = (
        Words(zh=f"对{facts.names.zh}的司法确认申请，不予受理。", en="The application is not accepted.")
        if refused
        else Words(zh=f"驳回{facts.names.zh}的司法确认申请。", en="The application is dismissed.")
    )
    return (
        Text(Words(
            zh=f"本院经审查认为，本案属于“{ground.words.zh}”的情形。",
            en=f"The court finds that this ground applies: {ground.words.en}.",
        )),
        Text(Words(zh=f"理由：{facts.said.reasons}", en="")),
        Text(Words(zh=f"依照{article.zh}规定，裁定如下：", en=f"Under {article.en}, the court rules:")),
        Heading(order, level=2),
        Text(Words(
            zh="当事人可以通过调解变更原调解协议或者达成新的调解协议，也可以向人民法院提起诉讼。",
            en="The parties may vary the agreement by mediation, conclude a new one, or sue.",
        )),
    )  # fmt: skip


def _closing(facts: RulingFacts) -> Closing:
    lines = [
        Words(zh=f"审判员　{facts.said.judge}", en=f"Judge: {facts.said.judge}"),
        Words(zh=_day(facts.decided_on), en=facts.decided_on.isoformat()),
    ]
    if facts.development:
        lines.append(Words(zh="演示文书，不具有法律效力", en="A demonstration, without legal effect"))
    return Closing(tuple(lines))


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
