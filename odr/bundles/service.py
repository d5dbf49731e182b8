"""The confirmation of addresses for service (送达地址确认书), with the consent to electronic service (OLR 29)."""

from __future__ import annotations

from odr.bundles.contents import PaperFacts, PartyFacts
from odr.bundles.phrases import UNFILLED, filled, moment, row
from odr.bundles.statements import applied_row
from odr.papers.paper import Block, Heading, Particulars, Row, Text
from signing.wording import Words

_NOTICE = (
    Words(
        zh="请如实提供送达地址。本确认书适用于司法确认、一审、二审、再审和执行程序；地址变更的，应当及时书面告知法院。",
        en="Give a true address. This confirmation applies to confirmation, first and second instance, retrial and "
        "enforcement; tell the court of any change in writing and in time.",
    ),
    Words(
        zh="因提供的地址不准确、拒不提供、变更未告知或者拒绝签收，文书未能被实际接收的，文书退回之日视为送达之日。",
        en="If papers are not received because the address is wrong, was refused or changed without notice, or receipt "
        "is refused, the day on which they come back counts as the day of service.",
    ),
    Words(
        zh="电子送达以送达信息到达本人特定系统的日期为送达日期，与纸质送达具有同等法律效力。",
        en="Electronic service takes effect on the day it reaches the system named, and equals service on paper.",
    ),
)
_SCOPE = Words(
    zh="包括判决书、裁定书、调解书在内的各类文书",
    en="Papers of every kind, judgments, rulings and mediation statements included",
)
_READ = Words(
    zh="我已阅读（听人宣读）上述告知事项，确认所填地址真实、准确、有效。",
    en="I have read this notice, or had it read to me, and confirm that the addresses are true, exact and in use.",
)
_IN_PERSON = Words(zh="未指定，由受送达人本人签收", en="none named; the addressee in person")
_COPIES = {
    "yes": Words(zh="需要纸质文书", en="paper copies wanted"),
    "no": Words(zh="不需要纸质文书", en="no paper copies wanted"),
}


def addresses(facts: PaperFacts) -> tuple[Block, ...]:
    """The notice once, then each party's own confirmation, and who witnesses it."""
    blocks: list[Block] = [
        Particulars((
            row("案号", "Case no.", Words(zh=facts.case_ref, en="")),
            row("案由", "Dispute", facts.title),
        )),
        Heading(Words(zh="告知事项", en="Notice")),
    ]  # fmt: skip
    blocks += [Text(Words(zh=f"{number}. {line.zh}", en=line.en)) for number, line in enumerate(_NOTICE, 1)]
    for party in facts.parties:
        blocks += [Heading(Words(zh=party.name, en=party.name_en if party.name_en != party.name else ""), level=2)]
        blocks += [Particulars(_rows(party, facts)), Text(_READ)]
    witness = "、".join(facts.mediators)
    blocks.append(Particulars((row("见证的调解员", "Witnessing mediator", filled(witness)),)))
    return tuple(blocks)


def _rows(party: PartyFacts, facts: PaperFacts) -> tuple[Row, ...]:
    more = party.for_court
    recipient = "，".join(
        part for part in (more.recipient, more.recipient_relation, more.recipient_phone) if part
    )  # fmt: skip
    applicants = facts.application.applicants if facts.application else ()
    applied = next((applicant for applicant in applicants if applicant.party_id == party.id), None)
    return (
        row("受送达人", "Addressee", Words(zh=party.name, en="")),
        row("送达地址", "Address for service", filled(more.service_address or party.address)),
        row("邮政编码", "Postcode", filled(more.postcode)),
        row("联系电话", "Telephone", filled(party.phone)),
        row(
            "代收人", "Recipient", filled(recipient) if recipient else Words(zh="本人收", en="the addressee in person")
        ),
        row("电子送达", "Electronic service", *_electronic(party, agreed=applied is not None)),
        row("电子送达范围", "Its scope", _SCOPE),
        row("纸质文书", "Paper copies", _COPIES.get(more.paper_copies, UNFILLED)),
        applied_row("确认", "Confirmed", applied),
    )


def _electronic(party: PartyFacts, *, agreed: bool) -> list[Words]:
    """Whether and to which addresses; each address stands on its own line."""
    lines = [
        Words(zh=f"同意（{name}，{moment(at)}）", en="agreed") for name, at in party.electronic_service
    ] or [Words(zh="同意（随申请一并确认）", en="agreed with the application") if agreed else UNFILLED]  # fmt: skip
    lines += [Words(zh=f"电子邮箱：{party.email or UNFILLED.zh}", en="")]
    lines += [Words(zh=f"短信：{party.phone or UNFILLED.zh}", en="")]
    return lines
