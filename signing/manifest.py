"""Every file of a bundle: its role, media type and digest, and the signed list of them.

ASiCManifest, EN 319 162-1 A.4.
"""

import base64
import binascii
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from signing.errors import BundleError
from signing.source import Measured, measured

ASIC = "http://uri.etsi.org/02918/v1.2.1#"
XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
AGREEMENT = "agreement.pdf"
SEAL_MANIFEST, SEAL = "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"
TIME_MANIFEST, TIME = "META-INF/ASiCManifest002.xml", "META-INF/timestamp002.tst"
SIGNATURE_TYPE, TOKEN_TYPE = "application/pkcs7-signature", "application/vnd.etsi.timestamp-token"


class Role(StrEnum):
    """What a file is there for. A file without a role cannot enter a bundle."""

    AGREEMENT = "agreement"
    APPLICATION = "application"
    CEREMONY = "ceremony"
    DOCUMENT = "document"
    EVIDENCE_INDEX = "evidence_index"
    EVIDENCE = "evidence"
    LOG = "log"
    TRUST = "trust"
    INSTRUCTIONS = "instructions"
    SIGNATURE = "signature"


class DocumentKind(StrEnum):
    """Papers a court clerk asks for beside the agreement (LAW of each is the platform's to check)."""

    COVER = "cover"
    IDENTITY_LIST = "identity-list"
    MEDIATION_PROOF = "mediation-proof"
    UNDERTAKING = "undertaking"
    COURT_APPLICATION = "court-application"
    SERVICE_ADDRESS = "service-address"
    POWER_OF_ATTORNEY = "power-of-attorney"
    ORGANISATION_LICENCE = "organisation-licence"
    UNDISPUTED_FACTS = "undisputed-facts"


