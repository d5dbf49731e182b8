"""The sheet of undisputed facts (无争议事实记载): what it says, its digest, and how it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from odr.law.numerals import chinese_number
from odr.papers.mark import Mark
from odr.papers.paper import Block, Heading, Paper, Particulars, Row, Text
from odr.papers.typeset import typeset
from odr.records.phrases import moment
from signing.canonical import canonical_bytes, sha256_hex
from signing.wording import Words

TITLE = Words(zh="无争议事实记载", en="Record of undisputed facts")
_BASIS = Words(
    zh="经各方当事人逐条确认，下列事实没有争议。依据《人民法院在线调解规则》第十八条、第二十二条，以书面形式记载。"
    "记载的事实不包括任何一方为达成调解所作的让步。",
    en="Each party has confirmed each of the following facts. They are set down in writing under articles 18 and 22 of "
    "the Online Mediation Rules. No concession made in order to settle is among them.",
)


@dataclass(frozen=True)
class SheetFact:
    """One fixed fact."""

    number: int
    revision: int
    words: Words
    fixed_at: datetime


@dataclass(frozen=True)
class FactsSheet:
    """The fixed facts of one case, in their order."""

    case_ref: str
    facts: tuple[SheetFact, ...]


@dataclass(frozen=True)
class SheetHead:
    """Who the sheet is between, and before whom; `parties` are pairs of what a party is and its name."""

    organisation: Words
    mediators: tuple[Words, ...]
    parties: tuple[tuple[Words, Words], ...]


def digest_of_sheet(sheet: FactsSheet) -> str:
    """SHA-256 (hexadecimal) of everything the sheet says: what a consent to hand it over is bound to."""
    return sha256_hex(bytes_of_sheet(sheet))


def bytes_of_sheet(sheet: FactsSheet) -> bytes:
    """Everything the sheet says, in canonical form (RFC 8785)."""
    facts = [
        {
            "number": fact.number,
            "revision": fact.revision,
            "zh": fact.words.zh,
            "en": fact.words.en,
            "fixed_at": fact.fixed_at.isoformat(),
        }
        for fact in sheet.facts
    ]
    return canonical_bytes({"case": sheet.case_ref, "facts": facts})


def render_sheet(sheet: FactsSheet, head: SheetHead, development: bool, mark: Mark | None = None) -> bytes:
    """The sheet as PDF/A; slow, so run it in a worker. Raises Unavailable while the fonts are being fetched."""
    paper = Paper(
        title=TITLE,
        reference=sheet.case_ref,
        code="",
        attachment=bytes_of_sheet(sheet),
        attachment_name="facts.json",
        mark=mark,
        author=head.organisation.zh,
        blocks=tuple(sheet_blocks(sheet, head)),
        development=development,
        made_at=max(fact.fixed_at for fact in sheet.facts),
    )
    return typeset(paper).pdf


def sheet_blocks(sheet: FactsSheet, head: SheetHead) -> Iterator[Block]:
    """The sheet laid out: who it is between, the facts with the moment each was fixed."""
    rows = [
        Row(Words(zh="案号", en="Case number"), (Words(zh=sheet.case_ref, en=""),)),
        Row(Words(zh="调解组织", en="Organisation"), (head.organisation,)),
        Row(Words(zh="调解员", en="Mediator"), head.mediators or (Words(zh="—", en=""),)),
        *(Row(role, (name,)) for role, name in head.parties),
    ]
    yield Particulars(tuple(rows))
    yield Text(_BASIS)
    yield Heading(Words(zh="各方没有争议的事实", en="Facts not in dispute"))
    for place, fact in enumerate(sheet.facts, 1):
        yield Text(Words(zh=f"{chinese_number(place)}、{fact.words.zh}", en=fact.words.en))
        at = moment(fact.fixed_at)
        yield Text(
            Words(
                zh=f"（第{fact.revision}稿，各方在线确认，最后一方确认于{at.zh}）",
                en=f"Wording {fact.revision}, confirmed online by every party, by the last of them on {at.en}.",
            )
        )
