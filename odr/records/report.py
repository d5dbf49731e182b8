"""The papers on how a mediation came out: the report on its end, and a certificate for the parties. No free word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from odr.law.confidentiality import Destination, Material, must_leave
from odr.law.ending import CONDUCT_WORDS, PROMPT_WORDS, Conduct, Prompt, report_basis, routes_after_failure
from odr.law.numerals import chinese_number
from odr.papers.mark import Mark
from odr.papers.paper import Block, Closing, Heading, Paper, Particulars, Row, Text
from odr.papers.typeset import typeset
from odr.records.minutes import GROUND_WORDS
from odr.records.phrases import NONE, SIDE_WORDS, moment
from signing.canonical import canonical_bytes
from signing.wording import Words

REPORT = Words(zh="调解终结情况报告", en="Report on the end of the mediation")
CERTIFICATE = Words(zh="调解情况证明", en="Certificate of the mediation")
_MATERIALS = (Material.CASE_BASICS, Material.ATTENDANCE, Material.OUTCOME)
_WITHOUT = Words(
    zh="本报告不含各方在调解中的陈述、让步、报价和单独会谈的内容（《人民法院在线调解规则》第十八条）。",
    en="Nothing the parties said, conceded or offered, jointly or in private, is in this report (Online Mediation "
    "Rules, art. 18).",
)


@dataclass(frozen=True)
class Party:
    """A party by side and name."""

    side: str
    name: Words


@dataclass(frozen=True)
class Held:
    """One sitting: when it was, and who took part in its joint session."""

    number: int
    opened_at: str
    ended_at: str
    present: tuple[Words, ...]


@dataclass(frozen=True)
class OutcomeContent:
    """Everything these papers say. Every value is a fact of the case or an entry of a closed list."""

    case_ref: str
    title: Words
    organisation: Words
    mediators: tuple[Words, ...]
    parties: tuple[Party, ...]
    began: str
    settled: bool
    ground: str
    held: tuple[Held, ...]
    conduct: tuple[tuple[str, str], ...]
    """Pairs of a side and a kind of conduct."""
    prompts: tuple[str, ...]


def serialise_outcome(content: OutcomeContent) -> str:
    """The one text for this content (RFC 8785)."""
    return canonical_bytes(json.loads(json.dumps(asdict(content)))).decode()


def parse_outcome(text: str) -> OutcomeContent:
    """The content this text stands for."""
    found = json.loads(text)
    found |= {name: Words(**found[name]) for name in ("title", "organisation")}
    found["mediators"] = tuple(Words(**one) for one in found["mediators"])
    found["parties"] = tuple(Party(one["side"], Words(**one["name"])) for one in found["parties"])
    found["held"] = tuple(
        Held(**{**one, "present": tuple(Words(**name) for name in one["present"])}) for one in found["held"]
    )
    found["conduct"] = tuple((side, code) for side, code in found["conduct"])
    found["prompts"] = tuple(found["prompts"])
    return OutcomeContent(**found)


def render_outcome(
    content: OutcomeContent, at: datetime, certificate: bool, development: bool, mark: Mark | None = None
) -> bytes:
    """One of the two papers as PDF/A; slow, so run it in a worker. Raises Unavailable while fonts are fetched.

    Raises:
        NeverLeaves: the rules do not let such a report say what it says.
    """
    for material in _MATERIALS:
        must_leave(material, Destination.FAILURE_REPORT)
    blocks = [*_basics(content), *_sittings(content), *_result(content)]
    if not certificate:
        blocks += _remarks(content)
    blocks.append(Closing((content.organisation, moment(at))))
    paper = Paper(
        title=CERTIFICATE if certificate else REPORT,
        reference=content.case_ref,
        code="",
        author=content.organisation.zh,
        blocks=tuple(blocks),
        development=development,
        attachment=serialise_outcome(content).encode(),
        attachment_name="outcome.json",
        made_at=at,
        mark=mark,
    )
    return typeset(paper).pdf


def _basics(content: OutcomeContent) -> Iterator[Block]:
    rows = [
        Row(Words(zh="案号", en="Case number"), (Words(zh=content.case_ref, en=""),)),
        Row(Words(zh="纠纷", en="Dispute"), (content.title,)),
        Row(Words(zh="调解组织", en="Organisation"), (content.organisation,)),
        Row(Words(zh="调解员", en="Mediator"), content.mediators or (NONE,)),
        *(Row(SIDE_WORDS[party.side], (party.name,)) for party in content.parties),
        Row(Words(zh="开始调解", en="Mediation from"), (_when(content.began),)),
    ]
    yield Particulars(tuple(rows))


def _sittings(content: OutcomeContent) -> Iterator[Block]:
    yield Heading(Words(zh="调解经过", en="Sittings"))
    if not content.held:
        yield Text(Words(zh="未举行调解会。", en="No sitting was held."))
    for one in content.held:
        zh = "、".join(name.zh for name in one.present) or "无"
        en = ", ".join(name.en for name in one.present) or "nobody"
        yield Text(
            Words(
                zh=f"第{chinese_number(one.number)}次：{_when(one.opened_at).zh}至{_when(one.ended_at).zh}。到场：{zh}。",
                en=f"No. {one.number}: {_when(one.opened_at).en} to {_when(one.ended_at).en}. Present: {en}.",
            )
        )


def _result(content: OutcomeContent) -> Iterator[Block]:
    yield Heading(Words(zh="结果", en="Result"))
    if content.settled:
        yield Text(Words(zh="各方达成调解协议。", en="The parties reached an agreement."))
        return
    ground = GROUND_WORDS.get(content.ground, Words(zh="其他情形", en="another ground"))
    yield Text(
        Words(
            zh=f"未达成调解协议，调解终结。原因：{ground.zh}。",
            en=f"No agreement; the mediation ended because {ground.en}.",
        )
    )
    yield Heading(Words(zh="当事人可以选择的其他途径", en="Ways that stay open to the parties"))
    for number, (route, citation) in enumerate(routes_after_failure(), 1):
        zh = f"{number}. {route.zh}（{citation.words().zh}）"
        yield Text(Words(zh=zh, en=f"{route.en} ({citation.words().en})"), indent=False)


def _remarks(content: OutcomeContent) -> Iterator[Block]:
    yield Heading(Words(zh="导致其他当事人产生不合理费用的行为", en="Conduct that put others to cost without reason"))
    for side, code in content.conduct:
        words, who = CONDUCT_WORDS[Conduct(code)], SIDE_WORDS[side]
        yield Text(Words(zh=f"{who.zh}：{words.zh}。", en=f"{who.en} {words.en}."))
    if not content.conduct:
        yield Text(NONE)
    yield Heading(Words(zh="提示", en="Prompts"))
    for code in content.prompts:
        yield Text(Words(zh=f"{PROMPT_WORDS[Prompt(code)].zh}。", en=f"{PROMPT_WORDS[Prompt(code)].en}."))
    if not content.prompts:
        yield Text(NONE)
    basis = report_basis().words()
    yield Text(Words(zh=f"{_WITHOUT.zh}本报告依据{basis.zh}制作。", en=f"{_WITHOUT.en} Made under {basis.en}."))


def _when(text: str) -> Words:
    return moment(datetime.fromisoformat(text)) if text else Words(zh="—", en="—")
