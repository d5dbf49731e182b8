"""Frozen settings, read from the environment once at start; unsafe ones refuse to start."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

KEY_BYTES = 32
LEAST_DISTINCT_BYTES = 12
SIGNATURE_PROFILES = ("p256", "sm2")
TOKEN_ROLES = ("issuing", "seal", "timestamp")
OWN_HOSTS = {"127.0.0.1", "localhost", "::1"}


class UnsafeSettings(Exception):
    """The platform refuses to start: the sentence says which setting and how to mend it."""


@dataclass(frozen=True)
class Settings:
    """Everything a deployment may choose."""

    data_dir: Path
    database_url: str
    public_url: str
    session_key: bytes
    master_key: bytes
    mail_url: str = ""
    redis_url: str = ""
    trusted_proxies: int = 0
    certificate_authority: str = "embedded"
    timestamp_url: str = "embedded"
    signature_profile: str = "p256"
    ca_roots: Path | None = None
    ca_client: Path | None = None
    ca_server_roots: Path | None = None
    pkcs11_module: str = ""
    pkcs11_token: str = ""
    pkcs11_pin: str = field(default="", repr=False)
    pkcs11_keys: tuple[str, ...] = TOKEN_ROLES
    async_mode: str = "threading"
    offload: str = "process"
    opener_socket: str = ""
    max_upload_bytes: int = 2 * 1024**3
    channel_share_bytes: int = 20 * 1024**3
    max_form_bytes: int = 50 * 1024 * 1024
    translation_url: str = ""
    translation_key: str = field(default="", repr=False)
    rate_limits: bool = True
    events_in_5_seconds: int = 20
    background: bool = True
    ice_servers: tuple[str, ...] = ()
    turn_secret: str = ""
    witnesses: tuple[str, ...] = ()

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel over https only, unless the platform is served from this machine over http."""
        return self.public_url.startswith("https://")

    @property
    def development_authority(self) -> bool:
        """Certificates or time-stamps come from the embedded authority, which is for development only."""
        return "embedded" in (self.certificate_authority, *self.timestamp_urls)

    @property
    def timestamp_urls(self) -> tuple[str, ...]:
        """The time-stamp authorities in the order in which they are asked."""
        return tuple(self.timestamp_url.split())

    @property
    def keys_dir(self) -> Path:
        return self.data_dir / "keys"

    @property
    def blobs_dir(self) -> Path:
        return self.data_dir / "blobs"

    @property
    def opener_dir(self) -> Path:
        return self.data_dir / "opener"

    @property
    def outbox_dir(self) -> Path:
        return self.data_dir / "outbox"


def from_environment(env: Mapping[str, str] = os.environ) -> Settings:
    """Read HEQI_* variables; make what the embedded defaults need under HEQI_DATA_DIR (default `var`).

    Raises:
        UnsafeSettings: a secret is a sample or too short, a key file is readable by others, the public address is
            plain http on another host than this one, or Redis is asked for without its client.
    """
    data_dir = Path(env.get("HEQI_DATA_DIR", "var")).resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    port = env.get("PORT", "8000")
    settings = Settings(
        data_dir=data_dir,
        database_url=env.get("HEQI_DATABASE_URL", f"sqlite:///{data_dir / 'heqi.db'}"),
        public_url=env.get("HEQI_PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        session_key=_key(env, "HEQI_SESSION_KEY", data_dir / "keys" / "session.key"),
        master_key=_key(env, "HEQI_MASTER_KEY", data_dir / "keys" / "master.key"),
        mail_url=env.get("HEQI_MAIL_URL", ""),
        redis_url=env.get("HEQI_REDIS_URL", ""),
        trusted_proxies=int(env.get("HEQI_TRUSTED_PROXIES", 0)),
        certificate_authority=env.get("HEQI_CERTIFICATE_AUTHORITY", "embedded"),
        timestamp_url=env.get("HEQI_TIMESTAMP_URL", "embedded"),
        signature_profile=env.get("HEQI_SIGNATURE_PROFILE", "p256"),
        ca_roots=_path(env, "HEQI_CA_ROOTS"),
        ca_client=_path(env, "HEQI_CA_CLIENT"),
        ca_server_roots=_path(env, "HEQI_CA_SERVER_ROOTS"),
        pkcs11_module=env.get("HEQI_PKCS11_MODULE", ""),
        pkcs11_token=env.get("HEQI_PKCS11_TOKEN", ""),
        pkcs11_pin=_pin(env),
        pkcs11_keys=tuple(env.get("HEQI_PKCS11_KEYS", " ".join(TOKEN_ROLES)).split()),
        async_mode=env.get("HEQI_ASYNC_MODE", "threading"),
        opener_socket=env.get("HEQI_OPENER_SOCKET", ""),
        events_in_5_seconds=int(env.get("HEQI_EVENTS_IN_5_SECONDS", 20)),
        background=env.get("HEQI_BACKGROUND", "yes") != "no",
        max_upload_bytes=int(env.get("HEQI_MAX_UPLOAD_BYTES", 2 * 1024**3)),
        channel_share_bytes=int(env.get("HEQI_CHANNEL_SHARE_BYTES", 20 * 1024**3)),
        max_form_bytes=int(env.get("HEQI_MAX_FORM_BYTES", 50 * 1024 * 1024)),
        ice_servers=tuple(env.get("HEQI_ICE_SERVERS", "").split()),
        turn_secret=env.get("HEQI_TURN_SECRET", ""),
        witnesses=tuple(env.get("HEQI_LOG_WITNESSES", "").split()),
        translation_url=env.get("HEQI_TRANSLATION_URL", ""),
        translation_key=env.get("HEQI_TRANSLATION_KEY", ""),
    )
    check(settings)
    return settings


def check(settings: Settings) -> None:
    """Refuse settings under which the platform could not keep its promises.

    Raises:
        UnsafeSettings: with a sentence that says what to change.
    """
    for name, key in (("HEQI_SESSION_KEY", settings.session_key), ("HEQI_MASTER_KEY", settings.master_key)):
        if len(key) != KEY_BYTES or len(set(key)) < LEAST_DISTINCT_BYTES:
            raise UnsafeSettings(f"{name} must be {KEY_BYTES} random bytes (64 hexadecimal digits).")
    if settings.session_key == settings.master_key:
        raise UnsafeSettings("HEQI_SESSION_KEY and HEQI_MASTER_KEY must differ.")
    if settings.redis_url and find_spec("redis") is None:
        raise UnsafeSettings("HEQI_REDIS_URL is set, but its client is not installed: install the extra “production”.")
    if any(url.startswith("turn") for url in settings.ice_servers) and not settings.turn_secret:
        raise UnsafeSettings("HEQI_ICE_SERVERS names a relay (turn:), so HEQI_TURN_SECRET must hold its secret.")
    _check_trust(settings)
    address = urlsplit(settings.public_url)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in OWN_HOSTS):
        raise UnsafeSettings("HEQI_PUBLIC_URL must be https, except on this machine itself.")
    engine = urlsplit(settings.translation_url)
    outside = engine.scheme != "https" and engine.hostname not in OWN_HOSTS
    if settings.translation_url and (outside or engine.scheme not in {"https", "http"}):
        raise UnsafeSettings("HEQI_TRANSLATION_URL must be https, except on this machine itself.")


