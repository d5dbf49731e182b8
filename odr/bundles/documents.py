"""The papers of a bundle, each made from the same facts that were typed once: cover, application, proof, identity list,
undertaking, addresses for service. As PDF/A for people and, where a program reads it, as JSON beside it."""

from __future__ import annotations

from collections.abc import Callable

from odr.bundles.contents import BundleFacts, NotListed, PaperFacts, entries_for, entry_of
from odr.bundles.phrases import day, dispute, filled, moment, number_of_text, row, words_of
from odr.bundles.service import addresses
from odr.bundles.statements import application, identity, identity_json, undertaking
from odr.law.time_limits import beijing_date
from odr.papers.paper import Block, Closing, Heading, Paper, Particulars, Table, Text
from odr.papers.typeset import typeset
from odr.records.sheet import sheet_blocks
from signing.bundle import ExtraDocument
from signing.canonical import canonical_bytes
from signing.manifest import DocumentKind
from signing.wording import Words


def papers(facts: BundleFacts) -> tuple[ExtraDocument, ...]:
    """Every paper of the catalogue, in its order, and the identity list once more as JSON. Slow: for a worker."""
    made = [ExtraDocument(entry.kind, typeset(paper_of(entry.kind, facts)).pdf) for entry in entries_for(facts)]
    listed = ExtraDocument(DocumentKind.IDENTITY_LIST, canonical_bytes(identity_json(facts)), "application/json")
    return (*made, listed)


def paper_of(kind: DocumentKind, facts: PaperFacts) -> Paper:
    """One paper of the catalogue, laid out.

    Raises:
        NotListed: no such entry, or the law does not let its material go to a court.
    """
    entry = entry_of(kind)
    blocks = _OF_A_BUNDLE[kind](facts) if isinstance(facts, BundleFacts) and kind in _OF_A_BUNDLE else _of(kind, facts)
    return Paper(
        title=entry.title,
        reference=facts.case_ref,
        code="",
        author=facts.organisation.name,
        blocks=blocks,
        development=facts.development,
        mark=facts.marks[kind],
        made_at=facts.built_at,
    )


def _of(kind: DocumentKind, facts: PaperFacts) -> tuple[Block, ...]:
    if kind not in _BLOCKS:
        raise NotListed(str(kind))
    return _BLOCKS[kind](facts)


def _cover(facts: BundleFacts) -> tuple[Block, ...]:
    rows = [
        row("法院", "Court", facts.application.court),
        row("调解组织", "Organisation", Words(zh=facts.organisation.name, en=facts.organisation.name_en)),
        row("案号", "Case no.", Words(zh=facts.case_ref, en="")),
        row("申请人", "Applicants", *(Words(zh=p.name, en=p.name_en) for p in facts.parties)),
        row("制作时间", "Made at", Words(zh=moment(facts.built_at), en=f"{facts.built_at:%Y-%m-%d %H:%M} UTC")),
    ]
    listed = [Words(zh="调解协议书（电子签名）", en="Mediation agreement, electronically signed")]
    listed += [entry.title for entry in entries_for(facts) if entry.kind != DocumentKind.COVER]
    listed += [_exhibit_line(number, facts) for number in range(len(facts.exhibits))]
    index = Table(
        head=(Words(zh="序号", en="No."), Words(zh="材料", en="Paper")),
        rows=tuple((Words(zh=str(number), en=""), words) for number, words in enumerate(listed, start=1)),
        shares=(1, 9),
    )
    blocks: list[Block] = [Particulars(tuple(rows)), Heading(Words(zh="目录", en="Index")), index]
    if facts.left_out:
        blocks.append(
            Text(Words(
                zh=f"双方同意提交、但格式不能装入的文件：{'、'.join(facts.left_out)}。可向调解组织索取。",
                en="Released by both sides but of a kind that does not go in; ask the organisation for them.",
            ))
        )  # fmt: skip
    blocks.append(
        Text(Words(
            zh="本材料包不含调解过程中的陈述、让步、报价和私下会谈内容。完整性可用随附说明离线核验。",
            en="Nothing said or offered in mediation, jointly or in caucus, is in this file. It can be checked offline "
            "as described in verify/VERIFY.txt.",
        ))
    )  # fmt: skip
    return tuple(blocks)


