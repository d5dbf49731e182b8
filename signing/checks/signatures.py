"""Steps on the signatures of the agreement: valid, trusted, made with the right kind of certificate."""

from cryptography import x509

from signing.algorithms import PERSONAL, suite_of
from signing.checks.examination import CLOCK_SKEW, Examination, Judgement, need
from signing.document_rules import reading
from signing.errors import SigningError, VerificationError
from signing.keys import certificate_spki, is_development, load_certificate
from signing.pdf_validation import Asked, signature_opinion, timestamp_opinion


def signatures_valid(examination: Examination) -> None:
    """Every signature: digest, mathematics, time-stamp, and only permitted changes after it."""
    if not examination.signatures:
        raise VerificationError("signatures.none")
    asked, closed_at = _asked(examination), examination.document_times[0]
    for one in examination.signatures:
        with reading():
            opinion = signature_opinion(asked, one.field, signed_at=one.signed_at, closed_at=closed_at)
        examination.opinions.append(opinion)
        if not (opinion.intact and opinion.valid and opinion.timestamp_valid):
            raise VerificationError("signatures.invalid", field=one.field)
        if not opinion.changes_permitted:
            raise VerificationError("signatures.changed_after", field=one.field)


def _asked(examination: Examination) -> Asked:
    reader, known = need(examination.reader), need(examination.document_known)
    return Asked(reader, examination.roots, known, need(examination.evaluated_at))


def signatures_order(examination: Examination) -> None:
    """The time-stamps never run backwards from one signature to the next and to the closing time-stamp."""
    times = [*(one.signed_at for one in examination.signatures), *examination.document_times]
    if examination.bundle_time is not None:
        times.append(examination.bundle_time)
    if times != sorted(times):
        raise VerificationError("time.order")
    if times and times[-1] > examination.now + CLOCK_SKEW:
        raise VerificationError("time.future")


def document_timestamp(examination: Examination) -> None:
    """The last time-stamp covers the whole file; each was right and trusted when the next one, or the reader, came."""
    stamps = need(examination.layout).timestamps
    if not stamps:
        raise VerificationError("document.not_finished")
    asked = _asked(examination)
    proven = [*examination.document_times[1:], asked.at]
    for place, at in zip(stamps, proven, strict=True):
        with reading():
            opinion = timestamp_opinion(asked, place.field, at)
        if not (opinion.intact and opinion.valid) or (place is stamps[-1] and not opinion.covers_file):
            raise VerificationError("signatures.timestamp")
        if not opinion.trusted:
            raise VerificationError("signatures.timestamp_untrusted")


def signatures_trusted(examination: Examination) -> None:
    """Every signature leads to the given roots, now and for the long term (EN 319 102-1: TOTAL-PASSED)."""
    for opinion in examination.opinions:
        if not (opinion.trusted and opinion.timestamp_trusted):
            raise VerificationError("signatures.untrusted", field=opinion.field)
        if not opinion.bottom_line:
            raise VerificationError("signatures.invalid", field=opinion.field)
        if opinion.long_term != "OK":
            raise VerificationError("signatures.long_term", field=opinion.field, reason=opinion.long_term)


def certificate_profiles(examination: Examination) -> None:
    """Each signature by its own key, P-256 or SM2, under a certificate made for signing and valid at that moment."""
    keys: set[bytes] = set()
    for one in examination.signatures:
        certificate = load_certificate(one.signed.certificate)
        key = certificate_spki(one.signed.certificate)
        _check_profile(certificate, key, one.field)
        if not certificate.not_valid_before_utc <= one.signed_at <= certificate.not_valid_after_utc:
            raise VerificationError("certificate.not_valid_then", field=one.field)
        if key in keys:
            raise VerificationError("certificate.key_twice", field=one.field)
        keys.add(key)


def _check_profile(certificate: x509.Certificate, key: bytes, field: str) -> None:
    try:
        suite = suite_of(key)
    except SigningError as error:
        raise VerificationError("certificate.profile", field=field) from error
    if suite not in PERSONAL:
        raise VerificationError("certificate.profile", field=field)
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound as error:
        raise VerificationError("certificate.profile", field=field) from error
    if not usage.content_commitment or usage.key_cert_sign or usage.crl_sign:
        raise VerificationError("certificate.profile", field=field)


def authority_kind(examination: Examination) -> Judgement | None:
    """Does any certificate say of itself that it is for development only?"""
    used = examination.certificates | examination.token_certificates
    return Judgement("authority.development") if any(is_development(one) for one in used) else None
