"""The papers after the agreement: the record of performance, and the application for enforcement drafted from facts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from odr import clock, offload
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.facts import number_of
from odr.agreements.models import Version
from odr.bundles.phrases import day, filled, printable, row, words_of
from odr.cases.models import Case, Party
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.errors import NotFound
from odr.law.articles import cite
from odr.law.enforcement import interest_for_delay
from odr.law.numerals import figures, sum_in_words
from odr.law.time_limits import beijing_date
from odr.papers.machine import content_of
from odr.papers.mark import mark_of
from odr.papers.paper import Block, Closing, Heading, Paper, Particulars, Table, Text
from odr.papers.typeset import typeset
from odr.performance.keeping import version_in_effect
from odr.performance.queries import UNPAID, page_of
from odr.performance.schedule import Interest, schedule_of
from odr.performance.shown import ObligationView, PerformancePage, RulingView
from odr.performance.states import ObligationState, StatementState
from odr.signatures.authorities import certificate_authority
from signing.wording import Words

RECORD, APPLICATION = "performance-record", "enforcement"
TITLES = {
    RECORD: Words(zh="履行记录", en="Record of Performance"),
    APPLICATION: Words(zh="强制执行申请书", en="Application for Enforcement"),
}
DRAFT = Words(
    zh="本申请书由平台根据已签署的协议、裁定书和双方在平台上的确认自动起草，请核对后签名或者盖章，自行向法院提交。",
    en="Drafted by the platform from the signed agreement, the ruling and what both sides stated there. Check it, sign "
    "it, and hand it in yourself.",
)


@dataclass(frozen=True)
class _Facts:
    """What a paper is made from, read at one moment."""

    page: PerformancePage
    version: Version
    number: str
    faces: dict[str, dict[str, Any]]
    own_number: str
    interest: dict[str, Interest]
    on: date


def paper_file(actor: Actor, case_ref: str, kind: str) -> tuple[str, bytes]:
    """One paper as PDF/A: (file name, bytes); set in a worker.

    Raises:
        NotFound: no such paper, or not for this actor: the application is read by the creditor's side alone.
        Unavailable: the fonts are still being fetched.
    """
    paper = _paper(actor, case_ref, kind)
    return f"{paper.reference}-{kind}.pdf", offload.run(typeset, paper).pdf


def paper_json(actor: Actor, case_ref: str, kind: str) -> tuple[str, bytes]:
    """The same content for programs (`odr/paper/1`): (file name, bytes). Raises as `paper_file`."""
    paper = _paper(actor, case_ref, kind)
    return f"{paper.reference}-{kind}.json", content_of(paper)


@query
def _paper(actor: Actor, case_ref: str, kind: str) -> Paper:
    case = load(actor, Permission.PERFORMANCE_READ, Case, case_id_of(case_ref))
    version = version_in_effect(case.id)
    if version is None or kind not in TITLES:
        raise NotFound(kind="paper")
    page = page_of(actor, case)
    if kind == APPLICATION and not page.may_enforce:
        raise NotFound(kind="paper")
    facts = _facts(case, version, page)
    return Paper(
        title=TITLES[kind],
        reference=case.ref,
        code="",
        author=page.organisation.zh,
        blocks=_application(facts) if kind == APPLICATION else _record(facts),
        development=certificate_authority().development,
        mark=mark_of(kind, version.id),
    )


def _facts(case: Case, version: Version, page: PerformancePage) -> _Facts:
    """Of the other side only what stands on the face of the agreement both have signed."""
    faces = {face["name"]: face for face in json.loads(version.content)["parties"]}
    parties = list(session().scalars(select(Party).where(Party.case_id == case.id)))
    own = next((number_of(party) for party in parties if party.id == page.my_party_id), "")
    return _Facts(
        page=page,
        version=version,
        number=f"{case.ref}/{version.number}",
        faces={party.id: faces.get(party.name, {"name": party.name}) for party in parties},
        own_number=own,
        interest=dict(schedule_of(version).interest),
        on=beijing_date(clock.now()),
    )


def _record(facts: _Facts) -> tuple[Block, ...]:
    page = facts.page
    effective = page.in_effect or facts.on
    blocks: list[Block] = [
        Particulars((
            row("调解协议", "Agreement", Words(zh=f"{facts.number}，{day(effective)}生效", en=f"since {effective}")),
            row("司法确认", "Confirmed", _ruled(page.ruling)),
            row("记录截至", "As of", words_of(facts.on)),
        )),
        Heading(Words(zh="履行情况", en="Performance")),
        Table(
            head=(
                Words(zh="义务", en="Obligation"), Words(zh="由谁履行", en="By"),
                Words(zh="最迟日期", en="On or before"),
                Words(zh="状态", en="State"), Words(zh="未履行", en="Open"),
            ),
            rows=tuple(_row(line) for line in page.lines),
            shares=(3, 2.4, 1.6, 1.8, 1.6),
        ),
    ]  # fmt: skip
    said = [(line, one) for line in page.lines for one in line.statements]
    if said:
        blocks.append(Heading(Words(zh="履行凭证和确认", en="Proofs and confirmations")))
        blocks.append(
            Table(
                head=(
                    Words(zh="义务", en="Obligation"), Words(zh="履行日期", en="On"), Words(zh="数额", en="Sum"),
                    Words(zh="凭证（SHA-256 前十六位）", en="Proof"), Words(zh="对方答复", en="Answer"),
                ),
                rows=tuple(
                    (
                        _name(line),
                        words_of(one.on),
                        Words(zh=f"¥{figures(one.fen)}" if one.fen else "—", en=""),
                        Words(zh=f"{printable(one.proof.name)} {one.proof.sha256[:16]}" if one.proof else "—", en=""),
                        _ANSWERS[one.state],
                    )
                    for line, one in said
                ),
                shares=(2.4, 1.6, 1.7, 2.8, 1.5),
            )
        )  # fmt: skip
    blocks.append(
        Text(Words(
            zh="本记录只记载双方在平台上的陈述和确认；未经对方确认的，不表示平台已经核实。",
            en="This records what both sides stated and confirmed on the platform. What was not confirmed, the "
            "platform has not verified.",
        ))
    )  # fmt: skip
    return (*blocks, Closing((page.organisation, words_of(facts.on))))


_ANSWERS = {
    StatementState.OPEN: Words(zh="尚未答复", en="Not answered"),
    StatementState.CONFIRMED: Words(zh="已确认", en="Confirmed"),
    StatementState.DISPUTED: Words(zh="有异议", en="Disputed"),
}


def _row(line: ObligationView) -> tuple[Words, ...]:
    left = "—" if not line.open else f"¥{figures(line.remaining)}" if line.remaining is not None else "全部"
    ended = f"（{line.ended_on}）" if line.ended_on else ""
    return (
        _name(line),
        Words(zh=line.obligor.zh, en=""),
        words_of(line.due) if line.due else Words(zh="未约定", en="none agreed"),
        Words(zh=line.state_words.zh + ended, en=line.state_words.en),
        Words(zh=left, en=""),
    )


def _name(line: ObligationView) -> Words:
    part_zh, part_en = (f"第{line.part}期", f", part {line.part}") if line.parts > 1 else ("", "")
    number = line.clause.number
    return Words(zh=f"第{number}条 {line.clause.title.zh}{part_zh}", en=f"Clause {number}{part_en}")


def _ruled(ruling: RulingView | None) -> Words:
    if ruling is None:
        return Words(zh="没有经过司法确认", en="not confirmed by a court")
    return Words(zh=f"{ruling.court.zh}{ruling.number}民事裁定书", en=f"{ruling.court.en}, {ruling.on}")


def _application(facts: _Facts) -> tuple[Block, ...]:
    page, ruling = facts.page, facts.page.ruling
    if ruling is None:
        raise NotFound(kind="paper")
    unmet = [line for line in page.owed if line.late and line.state in UNPAID]
    debtors = sorted({line.obligor_id for line in unmet}, key=lambda one: facts.faces[one]["name"])
    asked = unmet + [line for line in page.owed if line not in unmet and _fell_due(line, unmet, facts.interest)]
    delay, limits = interest_for_delay(), [line.limit for line in asked if line.limit]
    blocks: list[Block] = [
        Particulars(_party(facts, page.my_party_id, Words(zh="申请执行人", en="Creditor"), facts.own_number)),
        *(Particulars(_party(facts, one, Words(zh="被执行人", en="Debtor"), "")) for one in debtors),
        Heading(Words(zh="执行依据", en="Title")),
        Text(Words(
            zh=f"{ruling.court.zh}于{day(ruling.on)}作出的{ruling.number}民事裁定书，裁定调解协议"
            f"（编号{facts.number}）有效。",
            en=f"Ruling of {ruling.on} of {ruling.court.en}: agreement no. {facts.number} is valid.",
        )),
        Heading(Words(zh="请求事项", en="What is asked for")),
        *_requests(asked, facts.interest),
        Text(_with_law(delay.words, delay.citation.words())) if any(line.fen for line in asked) else Text(_COSTS),
        Heading(Words(zh="事实和理由", en="Facts and reasons")),
        *_reasons(asked),
        Text(_ground()),
    ]  # fmt: skip
    if limits:
        last = min(limit.safe for limit in limits)
        blocks.append(
            Text(Words(
                zh=f"申请执行的期间自履行期限最后一日起算为二年，最早于{day(last)}届满"
                f"（{cite('CPL 250').words().zh}）。",
                en=f"The two years to apply run from the last day for performance and end on {last} at the earliest.",
            ))
        )  # fmt: skip
    blocks += [
        Heading(Words(zh="附件", en="Attachments")),
        _attachments(),
        Text(DRAFT),
        Text(Words(zh=f"此致　{ruling.court.zh}", en=f"To: {ruling.court.en}"), indent=False),
        Text(_with_law(ruling.where.words, ruling.where.citation.words())),
        Closing((Words(zh="申请人（签名或者盖章）：", en="Applicant (signature or seal):"), words_of(facts.on))),
    ]
    return tuple(blocks)


_COSTS = Words(zh="执行费用由被执行人负担。", en="The debtor bears the costs of enforcement.")


def _fell_due(line: ObligationView, unmet: Iterable[ObligationView], interest: dict[str, Interest]) -> bool:
    """A later instalment that fell due because an earlier one was missed, where the clause on late payment says so."""
    rule = interest.get(line.obligor_id)
    missed = any(one.fen and one.obligor_id == line.obligor_id for one in unmet)
    return bool(rule and rule.accelerates and missed and line.fen and line.state == ObligationState.DUE)


def _party(facts: _Facts, party_id: str, label: Words, own: str) -> tuple[Any, ...]:
    face = facts.faces[party_id]
    number = own or face.get("identity", {}).get("masked", "")
    rows = [
        row(label.zh, label.en, Words(zh=face["name"], en=face.get("name_en", ""))),
        row("证件号码", "Identity number", filled(number)),
        row("住所地", "Address", filled(face.get("address", ""))),
    ]
    if face.get("kind") == "organisation":
        rows.append(row("法定代表人", "Legal representative", filled(face.get("representative", ""))))
    return tuple(rows)


def _requests(asked: Iterable[ObligationView], interest: dict[str, Interest]) -> Iterable[Block]:
    for number, line in enumerate(asked, 1):
        if line.remaining is not None:
            zh = f"{number}. 强制被执行人{line.obligor.zh}支付{_name(line).zh}项下未付的人民币"
            zh += sum_in_words(line.remaining)
            en = f"{number}. {line.obligor.en} to pay CNY {figures(line.remaining)} still owed under {_name(line).en}."
            yield Text(Words(zh=f"{zh}（¥{figures(line.remaining)}）。", en=en))
        else:
            zh = f"{number}. 强制被执行人{line.obligor.zh}履行{_name(line).zh}约定的义务：{line.clause.text.zh}"
            yield Text(Words(zh=zh, en=f"{number}. {line.obligor.en} to perform {_name(line).en}."))
        rule = interest.get(line.obligor_id)
        if line.fen and rule is not None and line.late:
            yield Text(_agreed_interest(line, rule))


def _agreed_interest(line: ObligationView, rule: Interest) -> Words:
    if line.interest is None:
        return Words(
            zh=f"并按协议第{rule.clause}条的约定，自逾期之日起计付利息至付清之日止。",
            en=f"with interest as agreed in clause {rule.clause}, from the first day late until it is paid.",
        )
    return Words(
        zh=f"并按协议第{rule.clause}条约定的每日{rule.daily}%计付逾期利息，截至今日为¥{figures(line.interest)}，"
        "此后计至付清之日止。",
        en=f"with interest of {rule.daily}% a day as agreed in clause {rule.clause}: CNY {figures(line.interest)} up "
        "to today, and further until it is paid.",
    )


def _reasons(asked: Iterable[ObligationView]) -> Iterable[Block]:
    for line in asked:
        said = f"{_name(line).zh}约定：{line.clause.text.zh}"
        if line.due:
            said += f"履行期限至{day(line.due)}。"
        if line.fen is not None and line.remaining is not None:
            paid = figures(line.fen - line.remaining)
            said += f"应付¥{figures(line.fen)}，已收到¥{paid}，尚欠¥{figures(line.remaining)}。"
        denied = sum(one.state == StatementState.DISPUTED for one in line.statements)
        if denied:
            said += f"对方曾{denied}次声称已经履行，申请人没有收到，已提出异议。"
        yield Text(Words(zh=said, en=line.clause.text.en))


def _ground() -> Words:
    law = cite("CPL 206").words()
    return Words(
        zh=f"被执行人拒绝履行或者未全部履行。依照{law.zh}规定，申请强制执行。",
        en=f"The debtor refuses to perform or has not performed in full; enforcement is asked for under {law.en}.",
    )


def _with_law(said: Words, law: Words) -> Words:
    return Words(zh=f"{said.zh}（{law.zh}）", en=f"{said.en} ({law.en})")


def _attachments() -> Table:
    listed = (
        Words(zh="民事裁定书", en="The ruling"),
        Words(zh="调解协议书（电子签名）", en="The mediation agreement, electronically signed"),
        Words(zh="申请执行人身份证明", en="Proof of the creditor's identity"),
        Words(zh="履行记录", en="Record of performance"),
        Words(zh="被执行人财产线索（如有）", en="What is known of the debtor's property, if anything"),
    )
    return Table(
        head=(Words(zh="序号", en="No."), Words(zh="材料", en="Paper")),
        rows=tuple((Words(zh=str(number), en=""), words) for number, words in enumerate(listed, 1)),
        shares=(1, 9),
    )