def _exhibit_line(number: int, facts: BundleFacts) -> Words:
    exhibit = facts.exhibits[number]
    return Words(zh=f"证据{number + 1}：{exhibit.name}（{exhibit.provided_by}提供）", en=f"Exhibit {number + 1}")


def _proof(facts: PaperFacts) -> tuple[Block, ...]:
    centre, agreed = facts.organisation, facts.agreement
    if agreed is None:
        raise NotListed(str(DocumentKind.MEDIATION_PROOF))
    names, names_en = (
        "与".join(party.name for party in facts.parties),
        " and ".join(party.name_en or party.name for party in facts.parties),
    )
    return (
        Text(Words(
            zh=f"兹证明：{names}之间的{dispute(facts)}（{facts.case_ref}），经各方自愿，由本调解组织主持调解。"
            f"调解员：{'、'.join(facts.mediators)}。调解期间：{day(facts.mediated_from)}至{day(agreed.completed_on)}。",
            en=f"We certify that we held the mediation of the dispute {facts.case_ref} ({facts.title.en}) between "
            f"{names_en}, by their free will, from {facts.mediated_from} to {agreed.completed_on}.",
        )),
        Text(Words(
            zh=f"结果：各方达成调解协议（编号{number_of_text(facts)}），当事人、调解员均已签名，并加盖本组织印章。",
            en=f"Result: agreement no. {number_of_text(facts)}, signed by parties and mediator, sealed by us.",
        )),
        Particulars((
            row("组织名称", "Organisation", Words(zh=centre.name, en=centre.name_en)),
            row("统一社会信用代码", "Credit code", filled(centre.credit_code)),
            row("设立或备案", "Licence", filled(centre.licence)),
            row("住所", "Seat", filled(centre.seat)),
            row("电话", "Telephone", filled(centre.phone)),
            row("案件来源", "Origin of the case", facts.origin),
            row("调解员", "Mediators", filled("、".join(facts.mediators))),
            row("各方当事人", "Parties", *(Words(zh=p.name, en="") for p in facts.parties)),
            row("协议指纹", "Digest", Words(zh="", en=f"SHA-256 {agreed.sha256[:32]} {agreed.sha256[32:]}")),
        )),
        Text(Words(
            zh="本证明随材料包由本组织以电子印章签署，不另行盖章。",
            en="This certificate is sealed electronically with the bundle; it bears no other stamp.",
        )),
        Closing((Words(zh=centre.name, en=centre.name_en), words_of(beijing_date(facts.built_at)))),
    )  # fmt: skip


def _undisputed(facts: BundleFacts) -> tuple[Block, ...]:
    if facts.undisputed is None or facts.undisputed_head is None:
        raise NotListed(str(DocumentKind.UNDISPUTED_FACTS))
    return tuple(sheet_blocks(facts.undisputed, facts.undisputed_head))


_BLOCKS: dict[DocumentKind, Callable[[PaperFacts], tuple[Block, ...]]] = {
    DocumentKind.COURT_APPLICATION: application,
    DocumentKind.MEDIATION_PROOF: _proof,
    DocumentKind.IDENTITY_LIST: identity,
    DocumentKind.UNDERTAKING: undertaking,
    DocumentKind.SERVICE_ADDRESS: addresses,
}
_OF_A_BUNDLE: dict[DocumentKind, Callable[[BundleFacts], tuple[Block, ...]]] = {
    DocumentKind.COVER: _cover,
    DocumentKind.UNDISPUTED_FACTS: _undisputed,
}
"""Papers that exist in a bundle alone."""
