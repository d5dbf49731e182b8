"""A whole signing ceremony for tests: keys made outside, all else through the public functions."""

import io
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import reportlab
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from signing import pdf
from signing.authority.embedded import EmbeddedAuthority
from signing.authority.embedded_timestamps import EmbeddedTimestampAuthority
from signing.authority.ports import IssuedCertificate, OrganisationSubject, SignerSubject, TimestampAuthority
from signing.bundle import BundleContents, EvidenceFile, LeafProof, LogProof, write_bundle
from signing.canonical import canonical_bytes, sha256_hex
from signing.checkpoint import Checkpoint, sign_checkpoint
from signing.keys import public_bytes
from signing.records import (
    Application,
    Ceremony,
    CeremonyStep,
    OrganisationRecord,
    PartyRecord,
    Signatory,
)
from signing.tree import act_leaf, inclusion_path, leaf_hash, root_hash
from signing.trust import TrustRoots

ORGANISATION = OrganisationSubject("京华知识产权调解中心", "NTRCN-52110000MJ00000000")
PEOPLE = {
    "applicant-1": SignerSubject("张", "敏", "张敏", "PNOCN-h:7f3a9c01d2"),
    "respondent-1": SignerSubject("Hart", "Eleanor", "Eleanor Hart", "PNOGB-h:91be22a7f4", country="GB"),
    "mediator": SignerSubject("周", "慧兰", "周慧兰", "PNOCN-h:0c55aa38e1"),
}
SEAL_FIELD = "seal"
FIELDS = (*PEOPLE, SEAL_FIELD)
_FONT = "HeqiTestVera"
# The published types take the initial font for a number; the canvas takes its name.
_FONT_OPTION: dict[str, Any] = {"initialFontName": _FONT}


def _font() -> str:
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_FONT, Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"))
    return _FONT


def content() -> dict[str, Any]:
    """The machine-readable text of the agreement."""
    return {
        "schema": "odr/agreement/1",
        "case_no": "HQ-2026-0001",
        "version": 1,
        "title": {"zh": "调解协议书", "en": "Mediated settlement agreement"},
        "organisation": {"name": ORGANISATION.name, "name_en": "Jinghua", "identifier": ORGANISATION.identifier},
        "mediators": [{"name": "周慧兰"}],
        "parties": [
            {
                "ref": "applicant-1",
                "side": "applicant",
                "kind": "organisation",
                "name": "青禾茶业有限公司",
                "name_en": "Qinghe Tea Co., Ltd.",
                "identifier": "91110108MA00000000",
            },
            {
                "ref": "respondent-1",
                "side": "respondent",
                "kind": "organisation",
                "name": "沃野食品有限公司",
                "name_en": "Verdant Field Foods Ltd.",
                "identifier": "GB-00000000",
            },
        ],
        "clauses": [{"number": 1, "kind": "stop", "zh": "被申请人停止使用该标识。", "en": "The respondent stops."}],
    }


def text_pdf(*, attachment: bytes | None = None, title: str = "Agreement") -> bytes:
    """Two pages with an embedded font and the agreement's data attached."""
    font, buffer = _font(), io.BytesIO()
    drawing = canvas.Canvas(buffer, pdfVersion=(1, 7), **_FONT_OPTION)
    for line in (title, "Sign here"):
        drawing.setFont(font, 12)
        drawing.drawString(72, 700, line)
        drawing.showPage()
    drawing.save()
    with pikepdf.open(io.BytesIO(buffer.getvalue())) as document:
        data = canonical_bytes(content()) if attachment is None else attachment
        file = pikepdf.AttachedFileSpec(
            document, data, filename="agreement.json", mime_type="application/json", relationship=pikepdf.Name.Source
        )
        document.attachments["agreement.json"] = file
        for page in document.pages:
            if "/Trans" in page:
                del page["/Trans"]
        output = io.BytesIO()
        document.save(output, min_version="1.7")
    return output.getvalue()


