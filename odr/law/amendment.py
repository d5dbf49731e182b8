"""Whether a signed agreement may still be replaced by another, which depends on how the court stands to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from odr.law.articles import Citation, cite
from signing.wording import Words


class CourtStage(StrEnum):
    """How the court stands to an agreement in effect; not filed covers an application that is still being prepared."""

    NOT_FILED = "not_filed"
    BEFORE_COURT = "before_court"
    SUPPLEMENTING = "supplementing"
    CONFIRMED = "confirmed"
    NOT_ACCEPTED = "not_accepted"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Amendable:
    """The answer of the law with its article; `advice` says what can be done, also where the answer is no."""

    allowed: bool
    citation: Citation
    advice: Words


_BY_CONSENT = Words(
    zh="各方协商一致，可以变更原协议。新协议生效前，原协议继续有效。",
    en="The parties may change what they agreed by agreeing anew. Until the new text takes effect, the old one stands.",
)
_PENDING = Words(
    zh="司法确认申请正在法院审查。要变更协议，请先在法院作出裁定前撤回申请。",
    en="A court is examining the application for confirmation. To change the agreement, first withdraw the "
    "application before the ruling.",
)
_SUPPLEMENTING = Words(
    zh="法院已通知补充。各方可以签署变更后的协议，再各自就新协议申请，由调解组织重新提交。",
    en="The court has asked for more. The parties may sign a changed agreement, each apply for that text, and the "
    "organisation files it again.",
)
_CONFIRMED = Words(
    zh="法院已裁定确认本协议有效，可以申请强制执行，不能再以新协议取代。履行中另有约定的，请在执行中协商或者另行立案调解。",
    en="A court has confirmed this agreement and it can be enforced, so another text cannot take its place. Agree on "
    "performance when it is enforced, or have a new case mediated.",
)
_DISMISSED = Words(
    zh="法院驳回申请后，当事人可以通过调解变更原协议或者达成新的协议，也可以起诉。",
    en="After the court dismissed the application, the parties may change the agreement by mediation, make a new one, "
    "or bring an action.",
)
_LAPSED = Words(
    zh="申请司法确认的三十日已过。变更后的协议自生效之日起重新计算三十日。",
    en="The thirty days for confirmation have passed. For a changed agreement they run anew from its day of effect.",
)


def may_be_amended(stage: CourtStage) -> Amendable:
    """Whether the agreement may be replaced while the court stands to it so.

    What a court is examining must not change under its hands: the application is withdrawn first (INT 357), unless the
    court itself has asked for a supplement and waits for it (INT 356): the new text then takes its own application. A
    confirmed text can be enforced and stays what it is; a dismissed one may be varied by mediation (CPL 206). Else
    the parties' consent is enough (CC 543), and the thirty days of a new text are its own (CPL 205).
    """
    if stage is CourtStage.BEFORE_COURT:
        return Amendable(False, cite("INT 357"), _PENDING)
    if stage is CourtStage.SUPPLEMENTING:
        return Amendable(True, cite("INT 356"), _SUPPLEMENTING)
    if stage is CourtStage.CONFIRMED:
        return Amendable(False, cite("CPL 206"), _CONFIRMED)
    if stage is CourtStage.DISMISSED:
        return Amendable(True, cite("CPL 206"), _DISMISSED)
    if stage is CourtStage.LAPSED:
        return Amendable(True, cite("CPL 205"), _LAPSED)
    return Amendable(True, cite("CC 543"), _BY_CONSENT)


def may_be_filed(*, being_replaced: bool) -> tuple[bool, Citation]:
    """Whether a court may be asked to confirm a text: not while another is out for signature that would replace it.

    The application must be about what binds the parties on the day the court examines it (CPL 205; INT 358).
    """
    return not being_replaced, cite("CPL 205")
