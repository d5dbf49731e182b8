"""The statutes the platform cites, each with its full name, the version read and how surely it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from odr.law.numerals import chinese_number
from signing.wording import Words


class Certainty(StrEnum):
    """How the text behind a citation is known to the project."""

    READ = "read"
    """The article itself was read in a stored copy of the law."""
    EXTRACT = "extract"
    """Only an extract, a translation or a practitioner's note was read."""
    INFERRED = "inferred"
    """Our own reading of several articles; no article says it in so many words."""


@dataclass(frozen=True)
class Statute:
    """One law, regulation or judicial interpretation in the version that was read."""

    code: str
    zh: str
    en: str
    in_force: date
    """The day from which the version read applies."""
    certainty: Certainty = Certainty.READ


@dataclass(frozen=True)
class Citation:
    """A pinpoint reference: statute, article and, where needed, the item inside it."""

    statute: Statute
    article: int
    item: int | None = None
    certainty: Certainty | None = None

    @property
    def surety(self) -> Certainty:
        """How surely this article is known; the statute's certainty unless the citation says less."""
        return self.certainty or self.statute.certainty

    def words(self) -> Words:
        """The reference as it is printed beside a finding, in both languages."""
        item_zh = f"第（{chinese_number(self.item)}）项" if self.item else ""
        item_en = f"({self.item})" if self.item else ""
        return Words(
            zh=f"{self.statute.zh}第{chinese_number(self.article)}条{item_zh}",
            en=f"{self.statute.en}, art. {self.article}{item_en}",
        )

    def key(self) -> str:
        """A short stable form for data files and audit entries, such as `CPL 205`."""
        return f"{self.statute.code} {self.article}" + (f"({self.item})" if self.item else "")


CPL = Statute("CPL", "《中华人民共和国民事诉讼法》", "Civil Procedure Law of the PRC", date(2024, 1, 1))
INT = Statute(
    "INT",
    "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》",
    "SPC Interpretation on the Civil Procedure Law",
    date(2022, 4, 10),
)
SC11 = Statute(
    "SC11",
    "《最高人民法院关于人民调解协议司法确认程序的若干规定》",
    "SPC Provisions on Judicial Confirmation of People's Mediation Agreements",
    date(2011, 3, 30),
)
PML = Statute("PML", "《中华人民共和国人民调解法》", "People's Mediation Law of the PRC", date(2011, 1, 1))
OMR = Statute("OMR", "《人民法院在线调解规则》", "Online Mediation Rules of the People's Courts", date(2022, 1, 1))
OLR = Statute("OLR", "《人民法院在线诉讼规则》", "Online Litigation Rules of the People's Courts", date(2021, 8, 1))
INV = Statute(
    "INV",
    "《最高人民法院关于人民法院特邀调解的规定》",
    "SPC Provisions on Mediation by Invitation of the People's Courts",
    date(2016, 7, 1),
)
MED = Statute(
    "MED",
    "《最高人民法院关于人民法院民事调解工作若干问题的规定》",
    "SPC Provisions on Civil Mediation by the People's Courts",
    date(2021, 1, 1),
)
REG24 = Statute(
    "REG24",
    "《最高人民法院关于诉前调解与立案衔接的意见》",
    "SPC Opinion on Docketing and Mediation (2024)",
    date(2025, 1, 1),
    Certainty.EXTRACT,
)
CMR = Statute("CMR", "《商事调解条例》", "Commercial Mediation Regulation", date(2026, 5, 1), Certainty.EXTRACT)
ESL = Statute("ESL", "《中华人民共和国电子签名法》", "Electronic Signature Law of the PRC", date(2019, 4, 23))
PIPL = Statute(
    "PIPL", "《中华人民共和国个人信息保护法》", "Personal Information Protection Law of the PRC", date(2021, 11, 1)
)
DSL = Statute("DSL", "《中华人民共和国数据安全法》", "Data Security Law of the PRC", date(2021, 9, 1))
CC = Statute("CC", "《中华人民共和国民法典》", "Civil Code of the PRC", date(2021, 1, 1))
LIM = Statute(
    "LIM",
    "《最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定》",
    "SPC Provisions on Limitation of Actions",
    date(2021, 1, 1),
)
PAT = Statute("PAT", "《中华人民共和国专利法》", "Patent Law of the PRC", date(2021, 6, 1))
TM19 = Statute("TM19", "《中华人民共和国商标法》", "Trademark Law of the PRC", date(2019, 11, 1))
ARB = Statute("ARB", "《中华人民共和国仲裁法》", "Arbitration Law of the PRC", date(2026, 3, 1))
BVS = Statute("BVS", "《北京市志愿服务促进条例》", "Beijing Volunteer Service Promotion Regulation", date(2021, 3, 1))
IPC = Statute(
    "IPC",
    "《最高人民法院关于北京、上海、广州知识产权法院案件管辖的规定》",
    "SPC Provisions on Jurisdiction of the IP Courts",
    date(2021, 1, 1),
)
J22 = Statute(
    "J22",
    "《最高人民法院关于第一审知识产权民事、行政案件管辖的若干规定》",
    "SPC Provisions on First-Instance IP Jurisdiction",
    date(2022, 5, 1),
)
J25 = Statute(
    "J25",
    "《最高人民法院关于调整基层人民法院知识产权管辖的通知》（法〔2025〕167号）",
    "SPC Notice on Basic Courts with IP Jurisdiction (Fa [2025] No. 167)",
    date(2025, 10, 1),
    Certainty.EXTRACT,
)
IC25 = Statute(
    "IC25",
    "《最高人民法院关于互联网法院案件管辖的规定》（法释〔2025〕14号）",
    "SPC Provisions on Jurisdiction of the Internet Courts (Fa Shi [2025] No. 14)",
    date(2025, 11, 1),
    Certainty.EXTRACT,
)
EVI = Statute(
    "EVI",
    "《最高人民法院关于知识产权民事诉讼证据的若干规定》",
    "SPC Provisions on Evidence in IP Civil Litigation",
    date(2020, 11, 18),
)
OSR = Statute("OSR", "《奥林匹克标志保护条例》", "Regulation on the Protection of Olympic Symbols", date(2018, 7, 31))

STATUTES: dict[str, Statute] = {
    statute.code: statute
    for statute in (
        CPL, INT, SC11, PML, OMR, OLR, INV, MED, REG24, CMR, ESL, PIPL, DSL, CC, LIM, PAT, TM19, ARB, BVS, IPC, J22,
        J25, IC25, EVI, OSR,
    )
}  # fmt: skip


def cite(key: str) -> Citation:
    """The citation behind a short form such as `INT 355(5)`; raises ValueError for an unknown form."""
    code, _, pinpoint = key.partition(" ")
    article, _, item = pinpoint.rstrip(")").partition("(")
    if code not in STATUTES or not article.isdigit() or (item and not item.isdigit()):
        raise ValueError(f"not a citation: {key!r}")
    return Citation(STATUTES[code], int(article), int(item) if item else None)
