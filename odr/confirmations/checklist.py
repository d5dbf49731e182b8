"""What a clerk looks for, item by item with its article: read out of the bundle, the filing and the rules of law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from odr.confirmations.inspection import Papers
from odr.law.articles import Citation, cite
from odr.law.findings import Finding
from odr.law.time_limits import Deadline
from signing.wording import Words

OWNERSHIP = frozenset({"P-14", "P-15"})
CLARITY = frozenset({"P-20", "P-21", "P-22"})
COURT = "P-19"
SHOWN_ABOVE = frozenset({"P-05", "P-12", COURT})
"""Asked here by their own item (term, court), or by the verifier (the kind of authority)."""


@dataclass(frozen=True)
class CheckItem:
    """One item: passed, judgement (a person decides) or failed; `clause` and `file` say where to look, if anywhere."""

    state: str
    title: Words
    citation: Citation
    detail: Words | None = None
    clause: int | None = None
    file: str = ""


@dataclass(frozen=True)
class FilingFacts:
    """What the items are asked of; `papers` is None when the bundle did not pass its check."""

    term: Deadline
    filed_on: date
    applied: tuple[bool, ...]
    court_reason: Words
    papers: Papers | None
    findings: tuple[Finding, ...]


def checklist(facts: FilingFacts) -> tuple[CheckItem, ...]:
    """Every item, what needs judgement first."""
    items = [
        _term(facts),
        _jointly(facts),
        _court(facts),
        *_papers(facts.papers),
        *_of_law(facts.findings),
    ]
    order = {"failed": 0, "judgement": 1, "passed": 2}
    return tuple(sorted(items, key=lambda item: order[item.state]))


def _term(facts: FilingFacts) -> CheckItem:
    term = facts.term
    state = "passed" if facts.filed_on <= term.safe else "judgement" if facts.filed_on <= term.last else "failed"
    detail = Words(
        zh=f"协议{_day(term.start)}生效，{_day(facts.filed_on)}提交；三十日至{_day(term.safe)}"
        + (f"，顺延至{_day(term.last)}" if term.moved else "")
        + "。",
        en=f"In effect since {term.start.isoformat()}, filed on {facts.filed_on.isoformat()}; the thirty days end on "
        f"{term.safe.isoformat()}" + (f", moved to {term.last.isoformat()}" if term.moved else "") + ".",
    )
    return CheckItem(state, Words(zh="在三十日内申请", en="Filed within thirty days"), cite("CPL 205"), detail)


def _jointly(facts: FilingFacts) -> CheckItem:
    state = "passed" if facts.applied and all(facts.applied) else "failed"
    return CheckItem(state, Words(zh="各方当事人共同申请", en="All parties apply jointly"), cite("INT 351"))


def _court(facts: FilingFacts) -> CheckItem:
    doubts = [finding for finding in facts.findings if finding.code == COURT]
    state = "failed" if any(doubt.blocks for doubt in doubts) else "judgement" if doubts else "passed"
    detail = facts.court_reason.then(_NOT_COMPARED) if state == "judgement" else facts.court_reason
    return CheckItem(state, _COMPETENT, cite("CPL 205(2)"), detail)


def _papers(papers: Papers | None) -> Iterator[CheckItem]:
    if papers is None:
        return
    for name, title, citation in _WANTED:
        file = f"documents/{name}.pdf"
        there = file in papers.files
        yield CheckItem(
            "passed" if there else "judgement", title, citation, None if there else _MISSING, file=file if there else ""
        )
    count = len(papers.exhibits)
    yield CheckItem(
        "passed" if count else "judgement",
        Words(zh="附有权利证明等证据材料", en="Proofs of right and other exhibits"),
        cite("INT 354"),
        Words(zh=f"共{count}份。", en=f"{count} in all.") if count else _MISSING,
        file="evidence/index.json" if count else "",
    )
    yield CheckItem("passed", _NOTHING_OF_THE_ROOM, cite("OMR 18"))


def _of_law(findings: tuple[Finding, ...]) -> Iterator[CheckItem]:
    shown = [finding for finding in findings if finding.code not in SHOWN_ABOVE]
    for finding in shown:
        state = "failed" if finding.blocks else "judgement"
        yield CheckItem(state, finding.message, finding.citation, clause=finding.clause)
    if not _any(shown, OWNERSHIP):
        yield CheckItem(
            "passed",
            Words(zh="没有发现确认知识产权归属的条款", en="No clause was found that decides who owns a right"),
            cite("INT 355(5)"),
        )
    if not _any(shown, CLARITY):
        yield CheckItem(
            "passed",
            Words(zh="各项义务写明了主体、标的、期限和方式", en="Each obligation says who, what, by when and how"),
            cite("INT 358(5)"),
        )


def _any(findings: Iterable[Finding], codes: frozenset[str]) -> bool:
    return any(finding.code in codes for finding in findings)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_COMPETENT = Words(zh="本院有管辖权的依据", en="Why this court is competent")
_NOT_COMPARED = Words(
    zh="管辖表中的这一行还没有与法源核对。", en="This row of the table of courts has not been compared with its source."
)
_MISSING = Words(zh="材料包里没有。可以通知双方补充。", en="Not in the file. Both parties can be asked for it.")
_NOTHING_OF_THE_ROOM = Words(
    zh="材料包里没有让步、报价和私下会谈的内容", en="Nothing of offers, concessions or caucuses is in the file"
)
_WANTED: tuple[tuple[str, Words, Citation], ...] = (
    ("court-application", Words(zh="司法确认申请书", en="Joint application"), cite("INT 353")),
    ("mediation-proof", Words(zh="调解组织主持调解的证明", en="Proof that the organisation mediated"), cite("INT 354")),
    ("identity-list", Words(zh="双方身份和联系方式", en="Identity and contacts of both parties"), cite("INT 354")),
    ("undertaking", Words(zh="承诺书", en="Undertaking"), cite("SC11 3")),
    ("service-address", Words(zh="送达地址确认书", en="Addresses for service"), cite("OLR 29")),
)
