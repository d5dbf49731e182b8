"""Settings: made on first use, kept, and refused when they are unsafe."""

from __future__ import annotations

from pathlib import Path

import pytest

from odr import settings as settings_module
from odr.settings import UnsafeSettings, from_environment

KEY = bytes(range(32)).hex()
OTHER = bytes(range(32, 64)).hex()


def test_the_first_start_makes_keys_that_only_the_owner_reads(tmp_path: Path) -> None:
    first = from_environment({"HEQI_DATA_DIR": str(tmp_path)})
    again = from_environment({"HEQI_DATA_DIR": str(tmp_path)})
    assert first.master_key == again.master_key
    assert first.master_key != first.session_key
    for key in (tmp_path / "keys").iterdir():
        assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"HEQI_MASTER_KEY": "short"}, "HEQI_MASTER_KEY"),
        ({"HEQI_MASTER_KEY": "abcd"}, "HEQI_MASTER_KEY"),
        ({"HEQI_MASTER_KEY": KEY}, "differ"),
        ({"HEQI_SESSION_KEY": "00" * 32}, "HEQI_SESSION_KEY"),
        ({"HEQI_PUBLIC_URL": "http://mediation.example"}, "HEQI_PUBLIC_URL"),
        ({"HEQI_PUBLIC_URL": "http://localhost.evil.example"}, "HEQI_PUBLIC_URL"),
        ({"HEQI_SIGNATURE_PROFILE": "rsa"}, "HEQI_SIGNATURE_PROFILE"),
        ({"HEQI_TIMESTAMP_URL": " "}, "HEQI_TIMESTAMP_URL"),
        ({"HEQI_CERTIFICATE_AUTHORITY": "http://ca.example/est"}, "must be https"),
        ({"HEQI_CERTIFICATE_AUTHORITY": "https://ca.example/est"}, "HEQI_CA_ROOTS"),
        ({"HEQI_PKCS11_PIN_FILE": "/nowhere/pin"}, "HEQI_PKCS11_PIN_FILE"),
    ],
)
def test_unsafe_settings_refuse_to_start_and_say_which(tmp_path: Path, change: dict[str, str], names: str) -> None:
    safe = {"HEQI_DATA_DIR": str(tmp_path), "HEQI_SESSION_KEY": KEY, "HEQI_MASTER_KEY": OTHER}
    from_environment(safe)
    with pytest.raises(UnsafeSettings, match=names):
        from_environment(safe | change)


def test_a_key_file_that_others_can_read_refuses_to_start(tmp_path: Path) -> None:
    from_environment({"HEQI_DATA_DIR": str(tmp_path)})
    (tmp_path / "keys" / "master.key").chmod(0o644)
    with pytest.raises(UnsafeSettings, match=r"master\.key"):
        from_environment({"HEQI_DATA_DIR": str(tmp_path)})


def test_a_redis_without_its_client_is_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_module, "find_spec", lambda name: None)
    with pytest.raises(UnsafeSettings, match="HEQI_REDIS_URL"):
        from_environment({"HEQI_DATA_DIR": str(tmp_path), "HEQI_REDIS_URL": "redis://127.0.0.1/0"})


TOKEN = {"HEQI_PKCS11_MODULE": "/usr/lib/token.so", "HEQI_PKCS11_TOKEN": "heqi", "HEQI_PKCS11_PIN": "7351"}


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"HEQI_PKCS11_TOKEN": ""}, "HEQI_PKCS11_TOKEN"),
        ({"HEQI_PKCS11_PIN": ""}, "HEQI_PKCS11_PIN_FILE"),
        ({"HEQI_PKCS11_KEYS": "issuing root"}, "HEQI_PKCS11_KEYS"),
        ({"HEQI_SIGNATURE_PROFILE": "sm2"}, "SM2"),
    ],
)
def test_a_token_that_is_half_configured_refuses_to_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], names: str
) -> None:
    monkeypatch.setattr(settings_module, "find_spec", lambda name: object())
    found = from_environment({"HEQI_DATA_DIR": str(tmp_path), **TOKEN})
    assert found.pkcs11_keys == ("issuing", "seal", "timestamp")
    assert "7351" not in repr(found)
    with pytest.raises(UnsafeSettings, match=names):
        from_environment({"HEQI_DATA_DIR": str(tmp_path), **TOKEN, **change})


@pytest.mark.parametrize("change", [{"HEQI_SIGNATURE_PROFILE": "sm2"}, TOKEN])
def test_a_part_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    monkeypatch.setattr(settings_module, "find_spec", lambda name: None)
    with pytest.raises(UnsafeSettings, match="install the extra"):
        from_environment({"HEQI_DATA_DIR": str(tmp_path), **change})


def test_the_pin_comes_from_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text("7351\n")
    pin.chmod(0o644)
    asked = {"HEQI_DATA_DIR": str(tmp_path), "HEQI_PKCS11_PIN_FILE": str(pin)}
    with pytest.raises(UnsafeSettings, match="chmod 600"):
        from_environment(asked)
    pin.chmod(0o600)
    assert from_environment(asked).pkcs11_pin == "7351"
