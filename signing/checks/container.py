"""Steps on the bundle as a container: its form, its catalogue, its lists, its records, its seal and its time."""

from signing.algorithms import digest
from signing.checks.examination import CLOCK_SKEW, Examination, Judgement, need, pem_certificates
from signing.cms import check_signed, read_signed
from signing.container import open_container
from signing.errors import VerificationError
from signing.keys import load_certificate
from signing.manifest import (
    AGREEMENT,
    SEAL,
    SEAL_MANIFEST,
    TIME,
    TIME_MANIFEST,
    check_catalogue,
    check_manifests,
)
from signing.schema import read_record
from signing.timestamps import check_token_over
from signing.trust import KnownCertificates, check_chain

_RECORDS = {
    "application": "application.json",
    "ceremony": "ceremony.json",
    "evidence": "evidence/index.json",
    "inclusion": "log/inclusion.json",
}


def container_form(examination: Examination) -> None:
    """The container is written exactly as a bundle is written, byte for byte."""
    opened = open_container(examination.source, exhibits=False)
    examination.files, examination.members, examination.measured = opened.kept, opened.members, opened.measured
    examination.sha256 = opened.sha256


def container_catalogue(examination: Examination) -> None:
    """Every file has a role and no required file is missing."""
    check_catalogue(examination.measured)
    examination.document = examination.files[AGREEMENT]


def container_manifest(examination: Examination) -> None:
    """Both signed lists name every file with its digest, and nothing else is there."""
    check_manifests(examination.files, examination.measured)


def container_records(examination: Examination) -> None:
    """The records are canonical and follow their published schemas; the trust files can be read."""
    for name, file in _RECORDS.items():
        examination.records[name] = read_record(name, examination.files[file])
    names = [name for name in examination.files if name.startswith("trust/")]
    certificates = [one for name in names if name.endswith(".pem") for one in pem_certificates(examination.files[name])]
    lists = tuple(examination.files[name] for name in names if name.endswith(".crl"))
    examination.bundle_known = KnownCertificates(tuple(dict.fromkeys(certificates)), lists)
    examination.certificates.update(certificates)


def manifest_seal(examination: Examination) -> None:
    """The organisation's signature over the list of files is right, and so is its time-stamp."""
    known = need(examination.bundle_known).certificates
    seal = read_signed(examination.files[SEAL])
    if seal.content_type != "data" or seal.content is not None or seal.timestamp is None:
        raise VerificationError("cms.form")
    check_signed(seal, digest(seal.digest_algorithm, examination.files[SEAL_MANIFEST]), known=known)
    token = check_token_over(seal.timestamp, seal.signature, known=known)
    if token.at > need(examination.bundle_time):
        raise VerificationError("time.order")
    examination.seal = seal
    examination.certificates.add(seal.certificate)
    examination.token_certificates.add(token.certificate)
    examination.bundle_stamps.append(token.certificate)


def manifest_time(examination: Examination) -> None:
    """The time-stamp over the bundle is right; its time is the time at which trust is judged."""
    known = need(examination.bundle_known).certificates
    token = check_token_over(examination.files[TIME], examination.files[TIME_MANIFEST], known=known)
    if token.at > examination.now + CLOCK_SKEW:
        raise VerificationError("time.future")
    examination.bundle_time = token.at
    examination.token_certificates.add(token.certificate)
    examination.bundle_stamps.append(token.certificate)
    examination.last_stamp = token.certificate


def bundle_trust(examination: Examination) -> None:
    """Seal and time-stamps of the bundle lead to the given roots at the bundle's time."""
    at, known = need(examination.bundle_time), need(examination.bundle_known)
    seal = need(examination.seal).certificate
    check_chain(seal, examination.roots, known, at, key_usage={"non_repudiation"}, end_entity_must_be_listed=False)
    for certificate in examination.bundle_stamps:
        check_chain(
            certificate,
            examination.roots,
            known,
            at,
            key_usage={"digital_signature"},
            purposes={"time_stamping"},
            end_entity_must_be_listed=True,
        )


def time_window(examination: Examination) -> Judgement | None:
    """Is the last time-stamp, which vouches for all before it, within the life of its certificate?

    Later its worth needs other proof.
    """
    last = examination.last_stamp
    if last and load_certificate(last).not_valid_after_utc < examination.now:
        return Judgement("time.expired_since")
    return None
