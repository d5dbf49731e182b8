"""What must hold on the day the joint application goes to the court, after the agreement has been signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from odr.law.articles import cite
from odr.law.confidentiality import Destination, may_leave
from odr.law.draft import DraftAgreement, DraftFiling
from odr.law.findings import Finding, block, warn
from odr.law.time_limits import confirmation_window
from signing.wording import Words

STALE_PROOF = timedelta(days=92)
"""Right proofs older than about three months should be renewed."""


def within_thirty_days(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-05: the parties apply within thirty days from the day the agreement takes effect (CPL 205)."""
    if filing.effective_on is None:
        return
    window = confirmation_window(filing.effective_on)
    if filing.on > window.last:
        yield block("P-05", cite("CPL 205"), Words(
            zh="共同申请司法确认的三十日已过。可以另行达成调解协议、起诉或者办理公证。",
            en="The thirty days for the joint application have run out. A new mediation agreement, a suit or a "
            "notarised deed remain.",
        ), also=(cite("PML 33"),))  # fmt: skip
    elif filing.on > window.safe:
        yield warn("P-05", cite("CPL 205"), Words(
            zh="三十日已满，因末日是休息日而顺延。请立即提交，并向法院确认。",
            en="The thirty days are over and run on only because the last was a day of rest. File at once and ask "
            "the court.",
        ), also=(cite("CPL 85"),))  # fmt: skip