def stamp_pdf(text: str) -> bytes:
    """What is drawn into a field."""
    font, buffer = _font(), io.BytesIO()
    drawing = canvas.Canvas(buffer, pagesize=(150, 60), **_FONT_OPTION)
    drawing.setFont(font, 9)
    drawing.drawString(5, 40, text)
    drawing.rect(1, 1, 148, 58)
    drawing.showPage()
    drawing.save()
    return buffer.getvalue()


def places(names: tuple[str, ...] = FIELDS) -> list[pdf.SignatureField]:
    """The places to sign on the second page."""
    kinds = {SEAL_FIELD: pdf.FieldKind.SEAL}
    return [
        pdf.SignatureField(name, 1, (50, 100 + 70 * row, 200, 160 + 70 * row), kinds.get(name, pdf.FieldKind.SIGNATORY))
        for row, name in enumerate(names)
    ]


@dataclass
class OutsideKey:
    """A signatory's key, made where the platform cannot reach it; signs as WebCrypto does."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def spki(self) -> bytes:
        return public_bytes(self.key.public_key())

    def sign(self, data: bytes) -> bytes:
        r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@dataclass
class Platform:
    """An embedded authority and its time-stamp unit in a directory of their own."""

    directory: Path
    timestamps: TimestampAuthority = field(init=False)
    authority: EmbeddedAuthority = field(init=False)

    def __post_init__(self) -> None:
        self.authority = EmbeddedAuthority(self.directory)
        self.authority.create()
        self.timestamps = EmbeddedTimestampAuthority(self.authority)

    @property
    def roots(self) -> TrustRoots:
        return TrustRoots.from_pem(self.authority.roots_pem())

    def certify(self, key: OutsideKey, person: SignerSubject) -> IssuedCertificate:
        return self.authority.issue_signer(key.spki, person)

    def sign(self, document: bytes, name: str, person: SignerSubject | None = None) -> bytes:
        key = OutsideKey()
        issued = self.certify(key, person or PEOPLE[name])
        prepared = pdf.prepare(
            document, field=name, certificate=issued.certificate, chain=issued.chain, appearance=stamp_pdf(name)
        )
        return pdf.embed(prepared, key.sign(prepared.signed_attributes), self.timestamps)

    def seal(self, document: bytes, organisation: OrganisationSubject = ORGANISATION) -> bytes:
        identity = self.authority.seal_identity(organisation)
        return pdf.seal(document, field=SEAL_FIELD, identity=identity, timestamps=self.timestamps)

    def finish(self, document: bytes) -> bytes:
        return pdf.add_long_term(document, self.authority, self.timestamps)


@dataclass
class Signed:
    """A finished agreement with every state it went through."""

    platform: Platform
    revisions: dict[str, bytes]

    @property
    def frozen(self) -> bytes:
        return self.revisions["frozen"]

    @property
    def finished(self) -> bytes:
        return self.revisions["finished"]


def run_ceremony(
    platform: Platform, people: dict[str, SignerSubject] | None = None, text: bytes | None = None
) -> Signed:
    """Freeze, sign three times, seal, finish."""
    revisions = {"frozen": pdf.add_fields(text or text_pdf(), places())}
    document = revisions["frozen"]
    for name, person in (people or PEOPLE).items():
        document = revisions[name] = platform.sign(document, name, person)
    revisions[SEAL_FIELD] = platform.seal(document)
    revisions["finished"] = platform.finish(revisions[SEAL_FIELD])
    return Signed(platform, revisions)


def ceremony_record(document: bytes, frozen: bytes) -> Ceremony:
    """ceremony.json as the platform would have logged it."""
    steps = tuple(
        CeremonyStep(
            field=view.field,
            signer_ref=f"{view.field}-ref",
            auth_method="organisation_key" if view.field == SEAL_FIELD else "password",
            auth_evidence_sha256=sha256_hex(view.field.encode()),
            consent_version="consent-1",
            certificate_sha256=view.certificate_sha256,
            signed_at=view.signed_at or datetime.now(UTC),
            revision_sha256=view.revision_sha256,
            revision_size=view.revision_size,
        )
        for view in pdf.read_signatures(document)
        if view.kind == "signature"
    )
    return Ceremony(sha256_hex(frozen), len(frozen), steps)


def application_record(document: bytes) -> Application:
    """application.json for the ceremony above."""
    agreement = content()
    people = {
        name: Signatory(f"{name}-ref", name, one.common_name, capacity, one.pseudonym)
        for (name, one), capacity in zip(
            PEOPLE.items(), ("legal_representative", "legal_representative", "mediator"), strict=True
        )
    }
    organisation = agreement["organisation"]
    return Application(
        court_name="北京市示范区人民法院",
        court_name_en="Beijing Shifan District People's Court",
        case_no=agreement["case_no"],
        organisation=OrganisationRecord(ref=f"{SEAL_FIELD}-ref", field=SEAL_FIELD, **organisation),
        mediators=(people["mediator"],),
        parties=tuple(PartyRecord(**party, signatories=(people[party["ref"]],)) for party in agreement["parties"]),
        request="请求确认调解协议有效。",
        statute_refs=("《中华人民共和国民事诉讼法》第二百零五条",),
        agreement_version=1,
        agreement_content_sha256=sha256_hex(canonical_bytes(agreement)),
        agreement_sha256=sha256_hex(document),
        submitted_at=datetime.now(UTC),
    )


def log_proof(platform: Platform, ceremony: Ceremony, document: bytes, *, acts: list[bytes] | None = None) -> LogProof:
    """Inclusion of every act in a tree that also holds other people's leaves."""
    ours = ceremony_leaves(ceremony, document) if acts is None else acts
    others = [secrets.token_bytes(40) for _ in range(9)]
    data: list[bytes] = []
    positions: list[int] = []
    for number, leaf in enumerate(ours):
        data.extend(others[number : number + 1])
        positions.append(len(data))
        data.append(leaf)
    leaves = [leaf_hash(one) for one in data]
    checkpoint = Checkpoint("heqi.example/audit", len(leaves), root_hash(leaves))
    proofs = tuple(LeafProof(index, data[index], inclusion_path(leaves, index)) for index in positions)
    return LogProof(sign_checkpoint(checkpoint, platform.authority.log_identity()), proofs)


