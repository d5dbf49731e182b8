"""Keys in a security module through PKCS #11 (OASIS v2.40 and later); the optional part `heqi[hsm]`."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pkcs11
from asn1crypto import core
from asn1crypto import keys as asn1_keys
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.exceptions import PKCS11Error, SessionClosed, SessionHandleInvalid, UserNotLoggedIn
from pkcs11.util.ec import encode_ecdsa_signature, encode_named_curve_parameters

from signing.algorithms import P256, P384, Suite
from signing.errors import AuthorityUnavailable, SigningError

Found = TypeVar("Found")
_CURVES = {P256.name: "secp256r1", P384.name: "secp384r1"}
_LOST = (SessionHandleInvalid, SessionClosed, UserNotLoggedIn)


@dataclass(frozen=True, slots=True)
class Pkcs11Token:
    """The token `label` behind the library `module`; its PIN is asked for by nobody and shown nowhere."""

    module: str
    label: str
    pin: str = field(repr=False)

    def create(self, name: str, suite: Suite) -> "TokenKey":
        """Make a key pair in the token: sensitive, not extractable, for signing alone."""
        if suite.name not in _CURVES:
            raise SigningError("keys.token_curve", name=suite.name)
        return self.ask(lambda session: _create(self, session, name, _CURVES[suite.name]))

    def find(self, name: str) -> "TokenKey | None":
        """The key of this name, or None."""
        return self.ask(lambda session: _find(self, session, name))

    def destroy(self, name: str) -> None:
        """Take both halves of a key out of the token for good."""

        def remove(session: Any) -> None:
            for kind in (ObjectClass.PRIVATE_KEY, ObjectClass.PUBLIC_KEY):
                for one in list(session.get_objects({Attribute.CLASS: kind, Attribute.LABEL: name})):
                    one.destroy()

        self.ask(remove)

    def ask(self, question: Callable[[Any], Found]) -> Found:
        """Ask in this process's one session; a session that was lost is opened once more.

        Raises AuthorityUnavailable when the token is away, locked or refuses.
        """
        with _SESSIONS.lock:
            try:
                try:
                    return question(_SESSIONS.of(self))
                except _LOST:
                    _SESSIONS.forget(self)
                    return question(_SESSIONS.of(self))
            except (PKCS11Error, RuntimeError) as error:
                _SESSIONS.forget(self)
                raise AuthorityUnavailable("keys.token_away", kind=type(error).__name__) from error


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key in a token. What travels between processes is its name and its public half."""

    token: Pkcs11Token
    name: str
    spki: bytes

    def sign(self, data: bytes) -> bytes:
        """ECDSA over the digest of the curve's suite, made in the token; DER encoded."""
        digest = hashlib.sha384(data) if _curve(self.spki) == "secp384r1" else hashlib.sha256(data)

        def made(session: Any) -> bytes:
            key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=self.name)
            return encode_ecdsa_signature(key.sign(digest.digest(), mechanism=Mechanism.ECDSA))

        return self.token.ask(made)


class _Sessions:
    """One session for each token and process: a module knows one log-in per process, and no session two threads."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._open: dict[Pkcs11Token, Any] = {}

    def of(self, token: Pkcs11Token) -> Any:
        if token not in self._open:
            found = pkcs11.lib(token.module).get_token(token_label=token.label)
            self._open[token] = found.open(rw=True, user_pin=token.pin)
        return self._open[token]

    def forget(self, token: Pkcs11Token) -> None:
        session = self._open.pop(token, None)
        if session is not None:
            try:
                session.close()
            except PKCS11Error:
                return  # it was closed already, which is why it is forgotten


_SESSIONS = _Sessions()


def _create(token: Pkcs11Token, session: Any, name: str, curve: str) -> TokenKey:
    parameters = session.create_domain_parameters(
        KeyType.EC, {Attribute.EC_PARAMS: encode_named_curve_parameters(curve)}, local=True
    )
    handle = hashlib.sha256(name.encode()).digest()[:16]
    parameters.generate_keypair(
        store=True,
        label=name,
        id=handle,
        public_template={Attribute.VERIFY: True},
        private_template={
            Attribute.SIGN: True,
            Attribute.PRIVATE: True,
            Attribute.SENSITIVE: True,
            Attribute.EXTRACTABLE: False,
        },
    )
    made = _find(token, session, name)
    if made is None:
        raise SigningError("keys.missing", name=name)
    return made


def _find(token: Pkcs11Token, session: Any, name: str) -> TokenKey | None:
    found = list(session.get_objects({Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.LABEL: name}))
    if not found:
        return None
    point = core.OctetString.load(found[0][Attribute.EC_POINT]).native
    domain = asn1_keys.ECDomainParameters.load(found[0][Attribute.EC_PARAMS])
    spki = asn1_keys.PublicKeyInfo(
        {
            "algorithm": asn1_keys.PublicKeyAlgorithm({"algorithm": "ec", "parameters": domain}),
            "public_key": asn1_keys.ECPointBitString(point),
        }
    )
    return TokenKey(token, name, spki.dump())


def _curve(spki: bytes) -> str:
    return asn1_keys.PublicKeyInfo.load(spki)["algorithm"]["parameters"].native
