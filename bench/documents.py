"""A mediation agreement as PDF/A beside bare reportlab that lays out the same words: `python -m bench.documents`.

The bare side has the same font files, its own Chinese line breaking, no PDF/A, no attachment, no code and no count of
pages. Both are warm, take turns in one process, and get another text each time, so that neither finds its lines done.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from bench.report import Row, write
from odr.agreements.content import (
    AgreementContent,
    ClauseContent,
    MediatorContent,
    OrganisationContent,
    PartyContent,
    SignatoryContent,
)
from odr.agreements.document import agreement_paper, render_agreement
from odr.law.draft import ClauseKind
from odr.papers.fonts import HEI_BOLD, SONG, register_fonts
from odr.papers.mark import Mark
from odr.papers.paper import Closing, Heading, Paper, Particulars, SignaturePage, Text
from signing.wording import Words

ZH = (
    "乙方应于2026年12月{day}日前向甲方支付经济损失和合理开支共计人民币叁拾万元整（¥300,000.00），以银行转账方式付至甲方"
    "指定账户；逾期的，未付款项全部到期，并按照一年期贷款市场报价利率（LPR）的1.5倍计付利息。序号{number}。"
)
EN = (
    "Party B pays Party A CNY 300,000.00 for losses and reasonable expenses by {day} December 2026, by bank transfer "
    "to the account named by Party A; if it is late, the whole falls due with interest at 1.5 times LPR. No. {number}."
)
CREDIT_CODE = "91110105MA01QHCY3J"
CENTRE = OrganisationContent("京华知识产权调解中心", "Jinghua IP Mediation Centre", "52110105MJ0123456N", "", "")
PARTY = Words(zh="当事人", en="Party")
MARK = Mark("7F3K9QTR2MXB4WHC", "https://heqi.example.org/verify/7F3K9QTR2MXB4WHC")


def agreement(clauses: int, turn: int) -> AgreementContent:
    """An agreement of so many clauses; every `turn` has other words."""

    def words(number: int) -> Words:
        asked = {"day": number % 28 + 1, "number": turn * 1000 + number}
        return Words(zh=ZH.format(**asked), en=EN.format(**asked))

    def party(ref: str, side: str, name: str) -> PartyContent:
        return PartyContent(
            ref, side, "organisation", name, name, "91110105MA01QHCY3J", "credit_code", "91110105MA01QHCY3J"
        )

    names = {"applicant": "青禾茶业有限公司", "respondent": "沃野食品有限公司"}
    return AgreementContent(
        case_no="HQ-2026-7F3KQ9",
        version=1,
        on=date(2026, 11, 26),
        organisation=OrganisationContent(
            "京华知识产权调解中心", "Jinghua IP Mediation Centre", "52110105MJ0123456N", "", ""
        ),
        mediators=(MediatorContent("周慧兰", "Zhou Huilan"),),
        parties=tuple(party(side, side, name) for side, name in names.items()),
        origin=words(clauses + 1),
        facts=words(clauses + 2),
        issues=words(clauses + 3),
        clauses=tuple(
            ClauseContent(number, ClauseKind.OTHER, Words(zh=f"约定{number}", en="Term"), words(number))
            for number in range(1, clauses + 1)
        ),
        provisions=(),
        signatories=tuple(SignatoryContent(side, name, name, PARTY) for side, name in names.items()),
    )


def ours(content: AgreementContent) -> bytes:
    """The document as it is frozen."""
    return render_agreement(content, False, MARK).pdf


def bare(content: AgreementContent) -> bytes:
    """The same words, set by reportlab as it comes."""
    out = io.BytesIO()
    flow: list[Flowable] = []
    for words, heading in _words(agreement_paper(content, development=False)):
        for text, wrap in ((words.zh, "CJK"), (words.en, None)):
            if text:
                flow += [Paragraph(text, _STYLES[heading, wrap]), Spacer(1, 3)]
    SimpleDocTemplate(out, pagesize=A4).build(flow)
    return out.getvalue()


def _style(heading: bool, wrap: str | None) -> ParagraphStyle:
    font, size = (HEI_BOLD if heading else SONG), (11 if wrap else 9.2)
    return ParagraphStyle("bare", fontName=font, fontSize=size, leading=size * 1.6, wordWrap=wrap)


_STYLES = {(heading, wrap): _style(heading, wrap) for heading in (True, False) for wrap in ("CJK", None)}


def _words(paper: Paper) -> list[tuple[Words, bool]]:
    found = [(paper.title, True)]
    for block in paper.blocks:
        if isinstance(block, Heading):
            found.append((Words(zh=block.number.zh + block.words.zh, en=block.words.en), True))
        elif isinstance(block, Text):
            found.append((block.words, False))
        elif isinstance(block, Particulars):
            found += [(words, False) for row in block.rows for words in (row.label, *row.values)]
        elif isinstance(block, Closing):
            found += [(words, False) for words in block.lines]
        elif isinstance(block, SignaturePage):
            found += [(block.title, True), (block.introduction, False), *((box.label, False) for box in block.boxes)]
    return found


def measured(clauses: int, repeat: int) -> list[Row]:
    """Both in turns, warm, each time on other words."""
    register_fonts()
    ways: dict[str, Callable[[AgreementContent], bytes]] = {"bare reportlab": bare, "agreement as PDF/A": ours}
    for make in ways.values():
        make(agreement(clauses, 0))
    rows: list[Row] = []
    for turn in range(1, repeat + 1):
        for place, (name, make) in enumerate(ways.items()):
            content = replace(agreement(clauses, turn * 10 + place))
            gc.collect()
            began = time.perf_counter()
            data = make(content)
            rows.append({"name": name, "ms": (time.perf_counter() - began) * 1000, "bytes": len(data)})
    return rows


def main() -> None:
    """Measure a short and a long agreement and write both under build/bench."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--repeat", type=int, default=15)
    asked = ask.parse_args()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    for clauses in (8, 100):
        title = f"an agreement of {clauses} clauses, warm; medians of {statistics.median([asked.repeat]):.0f}"
        write(Path("build/bench"), f"documents-{clauses}", title, machine, measured(clauses, asked.repeat))


if __name__ == "__main__":
    main()
