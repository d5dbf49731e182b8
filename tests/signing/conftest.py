"""One authority, one signed agreement and one bundle for all tests of the folder: they are only read, never changed."""

from pathlib import Path

import pytest

from signing.bundle import read_bundle
from tests.signing.ceremony import Platform, Signed, run_ceremony, sealed_bundle


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Platform:
    directory: Path = tmp_path_factory.mktemp("authority")
    return Platform(directory / "keys")


@pytest.fixture(scope="session")
def signed(platform: Platform) -> Signed:
    return run_ceremony(platform)


@pytest.fixture(scope="session")
def bundle(signed: Signed) -> bytes:
    return sealed_bundle(signed)


@pytest.fixture(scope="session")
def files(bundle: bytes) -> dict[str, bytes]:
    return read_bundle(bundle)