def in_effect(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-06: only an agreement that has taken effect can be confirmed."""
    if filing.effective_on is None:
        yield block("P-06", cite("CPL 205"), Words(
            zh="协议还没有生效：签名或者印章不齐。",
            en="The agreement has not taken effect: signatures or the seal are missing.",
        ), also=(cite("PML 29"), cite("OMR 19")))  # fmt: skip


def everybody_applies(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-07: the parties apply jointly (CPL 205; INT 351)."""
    applied = {party.party for party in filing.parties if party.applied}
    for party in draft.parties:
        if party.name not in applied:
            yield block("P-07", cite("CPL 205"), Words(
                zh=f"{party.name}还没有签署共同申请。", en=f"{party.name} has not signed the joint application.",
            ), also=(cite("INT 351"),))  # fmt: skip


def identity_verified(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-10: each party's identity was verified when it signed, and how was kept (OMR 17; OLR 7)."""
    for party in filing.parties:
        if not party.identity_verified or not party.identity_method:
            yield block("P-10", cite("OMR 17"), Words(
                zh=f"{party.party}签名时没有核验身份的记录。",
                en=f"There is no record that the identity of {party.party} was verified at signing.",
            ), also=(cite("OLR 7"),))  # fmt: skip


def free_will(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-27: each party confirms its free will on its own device, in its own sign-in (INT 358(4))."""
    for party in filing.parties:
        if not party.confirmed_alone:
            yield block("P-27", cite("INT 358(4)"), Words(
                zh=f"{party.party}没有在自己的设备和登录中确认自愿。",
                en=f"{party.party} has not confirmed its free will on its own device and in its own sign-in.",
            ))  # fmt: skip


def undertaking_signed(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-32: the undertaking (承诺书) of each party (SC11 3)."""
    for party in filing.parties:
        if not party.commitment_signed:
            yield warn("P-32", cite("SC11 3"), Words(
                zh=f"没有{party.party}的承诺书。", en=f"The undertaking of {party.party} is missing.",
            ))  # fmt: skip


def service_address(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-33: each party confirms its address for service (OMR 17; OLR 29)."""
    for party in filing.parties:
        if not party.address_confirmed:
            yield block("P-33", cite("OMR 17"), Words(
                zh=f"没有{party.party}的送达地址确认书。",
                en=f"{party.party} has not confirmed its address for service.",
            ), also=(cite("OLR 29"),))  # fmt: skip


def consent_to_send(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-36: each party's separate consent to send its personal data to the court (PIPL 23, 29)."""
    for party in filing.parties:
        if not party.data_consent:
            yield block("P-36", cite("PIPL 23"), Words(
                zh=f"{party.party}没有单独同意向法院提供个人信息。",
                en=f"{party.party} has not given separate consent to send personal information to the court.",
            ), also=(cite("PIPL 29"),))  # fmt: skip


def signatures_sound(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-11: every signature verifies and nothing was changed since (ESL 5, 13)."""
    if not filing.signatures_sound:
        yield block("P-11", cite("ESL 13"), Words(
            zh="电子签名核验不通过，或者签名后内容有改动。",
            en="A signature does not verify, or the content was changed after signing.",
        ), also=(cite("ESL 5"),))  # fmt: skip


def signatures_assured(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-12: certificates of a licensed authority, or a signed agreement on electronic signatures (ESL 13, 16)."""
    if not filing.signature_assurance:
        yield warn("P-12", cite("ESL 16"), Words(
            zh="签名证书不是依法许可的电子认证机构签发，也没有签署电子签名约定。",
            en="The certificates come from no licensed authority and no agreement on electronic signatures was signed.",
        ), also=(cite("ESL 13"),))  # fmt: skip


def organisation_sealed(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-13: the organisation's seal is on the agreement (OMR 19; PML 29)."""
    if not filing.sealed:
        yield block("P-13", cite("OMR 19"), Words(
            zh="调解组织还没有盖章。", en="The organisation has not affixed its seal.",
        ), also=(cite("PML 29"),))  # fmt: skip


def court_chosen(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-19: exactly one court, out of those that are competent, on a verified row of the table."""
    if len(filing.courts) != 1 or filing.courts[0] not in filing.candidate_courts:
        yield block("P-19", cite("INT 355(2)"), Words(
            zh="请在有管辖权的法院中选定一个。", en="Choose exactly one of the competent courts.",
        ), also=(cite("INT 352"),))  # fmt: skip
    elif not filing.court_row_verified:
        yield warn("P-19", cite("CPL 205"), Words(
            zh="该法院的管辖信息尚未核实。请拨打12368向法院确认。",
            en="The entry for this court has not been verified. Confirm with the court (telephone 12368).",
        ))  # fmt: skip


def mediation_proved(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-31: the organisation's proof that it held the mediation (INT 354)."""
    if not filing.mediation_proof:
        yield block("P-31", cite("INT 354"), Words(
            zh="缺少调解组织主持调解的证明。", en="The organisation's proof that it held the mediation is missing.",
        ))  # fmt: skip


def rights_proved(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-28: the proofs of the rights concerned are there and not stale (INT 354; SC11 3)."""
    if not filing.right_proofs:
        yield block("P-28", cite("INT 354"), Words(
            zh="缺少与协议相关的权利证明。", en="The proofs of the rights concerned are missing.",
        ), also=(cite("SC11 3"),))  # fmt: skip
    elif filing.right_proofs_on and filing.on - filing.right_proofs_on > STALE_PROOF:
        yield warn("P-28", cite("INT 354"), Words(
            zh="权利证明已超过三个月，请换成新的登记簿副本。",
            en="The proofs of right are older than three months; replace them with a current register copy.",
        ))  # fmt: skip


def record_confirmed(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-34: those who attended confirmed the record, or their objection is noted (OMR 22; PML 27)."""
    if filing.record_confirmed is False:
        yield warn("P-34", cite("OMR 22"), Words(
            zh="调解笔录还没有经到场人员确认。", en="The record has not been confirmed by those who attended.",
        ))  # fmt: skip


def reachable_for_the_court(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-39: the court calls both parties together, so both can be reached (INT 356)."""
    for name in filing.unreachable:
        yield warn("P-39", cite("INT 356"), Words(
            zh=f"没有{name}的电话或者邮箱，法院无法联系其到场询问。",
            en=f"There is no telephone or mail address of {name}, so the court cannot call it to the joint hearing.",
        ), also=(cite("INT 357"),))  # fmt: skip


def foreign_papers_complete(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-37: before filing, a foreign party's papers are authenticated or carry an apostille (INT 521)."""
    for party in draft.parties:
        if party.foreign and not party.identity_authenticated:
            yield block("P-37", cite("INT 521"), Words(
                zh=f"{party.name}的主体资格证明还没有公证认证或者附加证明书。",
                en=f"The identity papers of {party.name} have not been notarised and authenticated or apostilled.",
            ), also=(cite("CPL 275"),))  # fmt: skip


def nothing_from_the_room(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-35: no caucus, offer or compromise content goes to the court; by construction, checked once more."""
    for role in filing.content_roles:
        decision = may_leave(role, Destination.COURT)
        if not decision.allowed:
            yield block(
                "P-35", decision.citation, decision.reason, also=(cite("OMR 18"), cite("INV 22"), cite("INT 107"))
            )


def still_needed(draft: DraftAgreement, filing: DraftFiling) -> Iterator[Finding]:
    """P-42: an agreement performed in full needs no confirmation."""
    if filing.performed_in_full:
        yield warn("P-42", cite("CPL 206"), Words(
            zh="协议已全部履行，不再需要司法确认。",
            en="The agreement has been performed in full; confirmation is no longer needed.",
        ))  # fmt: skip


RULES = (
    within_thirty_days,
    in_effect,
    everybody_applies,
    identity_verified,
    free_will,
    undertaking_signed,
    service_address,
    consent_to_send,
    signatures_sound,
    signatures_assured,
    organisation_sealed,
    court_chosen,
    mediation_proved,
    rights_proved,
    record_confirmed,
    reachable_for_the_court,
    foreign_papers_complete,
    nothing_from_the_room,
    still_needed,
)
