"""Signed cases before a court, made once by real signing and copied for each test, because signing takes seconds."""

from __future__ import annotations

import atexit
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from shutil import copytree, rmtree

from odr import db, events, offload, schema
from odr.access import vault
from odr.evidence.storage import FileBlobStore, use_store
from odr.papers.mark import use_public_address
from odr.settings import Settings
from odr.signatures.authorities import use_authorities
from tests.factories.agreements import BeforeCourt, apply_as, before_court, filed


@dataclass(frozen=True)
class Template:
    """A whole deployment on disk, as it was when its story had been told."""

    settings: Settings
    stage: BeforeCourt


@contextmanager
def signed(directory: Path) -> Iterator[tuple[Settings, BeforeCourt]]:
    """A copy of a signed and sealed case for which nobody has chosen a court yet."""
    with _copy("signed", directory) as opened:
        yield opened


@contextmanager
def applied(directory: Path) -> Iterator[tuple[Settings, BeforeCourt]]:
    """A copy of a case in which both parties have applied."""
    with _copy("applied", directory) as opened:
        yield opened


@contextmanager
def on_the_desk(directory: Path) -> Iterator[tuple[Settings, BeforeCourt]]:
    """A copy of a case whose bundle was filed with the court."""
    with _copy("filed", directory) as opened:
        yield opened


@contextmanager
def _copy(name: str, directory: Path) -> Iterator[tuple[Settings, BeforeCourt]]:
    template = _template(name)
    copytree(template.settings.data_dir, directory, dirs_exist_ok=True)
    settings = replace(template.settings, data_dir=directory, database_url=f"sqlite:///{directory / 'heqi.db'}")
    connect(settings)
    yield settings, deepcopy(template.stage)
    db.disconnect()


@cache
def _template(name: str) -> Template:
    directory = Path(tempfile.mkdtemp(prefix=f"heqi-{name}-"))
    atexit.register(rmtree, directory, ignore_errors=True)
    settings = Settings(
        data_dir=directory,
        database_url=f"sqlite:///{directory / 'heqi.db'}",
        public_url="http://127.0.0.1:8000",
        session_key=secrets.token_bytes(32),
        master_key=secrets.token_bytes(32),
        offload="inline",
        rate_limits=False,
        background=False,
    )
    if name == "signed":
        schema.metadata.create_all(connect(settings).engine)
        stage = before_court()
    elif name == "applied":
        with signed(directory) as (copied, stage):
            settings = copied
            stage.choose_court()
            for person in stage.parties:
                apply_as(person, stage.confirmation_id)
    else:
        with applied(directory) as (copied, stage):
            settings = copied
            filed(stage)
    db.disconnect()
    return Template(settings, stage)


def connect(settings: Settings) -> db.Database:
    """Use this deployment from now on."""
    events.unsubscribe_all()
    connected = db.connect(settings.database_url)
    vault.use_master_key(settings.master_key)
    use_store(FileBlobStore(settings.blobs_dir))
    use_authorities(settings)
    use_public_address(settings.public_url)
    offload.use_processes(0)
    return connected