def ceremony_leaves(ceremony: Ceremony, document: bytes) -> list[bytes]:
    """The leaves the audit tree holds about one agreement."""
    salt = secrets.token_bytes(16)
    signed = [
        act_leaf(
            "document.signed",
            salt=salt,
            field=step.field,
            sha256=step.revision_sha256,
            certificate_sha256=step.certificate_sha256,
        )
        for step in ceremony.steps
    ]
    frozen = act_leaf("document.frozen", salt=salt, sha256=ceremony.document_sha256_frozen)
    return [frozen, *signed, act_leaf("agreement.sealed", salt=salt, sha256=sha256_hex(document))]


EXHIBIT = EvidenceFile(
    "商标注册证.txt", "text/plain", "证据".encode(), "applicant-1", datetime(2026, 11, 20, tzinfo=UTC)
)


def bundle_contents(signed: Signed, document: bytes | None = None, **changes: Any) -> BundleContents:
    """The inputs of an honest bundle; tests replace some of them."""
    agreement = signed.finished if document is None else document
    ceremony = ceremony_record(agreement, signed.frozen)
    made = BundleContents(
        agreement=agreement,
        application=application_record(agreement).as_json(),
        ceremony=ceremony.as_json(),
        trust=signed.platform.authority.trust_material(),
        log=log_proof(signed.platform, ceremony, agreement),
        evidence=(EXHIBIT,),
    )
    return replace(made, **changes)


def sealed_bundle(
    signed: Signed, contents: BundleContents | None = None, organisation: OrganisationSubject = ORGANISATION
) -> bytes:
    """The bundle an organisation hands over."""
    platform = signed.platform
    identity = platform.authority.seal_identity(organisation)
    return write_bundle(contents or bundle_contents(signed), identity, platform.timestamps)
