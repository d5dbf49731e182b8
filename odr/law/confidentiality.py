"""What may leave the room, to whom and on what footing: a closed table; what is not listed stays inside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from odr.law.articles import Certainty, Citation, cite
from signing.wording import Words


class Destination(StrEnum):
    """Where a piece of material would go."""

    OTHER_SIDE = "other_side"
    COURT = "court"
    FAILURE_REPORT = "failure_report"
    ORGANISATION_FILE = "organisation_file"
    OWN_COPY = "own_copy"
    STATISTICS = "statistics"
    RESEARCH = "research"
    PUBLIC = "public"


class Material(StrEnum):
    """The kinds of material a case holds."""

    SIGNED_AGREEMENT = "signed_agreement"
    UNDISPUTED_FACTS = "undisputed_facts"
    IDENTITY_LIST = "identity_list"
    MEDIATION_PROOF = "mediation_proof"
    UNDERTAKING = "undertaking"
    COURT_APPLICATION = "court_application"
    SERVICE_ADDRESS = "service_address"
    POWER_OF_ATTORNEY = "power_of_attorney"
    ORGANISATION_LICENCE = "organisation_licence"
    COVER = "cover"
    RIGHT_PROOF = "right_proof"
    CEREMONY_RECORD = "ceremony_record"
    SESSION_RECORD = "session_record"
    JOINT_EXHIBIT = "joint_exhibit"
    JOINT_MESSAGE = "joint_message"
    CAUCUS_MESSAGE = "caucus_message"
    CAUCUS_EXHIBIT = "caucus_exhibit"
    OFFER = "offer"
    PROPOSAL = "proposal"
    DRAFT_CLAUSE = "draft_clause"
    MEDIATOR_NOTE = "mediator_note"
    RECORDING = "recording"
    ANSWER = "answer"
    PRIORITY = "priority"
    PRIVATE_INTEREST = "private_interest"
    ISSUE = "issue"
    TRANSLATION = "translation"
    PASSED_ON_WORDS = "passed_on_words"
    ATTENDANCE = "attendance"
    OUTCOME = "outcome"
    CONSENT = "consent"
    CASE_BASICS = "case_basics"
    READ_MARK = "read_mark"
    PRESENCE = "presence"


@dataclass(frozen=True)
class Decision:
    """Whether the material may go there, under which article, and what is a condition of it.

    `needs_consent`: of whoever the material belongs to; of every party for a joint paper, of the speaker for words from
    a caucus. `if_heard`: only to somebody who hears or heard it anyhow.
    """

    allowed: bool
    citation: Citation
    reason: Words
    needs_consent: bool = False
    if_heard: bool = False


_TO_COURT = Words(zh="法院审查司法确认申请所需的材料。", en="A paper the court needs to examine the application.")
_WITH_CONSENT = Words(zh="经提供者书面同意，可以提交。", en="May be handed over with the written consent of its owner.")
_COMPROMISE = Words(
    zh="为达成调解所作的让步和表述，不得用于诉讼，也不放入材料。",
    en="What was said or conceded in order to settle is not used in court and does not leave the room.",
)
_CAUCUS = Words(
    zh="单方会谈的内容，未经本人同意不得告知他人。",
    en="What is said in caucus goes to nobody without the speaker's consent.",
)
_CLOSED = Words(zh="调解不公开。", en="Mediation is closed to the public.")
_OWN = Words(zh="您有权查阅、复制自己能够听到和看到的内容。", en="Your own copy of what you yourself hear and see.")
_REPORT = Words(
    zh="情况报告只写案件基本情况、到场、终结原因和法定提示。",
    en="A report on the end says only who and what the case is, who came, why it ended, and what the rules list.",
)
_FILE = Words(zh="调解组织依法立卷归档。", en="The organisation keeps a file of the mediation by law.")
_COUNTED = Words(
    zh="只统计数量和结果，不含内容和姓名。", en="Counted only: numbers and results, no content and no name."
)
_SPEAKER = Words(
    zh="说话的一方逐字同意后，才可以转达。",
    en="Only with the speaker's consent to the exact words may it be passed on.",
)
_UNLISTED = Words(zh="没有列入可以提供的范围，因此不能提供。", en="Not listed as material that may leave, so it stays.")
_PARTY_PAPER = Words(zh="双方当事人共同的文件。", en="A paper common to both parties.")
_CAUCUS_RULE = Citation(cite("INT 146").statute, 146, certainty=Certainty.INFERRED)

_COURT_PAPERS: dict[Material, str] = {
    Material.SIGNED_AGREEMENT: "INT 354",
    Material.IDENTITY_LIST: "INT 354",
    Material.MEDIATION_PROOF: "INT 354",
    Material.UNDERTAKING: "SC11 3",
    Material.COURT_APPLICATION: "INT 353",
    Material.SERVICE_ADDRESS: "OMR 17",
    Material.POWER_OF_ATTORNEY: "INT 89",
    Material.ORGANISATION_LICENCE: "CPL 205",
    Material.COVER: "INT 354",
    Material.CEREMONY_RECORD: "ESL 8",
}
_TABLE: dict[tuple[Material, Destination], Decision] = {
    **{(kind, Destination.COURT): Decision(True, cite(key), _TO_COURT) for kind, key in _COURT_PAPERS.items()},
    (Material.RIGHT_PROOF, Destination.COURT): Decision(True, cite("INT 354"), _TO_COURT, needs_consent=True),
    (Material.UNDISPUTED_FACTS, Destination.COURT): Decision(True, cite("OMR 18"), _TO_COURT, needs_consent=True),
    (Material.SESSION_RECORD, Destination.COURT): Decision(True, cite("OMR 22"), _TO_COURT, needs_consent=True),
    (Material.JOINT_EXHIBIT, Destination.COURT): Decision(True, cite("INT 354"), _WITH_CONSENT, needs_consent=True),
    **{
        (kind, destination): Decision(False, cite("OMR 18"), _COMPROMISE)
        for kind in (
            Material.JOINT_MESSAGE,
            Material.OFFER,
            Material.PROPOSAL,
            Material.DRAFT_CLAUSE,
            Material.MEDIATOR_NOTE,
        )
        for destination in (Destination.COURT, Destination.FAILURE_REPORT, Destination.PUBLIC)
    },
    **{
        (kind, destination): Decision(False, _CAUCUS_RULE, _CAUCUS)
        for kind in (Material.CAUCUS_MESSAGE, Material.CAUCUS_EXHIBIT)
        for destination in Destination
        if destination is not Destination.OWN_COPY
    },
    (Material.PASSED_ON_WORDS, Destination.OTHER_SIDE): Decision(True, _CAUCUS_RULE, _SPEAKER, needs_consent=True),
    **{
        (kind, destination): Decision(False, cite("OMR 18"), _COMPROMISE)
        for kind in (
            Material.ANSWER,
            Material.PRIORITY,
            Material.PRIVATE_INTEREST,
            Material.ISSUE,
            Material.TRANSLATION,
            Material.PASSED_ON_WORDS,
        )
        for destination in (Destination.COURT, Destination.FAILURE_REPORT, Destination.PUBLIC)
    },
    **{
        (kind, Destination.OTHER_SIDE): Decision(False, _CAUCUS_RULE, _CAUCUS)
        for kind in (Material.ANSWER, Material.PRIORITY, Material.PRIVATE_INTEREST)
    },
    **{
        (kind, Destination.FAILURE_REPORT): Decision(True, cite("OMR 21"), _REPORT)
        for kind in (Material.CASE_BASICS, Material.ATTENDANCE, Material.OUTCOME)
    },
    **{
        (kind, Destination.ORGANISATION_FILE): Decision(True, cite("PML 27"), _FILE)
        for kind in (
            Material.SIGNED_AGREEMENT,
            Material.SESSION_RECORD,
            Material.CASE_BASICS,
            Material.ATTENDANCE,
            Material.OUTCOME,
            Material.CONSENT,
            Material.IDENTITY_LIST,
            Material.POWER_OF_ATTORNEY,
            Material.COURT_APPLICATION,
            Material.MEDIATION_PROOF,
        )
    },
    **{
        (Material.OUTCOME, destination): Decision(True, cite("OMR 29(4)"), _COUNTED)
        for destination in (Destination.STATISTICS, Destination.RESEARCH)
    },
    **{
        (kind, Destination.OWN_COPY): Decision(True, cite("PIPL 45"), _OWN, if_heard=True)
        for kind in (
            Material.JOINT_MESSAGE,
            Material.CAUCUS_MESSAGE,
            Material.JOINT_EXHIBIT,
            Material.CAUCUS_EXHIBIT,
            Material.OFFER,
            Material.PROPOSAL,
            Material.ANSWER,
            Material.PRIORITY,
            Material.ISSUE,
            Material.TRANSLATION,
            Material.PASSED_ON_WORDS,
            Material.UNDISPUTED_FACTS,
            Material.SESSION_RECORD,
            Material.SIGNED_AGREEMENT,
            Material.CONSENT,
            Material.ATTENDANCE,
            Material.OUTCOME,
            Material.CASE_BASICS,
        )
    },
    (Material.OFFER, Destination.OTHER_SIDE): Decision(False, _CAUCUS_RULE, _CAUCUS),
    (Material.MEDIATOR_NOTE, Destination.OTHER_SIDE): Decision(False, cite("OMR 29(4)"), _CAUCUS),
    **{
        (kind, Destination.OTHER_SIDE): Decision(True, cite("OMR 19"), _PARTY_PAPER)
        for kind in (
            Material.SIGNED_AGREEMENT,
            Material.UNDISPUTED_FACTS,
            Material.COURT_APPLICATION,
            Material.MEDIATION_PROOF,
            Material.ORGANISATION_LICENCE,
            Material.SESSION_RECORD,
            Material.JOINT_EXHIBIT,
            Material.JOINT_MESSAGE,
            Material.PROPOSAL,
            Material.DRAFT_CLAUSE,
            Material.CEREMONY_RECORD,
            Material.COVER,
            Material.CONSENT,
            Material.ATTENDANCE,
            Material.OUTCOME,
            Material.CASE_BASICS,
            Material.ISSUE,
        )
    },
}


def may_leave(material: str, destination: Destination) -> Decision:
    """Whether material of this kind may go to that destination; anything unlisted, or unknown, may not.

    Sources: INV 2(5) and INT 146 (closed), OMR 18, INV 22 and INT 107 (compromise), OMR 29(4) (secrecy).
    """
    unlisted = Decision(
        False,
        cite("INV 2(5)") if destination is Destination.PUBLIC else cite("INT 146"),
        _CLOSED if destination is Destination.PUBLIC else _UNLISTED,
    )
    if material not in Material.__members__.values():
        return unlisted
    return _TABLE.get((Material(material), destination), unlisted)


class NeverLeaves(Exception):
    """An exporter was handed material that the table does not let go there."""


def must_leave(material: str, destination: Destination) -> Decision:
    """The decision for an exporter, which calls this for every kind it would write.

    Raises:
        NeverLeaves: unlisted, unknown, or kept inside by the table.
    """
    decision = may_leave(material, destination)
    if not decision.allowed:
        raise NeverLeaves(f"{material} to {destination}")
    return decision
