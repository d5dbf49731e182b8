"""A licensed authority for tests: an EST server (RFC 7030) over TLS with client certificates, and its lists."""

import base64
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.signing.services import Asked, Reply, serve

NOW = datetime.now(UTC).replace(microsecond=0)
USAGES = (
    "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign "
    "encipher_only decipher_only"
).split()


def usage(*allowed: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: name in allowed for name in USAGES})


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


@dataclass
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def save(self, path: Path) -> Path:
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.touch(mode=0o600)
        path.write_bytes(self.certificate.public_bytes(Encoding.PEM) + key)
        return path


def certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    by: tuple[x509.Name, ec.EllipticCurvePrivateKey],
    *extensions: tuple[x509.ExtensionType, bool],
    days: float = 90,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by[0])
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(minutes=5))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by[1].public_key()), critical=False)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(by[1], hashes.SHA256())


def points(url: str) -> x509.CRLDistributionPoints:
    return x509.CRLDistributionPoints([x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)])


@dataclass
class Licensed:
    """A root, an issuing authority below it, and what it has been asked; `manner` changes its answers."""

    lists: str
    manner: Callable[[x509.CertificateSigningRequest], Reply] | None = None
    asked: list[x509.CertificateSigningRequest] = field(default_factory=list)
    clients: list[str] = field(default_factory=list)
    root: Holder = field(init=False)
    issuing: Holder = field(init=False)

    def __post_init__(self) -> None:
        key = ec.generate_private_key(ec.SECP384R1())
        own = name("Licensed Root")
        ca = (x509.BasicConstraints(ca=True, path_length=None), True), (usage("key_cert_sign", "crl_sign"), True)
        self.root = Holder(certificate(own, key.public_key(), (own, key), *ca), key)
        below = ec.generate_private_key(ec.SECP256R1())
        listed = (points(f"{self.lists}/root.crl"), False)
        made = certificate(name("Licensed Issuing 1"), below.public_key(), (own, key), *ca, listed)
        self.issuing = Holder(made, below)

    def certify(
        self,
        request: x509.CertificateSigningRequest,
        *,
        days: float = 30,
        usages: tuple[str, ...] = ("content_commitment",),
        **other: object,
    ) -> x509.Certificate:
        by = other.get("by", self.issuing)
        assert isinstance(by, Holder)
        key = other.get("key", request.public_key())
        subject = other.get("subject", request.subject)
        assert isinstance(key, ec.EllipticCurvePublicKey) and isinstance(subject, x509.Name)
        return certificate(
            subject,
            key,
            (by.certificate.subject, by.key),
            (usage(*usages), True),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False),
            (points(f"{self.lists}/issuing.crl"), False),
            days=days,
        )

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/.well-known/est/cacerts":
            return self.certs([self.issuing.certificate, self.root.certificate])
        if asked.path != "/.well-known/est/simpleenroll" or asked.headers["content-type"] != "application/pkcs10":
            return Reply(404, "text/plain", b"")
        request = x509.load_der_x509_csr(base64.b64decode(asked.body))
        if not request.is_signature_valid:
            return Reply(400, "text/plain", b"the request is not signed by its key")
        self.asked.append(request)
        if self.manner is not None:
            return self.manner(request)
        return self.certs([self.certify(request)])

    def certs(self, found: list[x509.Certificate]) -> Reply:
        body = base64.encodebytes(pkcs7.serialize_certificates(found, Encoding.DER))
        return Reply(
            200, "application/pkcs7-mime; smime-type=certs-only", body, {"Content-Transfer-Encoding": "base64"}
        )

    def revocations(self, asked: Asked) -> Reply:
        holder = self.root if asked.path == "/root.crl" else self.issuing
        now = datetime.now(UTC).replace(microsecond=0)
        listed = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(holder.certificate.subject)
            .last_update(now)
            .next_update(now + timedelta(hours=12))
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(holder.key.public_key()), critical=False)
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        )
        return Reply(200, "application/pkix-crl", listed.sign(holder.key, hashes.SHA256()).public_bytes(Encoding.DER))


@dataclass
class Service:
    """The running authority: its address, and the files a platform is given to speak with it."""

    licensed: Licensed
    url: str
    client: Path
    server_roots: Path
    stranger: Path


def _tls(directory: Path) -> tuple[ssl.SSLContext, Path, Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    own = name("TLS root of the test")
    ca = (x509.BasicConstraints(ca=True, path_length=0), True), (usage("key_cert_sign"), True)
    root = Holder(certificate(own, key.public_key(), (own, key), *ca), key)
    here = (x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
    files = {}
    for who, extra in (("server", (here,)), ("platform", ())):
        mine = ec.generate_private_key(ec.SECP256R1())
        files[who] = Holder(certificate(name(who), mine.public_key(), (own, key), *extra), mine).save(
            directory / f"{who}.pem"
        )
    lone = ec.generate_private_key(ec.SECP256R1())
    stranger = Holder(certificate(name("stranger"), lone.public_key(), (name("stranger"), lone)), lone)
    roots = directory / "tls-roots.pem"
    roots.write_bytes(root.certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files["server"])
    context.load_verify_locations(roots)
    context.verify_mode = ssl.CERT_REQUIRED
    return context, files["platform"], roots, stranger.save(directory / "stranger.pem")


@contextmanager
def licensed_authority(directory: Path) -> Iterator[Service]:
    """The authority with its EST service over TLS and its lists over HTTP."""
    context, client, roots, stranger = _tls(directory)
    made: list[Licensed] = []
    with serve(lambda asked: made[0].revocations(asked)) as lists:
        made.append(Licensed(lists))
        with serve(made[0].answer, context=context) as url:
            yield Service(made[0], f"{url}/.well-known/est", client, roots, stranger)
