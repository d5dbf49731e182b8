"""Every refusal the domain can give. The words a person reads are chosen at the edge, once per class."""

from __future__ import annotations


def _again(kind: type[OdrError], details: dict[str, object]) -> OdrError:
    error = kind.__new__(kind)
    OdrError.__init__(error, **details)
    return error


class OdrError(Exception):
    """Root. `code` is stable and machine-readable; `details` name what to mend and never hold private text."""

    code = "error"

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = details

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.details)


class NotFound(OdrError):
    """Absent, or the actor may not know that it exists: the two must look the same."""

    code = "not_found"


class NotAllowed(OdrError):
    """The actor may see it but may not do this."""

    code = "not_allowed"


class NotSignedIn(OdrError):
    """The act needs a sign-in, or a fresh one."""

    code = "not_signed_in"


class BadCredentials(OdrError):
    """Address and password do not belong together; which of them is wrong is not said."""

    code = "bad_credentials"


class InvitationSpent(OdrError):
    """A one-time link that was used, replaced, or has run out."""

    code = "invitation_spent"


class InvalidInput(OdrError):
    """`fields` maps each field to a stable reason code."""

    code = "invalid_input"

    def __init__(self, **fields: str) -> None:
        super().__init__(fields=fields)


class TooMany(OdrError):
    """A budget is spent; `retry_after` seconds say when to come back."""

    code = "too_many"


class FileRefused(OdrError):
    """A file too large, empty, or not what it says it is; `reason` says which."""

    code = "file_refused"


class Conflict(OdrError):
    """The request met a state that has moved on."""

    code = "conflict"


class IllegalTransition(Conflict):
    """The transition table has no such move from here."""

    code = "illegal_transition"


class TextFinal(IllegalTransition):
    """The text of the agreement is final: nothing in it can be changed, and nothing put into it."""

    code = "text_final"


class AmendmentClosed(Conflict):
    """The signed agreement cannot be replaced as the court stands to it; `citation` names the article."""

    code = "amendment_closed"


class BeingReplaced(Conflict):
    """Another agreement is out for signature that would replace this one: it cannot go to a court meanwhile."""

    code = "being_replaced"


class StaleVersion(Conflict):
    """The text was changed by somebody else since it was read."""

    code = "stale_version"


class AlreadyAnswered(Conflict):
    """The question was answered before; the first answer stands."""

    code = "already_answered"


class AudienceChanged(Conflict):
    """Other people hear the channel now than when the words were written; look, then send again."""

    code = "audience_changed"


class PrivateFigure(Conflict):
    """A figure its writer named in a caucus only is about to reach others; `spans` are its places in the text."""

    code = "private_figure"


class PrivateFile(Conflict):
    """A file its sender put into a caucus only is about to reach others; nothing was kept."""

    code = "private_file"


class HiddenData(Conflict):
    """A file says more than it shows (a place, an author); `hidden` names the kinds, and its sender decides."""

    code = "hidden_data"


class RoundsSpent(Conflict):
    """As many rounds as there may be on one subject have been held; more would feel out the other side's figure."""

    code = "rounds_spent"


class NoCall(Conflict):
    """There is no call in the channel, or the actor has no seat in it any more."""

    code = "no_call"


class CallFull(Conflict):
    """As many people are in the call as it can carry; `limit` says how many."""

    code = "call_full"


class AlreadyRead(Conflict):
    """Somebody of the sides has read it, or has spoken since: it can be corrected, not recalled."""

    code = "already_read"


class SigningInProgress(Conflict):
    """Another signatory holds the document for some seconds; try again."""

    code = "signing_in_progress"


class DeadlinePassed(Conflict):
    """The last day for this act is over."""

    code = "deadline_passed"


class LegalObstacle(OdrError):
    """The law does not allow it; `citation` names the article."""

    code = "legal_obstacle"


class NotConfirmable(LegalObstacle):
    """A court would refuse or dismiss an application on this text."""

    code = "not_confirmable"


class JudgementMissing(LegalObstacle):
    """A warning has no written reason, or a statement of the mediator is not made; `keys` says which."""

    code = "judgement_missing"


class WrongCourt(LegalObstacle):
    """The court named is not one that may confirm this case."""

    code = "wrong_court"


class SignatureRejected(OdrError):
    """The signature, key or certificate failed a check; `finding` names it."""

    code = "signature_rejected"


class BundleUnsound(OdrError):
    """The bundle just built does not pass the court's own verifier, so it is not kept."""

    code = "bundle_unsound"


class Unavailable(OdrError):
    """A service outside (time-stamp, certificate authority, mail, court) did not answer."""

    code = "unavailable"


class LogRewritten(OdrError):
    """The public log does not fit what the platform has signed, so it signs nothing more until a person has looked."""

    code = "log_rewritten"
