"""The mediation agreement as a document: its content laid out as a paper and set as PDF/A with its JSON inside."""

from __future__ import annotations

from collections.abc import Iterator

from odr.agreements.content import PREVAILS, AgreementContent, PartyContent
from odr.law.numerals import chinese_number
from odr.papers.mark import Mark
from odr.papers.paper import (
    Block,
    BoxKind,
    Heading,
    Paper,
    Particulars,
    Rendered,
    Row,
    SignatureBox,
    SignaturePage,
    Text,
)
from odr.papers.typeset import typeset
from signing.wording import Words

SIDE_WORDS = {
    "applicant": Words(zh="申请人", en="Applicant"),
    "respondent": Words(zh="被申请人", en="Respondent"),
    "third": Words(zh="第三人", en="Third person"),
}
IDENTITY_WORDS = {
    "credit_code": Words(zh="统一社会信用代码", en="Unified social credit code"),
    "resident_id": Words(zh="公民身份号码", en="Resident identity number"),
    "passport": Words(zh="护照号码", en="Passport number"),
    "foreign_registration": Words(zh="注册登记号", en="Registration number"),
}
_OTHER_IDENTITY = Words(zh="证件号码", en="Identity document number")
AGENT_WORDS = {
    "lawyer": Words(zh="律师", en="lawyer"),
    "legal_worker": Words(zh="基层法律服务工作者", en="legal service worker"),
    "relative": Words(zh="近亲属", en="near relative"),
    "staff": Words(zh="工作人员", en="member of staff"),
    "recommended": Words(zh="被推荐的公民", en="person recommended"),
}
_INTRODUCTION = Words(
    zh="以下各方已阅读本协议全文，核对每页页脚的内容码，自愿签名。签名时间以签名内的时间戳为准。",
    en="The undersigned have read the whole agreement, compared the content code at the foot of each page, and sign "
    "of their own free will. The time of a signature is that of the time-stamp inside it.",
)


def agreement_paper(content: AgreementContent, *, development: bool, mark: Mark | None = None) -> Paper:
    """The agreement laid out in blocks: heads, particulars, facts, clauses, provisions, signature page."""
    return Paper(
        title=content.title,
        reference=content.case_no,
        code=content.code(),
        author=content.organisation.name,
        blocks=tuple(_blocks(content)),
        development=development,
        attachment=content.canonical(),
        mark=mark,
    )


def render_agreement(content: AgreementContent, development: bool, mark: Mark | None = None) -> Rendered:
    """The finished document and its places for signatures; slow, so run it in a worker.

    Raises:
        InvalidInput: a character that cannot be printed, or that would not be seen.
        Unavailable: the fonts have not been fetched yet.
    """
    return typeset(agreement_paper(content, development=development, mark=mark))


def _blocks(content: AgreementContent) -> Iterator[Block]:
    yield Particulars(tuple(_head_rows(content)))
    sections: list[tuple[Words, list[Block]]] = [
        (Words(zh="案件来源", en="Origin of the case"), [Text(content.origin)]),
        (Words(zh="主要事实", en="Main facts"), [Text(content.facts)]),
        (Words(zh="争议事项", en="Issues in dispute"), [Text(content.issues)]),
        (Words(zh="协议内容", en="Terms agreed"), [Text(_OPENING), *_clauses(content)]),
        (Words(zh="其他约定", en="Further provisions"), list(_provisions(content))),
    ]
    kept = [(title, blocks) for title, blocks in sections if _says_something(blocks)]
    for number, (title, blocks) in enumerate(kept, 1):
        yield Heading(title, number=Words(zh=f"{chinese_number(number)}、", en=""))
        yield from blocks
    yield Text(_NO_MORE, centred=True)
    yield SignaturePage(
        title=Words(zh="签署页", en="Signature page"),
        introduction=_INTRODUCTION,
        boxes=tuple(_boxes(content)),
    )


_OPENING = Words(
    zh="经调解，各方当事人本着平等自愿的原则，达成如下协议：",
    en="Through mediation the parties, as equals and of their own free will, have agreed as follows:",
)


_NO_MORE = Words(zh="（以下无正文，下接签署页）", en="(No text follows; the signature page is next.)")


def _says_something(blocks: list[Block]) -> bool:
    return any(not isinstance(block, Text) or block.words.zh or block.words.en for block in blocks)


def _head_rows(content: AgreementContent) -> Iterator[Row]:
    yield Row(Words(zh="案号", en="Case number"), (Words(zh=content.case_no, en=""),))
    organisation = content.organisation
    details = [organisation.identifier and f"统一社会信用代码 {organisation.identifier}", organisation.licence]
    yield Row(
        Words(zh="调解组织", en="Mediation organisation"),
        (
            Words(zh=organisation.name, en=organisation.name_en),
            *(Words(zh=detail, en="") for detail in (*details, organisation.seat) if detail),
        ),
    )
    for mediator in content.mediators:
        yield Row(Words(zh="调解员", en="Mediator"), (Words(zh=mediator.name, en=mediator.name_en),))
    for party in content.parties:
        yield Row(SIDE_WORDS[party.side], tuple(_party_lines(party)))
    day, prevails = content.on, PREVAILS[content.prevailing]
    yield Row(
        Words(zh="文本", en="Text"),
        (
            Words(
                zh=f"第{content.version}版，{day.year}年{day.month}月{day.day}日定稿，{prevails.zh}",
                en=f"Version {content.version}, final on {day.day} {day:%B} {day.year}; {prevails.en}",
            ),
        ),
    )


def _party_lines(party: PartyContent) -> Iterator[Words]:
    yield Words(zh=party.name, en=party.name_en if party.name_en != party.name else "")
    if party.identity_masked:
        label = IDENTITY_WORDS.get(party.identity_kind, _OTHER_IDENTITY)
        yield Words(zh=f"{label.zh} {party.identity_masked}", en="")
    if party.representative:
        yield Words(zh=f"法定代表人（负责人）：{party.representative}", en="")
    if party.address:
        yield Words(zh=f"住所：{party.address}", en="")
    for agent in party.agents:
        kind = AGENT_WORDS.get(agent.kind, Words(zh="", en=""))
        detail = "，".join(part for part in (kind.zh, agent.firm) if part)
        yield Words(zh=f"委托代理人：{agent.name}" + (f"（{detail}）" if detail else ""), en="")


def _clauses(content: AgreementContent) -> Iterator[Block]:
    for clause in content.clauses:
        yield Heading(clause.title, level=2, number=Words(zh=f"第{chinese_number(clause.number)}条", en=""))
        yield Text(clause.text)


def _provisions(content: AgreementContent) -> Iterator[Block]:
    for number, provision in enumerate(content.provisions, 1):
        yield Text(Words(zh=f"（{chinese_number(number)}）{provision.text.zh}", en=provision.text.en))


def _boxes(content: AgreementContent) -> Iterator[SignatureBox]:
    for signatory in content.signatories:
        name = Words(zh=signatory.name, en=signatory.name_en)
        kind = BoxKind.SEAL if signatory.seal else BoxKind.SIGNATORY
        yield SignatureBox(signatory.field, signatory.capacity, (name,), kind)
