"""What the signing package refuses, in the domain's own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from odr.errors import SignatureRejected, Unavailable
from signing.errors import AuthorityUnavailable, SigningError


@contextmanager
def signing_refusals() -> Iterator[None]:
    """Turn a refusal of the signing package into one of ours.

    Raises:
        Unavailable: an authority did not answer.
        SignatureRejected: anything else; `finding` is its code and `words` both its sentences.
    """
    try:
        yield
    except AuthorityUnavailable as silent:
        words = {"zh": silent.words.zh, "en": silent.words.en}
        raise Unavailable(service=silent.code, words=words) from silent
    except SigningError as refused:
        words = {"zh": refused.words.zh, "en": refused.words.en}
        raise SignatureRejected(finding=refused.code, words=words) from refused