def _check_trust(settings: Settings) -> None:
    """Keys, certificates and time: what is half configured would fail at the first signature instead of now."""
    if settings.signature_profile not in SIGNATURE_PROFILES:
        raise UnsafeSettings(f"HEQI_SIGNATURE_PROFILE must be one of: {', '.join(SIGNATURE_PROFILES)}.")
    if settings.signature_profile == "sm2" and find_spec("gmssl_pyx") is None:
        raise UnsafeSettings("HEQI_SIGNATURE_PROFILE is sm2, but its library is missing: install the extra “sm2”.")
    if not settings.timestamp_urls:
        raise UnsafeSettings("HEQI_TIMESTAMP_URL must name at least one time-stamp authority.")
    if settings.certificate_authority.startswith(("http:", "https:")):
        _check_licensed(settings)
    if settings.pkcs11_module:
        _check_token(settings)


def _check_licensed(settings: Settings) -> None:
    if not settings.certificate_authority.startswith("https:"):
        raise UnsafeSettings("HEQI_CERTIFICATE_AUTHORITY must be https: it is asked under a client certificate.")
    for name, path in (("HEQI_CA_ROOTS", settings.ca_roots), ("HEQI_CA_CLIENT", settings.ca_client)):
        if path is None or not path.exists():
            raise UnsafeSettings(f"{name} must name the PEM file that the certificate authority gave you.")
    if settings.ca_client is not None and settings.ca_client.stat().st_mode & 0o077:
        raise UnsafeSettings(f"The key file {settings.ca_client.name} is readable by others; run chmod 600 on it.")


def _check_token(settings: Settings) -> None:
    if find_spec("pkcs11") is None:
        raise UnsafeSettings("HEQI_PKCS11_MODULE is set, but its library is missing: install the extra “hsm”.")
    if not (settings.pkcs11_token and settings.pkcs11_pin):
        raise UnsafeSettings("HEQI_PKCS11_MODULE needs HEQI_PKCS11_TOKEN and HEQI_PKCS11_PIN_FILE.")
    if set(settings.pkcs11_keys) - set(TOKEN_ROLES):
        raise UnsafeSettings(f"HEQI_PKCS11_KEYS may name: {', '.join(TOKEN_ROLES)}.")
    if settings.signature_profile == "sm2":
        raise UnsafeSettings("SM2 keys cannot live in a PKCS #11 token: its standard knows no SM2 signature.")


def _path(env: Mapping[str, str], name: str) -> Path | None:
    return Path(env[name]).resolve() if env.get(name) else None


def _pin(env: Mapping[str, str]) -> str:
    """The PIN of the token, from a file that only its owner reads, or from the environment."""
    path = _path(env, "HEQI_PKCS11_PIN_FILE")
    if path is None:
        return env.get("HEQI_PKCS11_PIN", "")
    if not path.exists():
        raise UnsafeSettings("HEQI_PKCS11_PIN_FILE names a file that is not there.")
    if path.stat().st_mode & 0o077:
        raise UnsafeSettings(f"The key file {path.name} is readable by others; run chmod 600 on it.")
    return path.read_text().strip()


def _key(env: Mapping[str, str], name: str, path: Path) -> bytes:
    if name in env:
        try:
            return bytes.fromhex(env[name])
        except ValueError:
            raise UnsafeSettings(f"{name} must be {KEY_BYTES * 2} hexadecimal digits.") from None
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_hex(KEY_BYTES))
    if path.stat().st_mode & 0o077:
        raise UnsafeSettings(f"The key file {path.name} is readable by others; run chmod 600 on it.")
    return bytes.fromhex(path.read_text().strip())
