"""Taking a settlement abroad: what a foreign court may be given from China, and what shows mediation led to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from odr.law.articles import cite
from odr.law.findings import Finding, Severity
from signing.wording import Words


class Purpose(StrEnum):
    """What a party wants the pack for."""

    OWN_RECORDS = "own_records"
    FOREIGN_PROCEEDINGS = "foreign_proceedings"


@dataclass(frozen=True)
class Approval:
    """The approval of the competent Chinese authority, as the party who holds it states it."""

    authority: str
    number: str
    on: date | None

    def stated(self, today: date) -> bool:
        """Whether it says who approved, under which number and when, and not in the future."""
        return bool(self.authority.strip() and self.number.strip() and self.on and self.on <= today)


def data_for_foreign_proceedings(purpose: Purpose, approval: Approval | None, today: date) -> tuple[Finding, ...]:
    """PI-12: data stored in China go to no foreign court or enforcement authority without approval (PIPL 41; DSL 36).

    For foreign proceedings it blocks until an approval is stated; for a party's own records it warns.
    """
    if purpose is Purpose.FOREIGN_PROCEEDINGS and not (approval and approval.stated(today)):
        return (
            Finding(
                code="approval_for_abroad",
                severity=Severity.BLOCK,
                citation=cite("PIPL 41"),
                also=(cite("DSL 36"),),
                message=Words(
                    zh="未经中华人民共和国主管机关批准，不得向外国司法或者执法机构提供存储于境内的数据。"
                    "请填写批准机关、文号和日期。",
                    en="Without the approval of the competent Chinese authority, data stored in China must not go "
                    "to a foreign court or law-enforcement body. State who approved, under which number and when.",
                ),
            ),
        )
    return (
        Finding(
            code="not_for_abroad" if purpose is Purpose.OWN_RECORDS else "approval_goes_with_it",
            severity=Severity.WARN,
            citation=cite("PIPL 41"),
            also=(cite("DSL 36"),),
            message=Words(
                zh="未经主管机关批准，不得将本包提交外国司法或者执法机构。",
                en="Without approval this pack must not be handed to a foreign court or law-enforcement body.",
            )
            if purpose is Purpose.OWN_RECORDS
            else Words(
                zh="本平台不审查所填批准是否真实、是否覆盖本次提交；由提交人负责。",
                en="We do not check whether the approval is genuine or covers this use; who files is liable.",
            ),
        ),
    )


@dataclass(frozen=True)
class Element:
    """Something article 4 of the Singapore Convention asks for, and the files of the pack that show it."""

    article: str
    asked: Words
    files: tuple[str, ...]


ELEMENTS: tuple[Element, ...] = (
    Element(
        "4(1)(a)",
        Words(zh="当事人签署的和解协议", en="The settlement agreement signed by the parties"),
        ("agreement.pdf",),
    ),
    Element(
        "4(1)(b)(i)",
        Words(zh="调解员在协议上的签名", en="The mediator's signature on the settlement agreement"),
        ("agreement.pdf",),
    ),
    Element(
        "4(1)(b)(iii)",
        Words(zh="主持调解的机构的证明", en="An attestation by the institution that administered the mediation"),
        ("documents/mediation-proof.pdf", "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"),
    ),
    Element(
        "4(2)",
        Words(
            zh="电子签名：能识别签署人并表明其意愿，方法可靠",
            en="Electronic signatures: who signed and with what intention, by a reliable method",
        ),
        (
            "agreement.pdf",
            "trust/root.pem",
            "trust/issuing.pem",
            "trust/tsa.pem",
            "trust/root.crl",
            "trust/issuing.crl",
        ),
    ),
    Element(
        "4(3)",
        Words(zh="译文（主管机关要求时）", en="A translation, if the competent authority asks for it"),
        ("agreement.pdf",),
    ),
)
"""From memory of the treaty's text: to be confirmed by a lawyer before it is relied on (OV-2)."""
STATUS = Words(
    zh="中国于2019年8月7日签署《新加坡调解公约》；就我们所知尚未批准。能否依公约申请执行，取决于受理地国家。",
    en="China signed the Singapore Convention on 7 August 2019 and, as far as we know, has not ratified it. Whether "
    "relief is granted under it depends on the state where it is sought.",
)
