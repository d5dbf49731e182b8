"""The papers of a bundle, each made from the same facts that were typed once: cover, application, proof, identity list,
undertaking, addresses for service. As PDF/A for people and, where a program reads it, as JSON beside it."""

from __future__ import annotations

from collections.abc import Callable

from odr.bundles.contents import BundleFacts, NotListed, entries_for, entry_of
from odr.bundles.phrases import day, moment, number_of_text, row, words_of
from odr.bundles.statements import addresses, application, identity, identity_json, undertaking
from odr.law.time_limits import beijing_date
from odr.papers.paper import Block, Closing, Heading, Paper, Particulars, Text
from odr.papers.typeset import typeset
from odr.records.sheet import sheet_blocks
from signing.bundle import ExtraDocument
from signing.canonical import canonical_bytes, sha256_hex
from signing.manifest import DocumentKind
from signing.wording import Words


def papers(facts: BundleFacts) -> tuple[ExtraDocument, ...]:
    """Every paper of the catalogue, in its order, and the identity list once more as JSON. Slow: for a worker."""
    made = [ExtraDocument(entry_of(entry.kind).kind, _set(entry.kind, facts)) for entry in entries_for(facts)]
    listed = ExtraDocument(DocumentKind.IDENTITY_LIST, canonical_bytes(identity_json(facts)), "application/json")
    return (*made, listed)


def _set(kind: DocumentKind, facts: BundleFacts) -> bytes:
    entry = entry_of(kind)
    paper = Paper(
        title=entry.title,
        reference=facts.case_ref,
        code=sha256_hex(facts.text.pdf)[:16],
        author=facts.organisation.name,
        blocks=_BLOCKS[kind](facts),
        development=facts.authority.development or facts.timestamps.development,
    )
    return typeset(paper).pdf


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
    blocks: list[Block] = [Particulars(tuple(rows)), Heading(Words(zh="目录", en="Index"))]
    blocks += [
        Text(Words(zh=f"{number}. {words.zh}", en=words.en), indent=False)
        for number, words in enumerate(listed, start=1)
    ]
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


def _proof(facts: BundleFacts) -> tuple[Block, ...]:
    centre = facts.organisation
    return (
        Text(Words(
            zh=f"兹证明：{'与'.join(party.name for party in facts.parties)}之间的纠纷（{facts.case_ref}），经双方自愿，"
            f"由本调解组织主持调解。调解员：{'、'.join(facts.mediators)}。调解期间：{day(facts.mediated_from)}至"
            f"{day(facts.mediated_until)}。",
            en=f"We prove that we held the mediation of dispute {facts.case_ref} between "
            f"{' and '.join(party.name_en or party.name for party in facts.parties)}, by their free will, from "
            f"{facts.mediated_from.isoformat()} to {facts.mediated_until.isoformat()}.",
        )),
        Text(Words(
            zh=f"结果：双方达成调解协议（编号{number_of_text(facts)}），当事人、调解员均已签名，并加盖本组织印章。",
            en=f"Result: agreement no. {number_of_text(facts)}, signed by parties and mediator, sealed by us.",
        )),
        Particulars((
            row("组织名称", "Organisation", Words(zh=centre.name, en=centre.name_en)),
            row("统一社会信用代码", "Credit code", Words(zh=centre.credit_code or "—", en="")),
            row("设立或备案", "Licence", Words(zh=centre.licence or "—", en="")),
            row("住所", "Seat", Words(zh=centre.seat or "—", en="")),
            row("电话", "Telephone", Words(zh=centre.phone or "—", en="")),
            row("协议指纹", "Digest", Words(zh="", en=f"SHA-256 {sha256_hex(facts.text.pdf)}")),
        )),
        Closing((Words(zh=centre.name, en=centre.name_en), words_of(beijing_date(facts.built_at)))),
    )  # fmt: skip


def _undisputed(facts: BundleFacts) -> tuple[Block, ...]:
    if facts.undisputed is None or facts.undisputed_head is None:
        raise NotListed(str(DocumentKind.UNDISPUTED_FACTS))
    return tuple(sheet_blocks(facts.undisputed, facts.undisputed_head))


_BLOCKS: dict[DocumentKind, Callable[[BundleFacts], tuple[Block, ...]]] = {
    DocumentKind.COVER: _cover,
    DocumentKind.COURT_APPLICATION: application,
    DocumentKind.MEDIATION_PROOF: _proof,
    DocumentKind.IDENTITY_LIST: identity,
    DocumentKind.UNDERTAKING: undertaking,
    DocumentKind.SERVICE_ADDRESS: addresses,
    DocumentKind.UNDISPUTED_FACTS: _undisputed,
}
