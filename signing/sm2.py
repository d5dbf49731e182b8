"""SM2 keys and signatures with SM3 (GB/T 32918.2, GM/T 0009), through GmSSL; the optional part `heqi-verify[sm2]`.

Every signature includes the identity 1234567812345678 that GM/T 0009 §10 sets where nothing else was agreed.
"""

from asn1crypto import keys as asn1_keys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from gmssl_pyx import GmsslInnerError, sm2_key_generate, sm2_sign, sm2_verify

from signing.algorithms import SM2
from signing.errors import SigningError

SIGNER_ID = b"1234567812345678"
_SIZE = 32
_UNCOMPRESSED = b"\x04"


def generate() -> bytes:
    """A new private key (PKCS #8, DER) that also holds its public half."""
    public, private = sm2_key_generate()
    body = asn1_keys.ECPrivateKey(
        {
            "version": "ecPrivkeyVer1",
            "private_key": int.from_bytes(private, "big"),
            "parameters": asn1_keys.ECDomainParameters(name="named", value=SM2.curve),
            "public_key": asn1_keys.ECPointBitString(_UNCOMPRESSED + public),
        }
    )
    return asn1_keys.PrivateKeyInfo.wrap(body, "ec").dump()


def public_of(private_key: bytes) -> bytes:
    """The public half (SubjectPublicKeyInfo, DER) of a private key (PKCS #8, DER)."""
    point = asn1_keys.PrivateKeyInfo.load(private_key)["private_key"].parsed["public_key"].native
    algorithm = {"algorithm": "ec", "parameters": asn1_keys.ECDomainParameters(name="named", value=SM2.curve)}
    return asn1_keys.PublicKeyInfo(
        {"algorithm": asn1_keys.PublicKeyAlgorithm(algorithm), "public_key": asn1_keys.ECPointBitString(point)}
    ).dump()


def sign(private_key: bytes, data: bytes) -> bytes:
    """A signature (DER) over `data` by a private key (PKCS #8, DER)."""
    body = asn1_keys.PrivateKeyInfo.load(private_key)["private_key"].parsed
    number = body["private_key"].native.to_bytes(_SIZE, "big")
    return sm2_sign(number, body["public_key"].native[1:], data, signer_id=SIGNER_ID)


def verify(spki: bytes, signature: bytes, data: bytes) -> None:
    """Check a signature (DER) over `data`; raises InvalidSignature."""
    point = asn1_keys.PublicKeyInfo.load(spki)["public_key"].native
    if not point.startswith(_UNCOMPRESSED) or len(point) != 1 + 2 * _SIZE:
        raise InvalidSignature
    try:
        right = sm2_verify(point[1:], data, signature, signer_id=SIGNER_ID)
        right = right and encode_dss_signature(*decode_dss_signature(signature)) == signature
    except (GmsslInnerError, ValueError) as refused:
        raise InvalidSignature from refused
    if not right:
        raise InvalidSignature


def check_point(spki: bytes) -> None:
    """Refuse a public key whose point does not lie on the curve; raises SigningError."""
    try:
        verify(spki, _ANY_SIGNATURE, b"")
    except InvalidSignature as refused:
        if isinstance(refused.__cause__, GmsslInnerError):
            raise SigningError("keys.kind") from refused


_ANY_SIGNATURE = bytes.fromhex("3006020101020101")
