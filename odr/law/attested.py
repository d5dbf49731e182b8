"""What no rule can read in a text: the questions a mediator answers in person before the text is made final."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from odr.law.articles import Citation, cite
from odr.law.draft import DraftAgreement, Subject
from signing.wording import Words

REGISTERED = frozenset(
    {Subject.TRADEMARK, Subject.PATENT, Subject.PLANT_VARIETY, Subject.LAYOUT_DESIGN, Subject.GEOGRAPHICAL_INDICATION}
)


@dataclass(frozen=True)
class Tick:
    """One statement that the mediator makes, and the article that asks for it."""

    code: str
    words: Words
    citation: Citation


def ticks_for(draft: DraftAgreement) -> tuple[Tick, ...]:
    """The statements that are asked for before this text is made final."""
    return tuple(_ticks(draft))


def _ticks(draft: DraftAgreement) -> Iterator[Tick]:
    yield Tick("P-27", Words(
        zh="我分别问过每一方：各方自愿达成协议，明白内容和后果，没有受欺诈、胁迫，也没有重大误解。",
        en="I have asked each party by itself: it agrees of its own will, knows what it agrees to and what follows, "
        "and was neither deceived nor pressed nor mistaken.",
    ), cite("INT 358(4)"))  # fmt: skip
    yield Tick("P-23", Words(
        zh="本协议不违反法律、行政法规的强制性规定；技术出口、反垄断和国家安全方面没有问题。",
        en="Nothing in it breaks mandatory law, including export control, competition and national security.",
    ), cite("INT 358(1)"))  # fmt: skip
    yield Tick("P-24", Words(
        zh="本协议不损害国家利益、社会公共利益和他人合法权益；共有人、被许可人、质权人已经查明，需要的同意已经取得。",
        en="It harms neither the state nor the public nor others; co-owners, licensees and pledgees are known and have "
        "consented where needed.",
    ), cite("INT 358(2)"))  # fmt: skip
    yield Tick("P-26", Words(
        zh="本协议不违背公序良俗。", en="It does not offend public order and good morals.",
    ), cite("INT 358(3)"))  # fmt: skip
    if draft.arbitration_agreement is None:
        yield Tick("P-18", Words(
            zh="我问过各方是否有仲裁协议，并说明了仲裁协议对申请司法确认的影响。",
            en="I have asked the parties for an arbitration agreement and told them what one would mean here.",
        ), cite("ARB 5"))  # fmt: skip
    if draft.subject in REGISTERED:
        yield Tick("P-29", Words(
            zh="我核对过登记簿：权利的状态、权利人、期限与协议一致。",
            en="I have compared the register: status, holder and term of the right are as the text has them.",
        ), cite("TM19 47") if draft.subject is Subject.TRADEMARK else cite("PAT 47"))  # fmt: skip
    if any(party.foreign for party in draft.parties):
        yield Tick("P-37", Words(
            zh="外国当事人的主体资格证明和授权文件已经公证认证或者附加证明书，并附中文译本；代理律师是中国律师。"
            "三十日从协议生效起算，所以要在签署前备齐。",
            en="The foreign party's identity and authority papers are authenticated or apostilled, with a Chinese "
            "translation, and its lawyer is a lawyer of the PRC. The thirty days run from the day of effect, which is "
            "why they are needed before signing.",
        ), cite("INT 521"))  # fmt: skip
