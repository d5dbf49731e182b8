"""A case ready for its bundle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.agreements import BeforeCourt
from tests.factories.stages import applied, signed


@pytest.fixture
def ready_case(tmp_path: Path) -> Iterator[BeforeCourt]:
    """Both parties have applied; no bundle is built."""
    with applied(tmp_path) as (_, stage):
        yield stage


@pytest.fixture
def signed_case(tmp_path: Path) -> Iterator[BeforeCourt]:
    """Signed and sealed; nobody has chosen a court."""
    with signed(tmp_path) as (_, stage):
        yield stage