_PDF, _JSON = "application/pdf", "application/json"
_PEM, _LIST = "application/x-pem-file", "application/pkix-crl"
_KINDS = "|".join(kind.value for kind in DocumentKind)
# Name → role and media type. The whole catalogue: what matches no line is refused, on writing and on reading.
_CATALOGUE: tuple[tuple[str, Role, str], ...] = (
    (r"agreement\.pdf", Role.AGREEMENT, _PDF),
    (r"application\.json", Role.APPLICATION, _JSON),
    (r"ceremony\.json", Role.CEREMONY, _JSON),
    (rf"documents/(?:{_KINDS})(?:-[2-9]|-[1-9][0-9])?\.pdf", Role.DOCUMENT, _PDF),
    (rf"documents/(?:{_KINDS})(?:-[2-9]|-[1-9][0-9])?\.json", Role.DOCUMENT, _JSON),
    (r"evidence/index\.json", Role.EVIDENCE_INDEX, _JSON),
    (r"evidence/[0-9]{4}\.pdf", Role.EVIDENCE, _PDF),
    (r"evidence/[0-9]{4}\.png", Role.EVIDENCE, "image/png"),
    (r"evidence/[0-9]{4}\.jpg", Role.EVIDENCE, "image/jpeg"),
    (r"evidence/[0-9]{4}\.txt", Role.EVIDENCE, "text/plain"),
    (r"log/inclusion\.json", Role.LOG, _JSON),
    (r"trust/(?:root|issuing|tsa|log)\.pem", Role.TRUST, _PEM),
    (r"trust/(?:root|issuing|list-[0-9]{2})\.crl", Role.TRUST, _LIST),
    (r"verify/VERIFY\.txt", Role.INSTRUCTIONS, "text/plain"),
    (r"META-INF/ASiCManifest00[12]\.xml", Role.SIGNATURE, "text/xml"),
    (r"META-INF/signature001\.p7s", Role.SIGNATURE, SIGNATURE_TYPE),
    (r"META-INF/timestamp002\.tst", Role.SIGNATURE, TOKEN_TYPE),
)
REQUIRED = frozenset(
    {
        AGREEMENT,
        "application.json",
        "ceremony.json",
        "evidence/index.json",
        "log/inclusion.json",
        "trust/root.pem",
        "trust/issuing.pem",
        "trust/tsa.pem",
        "trust/log.pem",
        "trust/root.crl",
        "trust/issuing.crl",
        "verify/VERIFY.txt",
        SEAL_MANIFEST,
        SEAL,
        TIME_MANIFEST,
        TIME,
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a bundle."""

    name: str
    role: Role
    media_type: str
    size: int
    sha256: bytes


Files = Mapping[str, bytes | Measured]
"""The files of a bundle by name, each as its bytes or, once read, as what it measures."""


def role_of(name: str) -> tuple[Role, str]:
    """Role and media type of a file; raises BundleError when the catalogue has no place for its name."""
    for pattern, role, media_type in _CATALOGUE:
        if re.fullmatch(pattern, name):
            return role, media_type
    raise BundleError("manifest.no_role", file=name)


def describe(name: str, data: bytes | Measured) -> Entry:
    """The entry for a file; raises BundleError when the catalogue has no place for its name."""
    role, media_type = role_of(name)
    seen = measured(data) if isinstance(data, bytes) else data
    return Entry(name, role, media_type, seen.size, seen.sha256)


def check_catalogue(files: Collection[str]) -> None:
    """Every file has a role and every required file is there; raises BundleError."""
    for name in files:
        role_of(name)
    for name in sorted(REQUIRED):
        if name not in files:
            raise BundleError("manifest.missing", file=name)


def payload(files: Files) -> list[Entry]:
    """The entries a seal covers, by name: everything outside META-INF."""
    return [describe(name, files[name]) for name in sorted(files) if not name.startswith("META-INF/")]


def seal_manifest(files: Files) -> bytes:
    """The list the organisation signs."""
    return _render(SEAL, SIGNATURE_TYPE, payload(files))


def time_manifest(files: Files) -> bytes:
    """The list the time-stamp covers: the payload, the first list, and its signature."""
    extra = [describe(name, files[name]) for name in (SEAL_MANIFEST, SEAL)]
    return _render(TIME, TOKEN_TYPE, [*payload(files), *extra])


def _render(signature: str, media_type: str, entries: Sequence[Entry]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<asic:ASiCManifest xmlns:asic="{ASIC}" xmlns:ds="{XMLDSIG}">')
    lines.append(f"<asic:SigReference URI={quoteattr(signature)} MimeType={quoteattr(media_type)}/>")
    for entry in entries:
        root = ' Rootfile="true"' if entry.role is Role.AGREEMENT else ""
        reference = f"URI={quoteattr(entry.name)} MimeType={quoteattr(entry.media_type)}{root}"
        digest = base64.b64encode(entry.sha256).decode()
        lines.append(
            f'<asic:DataObjectReference {reference}><ds:DigestMethod Algorithm="{SHA256}"/>'
            f"<ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference>"
        )
    lines.append("</asic:ASiCManifest>")
    return "\n".join(lines).encode() + b"\n"


def check_manifests(lists: Mapping[str, bytes], files: Mapping[str, Measured]) -> None:
    """Both lists name exactly the files they must, each with its digest; raises BundleError naming the file.

    `lists` has the bytes of the two lists, `files` what every file of the bundle measures.
    """
    for name, rebuild in ((SEAL_MANIFEST, seal_manifest), (TIME_MANIFEST, time_manifest)):
        _compare(_read(lists[name], name), files, exempt={TIME_MANIFEST, TIME}, manifest=name)
        if rebuild(files) != lists[name]:
            raise BundleError("manifest.form", file=name)


def _compare(listed: dict[str, bytes], files: Mapping[str, Measured], *, exempt: set[str], manifest: str) -> None:
    own = {SEAL_MANIFEST, SEAL} if manifest == SEAL_MANIFEST else set()
    for name, digest in listed.items():
        if name not in files:
            raise BundleError("manifest.missing", file=name)
        if files[name].sha256 != digest:
            raise BundleError("manifest.digest", file=name)
    for name in files:
        if name not in listed and name not in exempt | own:
            raise BundleError("manifest.unlisted", file=name)


def _read(document: bytes, name: str) -> dict[str, bytes]:
    """Names and digests in a list; raises BundleError when it is no such list or names a file twice."""
    try:
        root: Element = fromstring(document, forbid_dtd=True)
        listed: dict[str, bytes] = {}
        for reference in root.findall(f"{{{ASIC}}}DataObjectReference"):
            uri = reference.attrib["URI"]
            value = reference.find(f"{{{XMLDSIG}}}DigestValue")
            if value is None or uri in listed:
                raise BundleError("manifest.form", file=name)
            listed[uri] = base64.b64decode(value.text or "", validate=True)
    except (ParseError, DefusedXmlException, KeyError, binascii.Error, ValueError) as error:
        raise BundleError("manifest.form", file=name) from error
    return listed
