"""Every way signing or checking can fail: a code, details without private text, and a sentence for people."""

from signing.reasons import REASONS
from signing.wording import Words


class SigningError(Exception):
    """A refusal with a machine code; `words` is the sentence for people.

    Details are digests, field names, file names and counts, never the text of an agreement.
    """

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __reduce__(self) -> tuple[object, tuple[type["SigningError"], str, dict[str, str | int]]]:
        return _rebuild, (type(self), self.code, self.details)

    def __str__(self) -> str:
        return f"{self.code}: {self.words.en}"

    @property
    def words(self) -> Words:
        """The refusal as one sentence in both languages."""
        return REASONS[self.code].filled(**self.details)


def _rebuild(kind: type[SigningError], code: str, details: dict[str, str | int]) -> SigningError:
    return kind(code, **details)


class VerificationError(SigningError):
    """A check found something wrong; it becomes a failed finding."""


class BundleError(SigningError):
    """A container, a manifest or one of its records is not what it must be."""


class DocumentRefused(VerificationError):
    """A PDF holds something an agreement must not hold (ISO 32000-2, our rules for frozen documents)."""


class SignatureRefused(SigningError):
    """A signature or proof of possession does not fit what was prepared for it."""


class AuthorityUnavailable(SigningError):
    """The certificate or time-stamp authority did not give what was asked of it."""
