"""What most tests begin with, made once in a process and copied for each: making it takes longer than most tests do."""

from __future__ import annotations

import atexit
import secrets
import shutil
import sqlite3
import tempfile
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from odr import db, events, offload, schema
from odr.access import vault
from odr.calls import commands as calls
from odr.evidence.storage import FileBlobStore, use_store
from odr.offers.box import use_opener
from odr.rooms import presence, standing
from odr.settings import Settings
from odr.signatures.authorities import use_authorities
from tests.factories.mediation import Mediation, begin_mediation

# Copies share their keys, for what is copied was sealed with them.
SESSION_KEY, MASTER_KEY = secrets.token_bytes(32), secrets.token_bytes(32)


def settings_for(folder: Path, database_url: str) -> Settings:
    """A deployment under `folder` as tests run it."""
    return Settings(
        data_dir=folder,
        database_url=database_url,
        public_url="http://127.0.0.1:8000",
        session_key=SESSION_KEY,
        master_key=MASTER_KEY,
        offload="inline",
        rate_limits=False,
        background=False,
    )


def connect(settings: Settings) -> db.Database:
    """Use the database of this deployment with every table, its keys and its files, and nothing of earlier ones."""
    events.unsubscribe_all()
    standing.forget()
    presence._places.clear()  # noqa: SLF001 - one process has one deployment, but for tests
    presence._here.clear()  # noqa: SLF001
    presence._elsewhere.clear()  # noqa: SLF001
    calls._lines.clear()  # noqa: SLF001
    connected = db.connect(settings.database_url)
    vault.use_master_key(settings.master_key)
    use_store(FileBlobStore(settings.blobs_dir))
    offload.use_processes(0)
    use_opener(settings)
    return connected


def compile_routes_once() -> None:
    """Every app has the same addresses: have each compiled once in a process, not once in an app."""
    compiled: dict[tuple[object, ...], Any] = {}
    compile_anew = Rule._compile_builder  # noqa: SLF001 - most of what making an app costs

    def compile_builder(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_anew(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = compile_builder  # type: ignore[method-assign] # noqa: SLF001


class _Compiled(BytecodeCache):
    """Every app has the same templates: they too are compiled once in a process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


def compile_templates_once() -> None:
    """As `compile_routes_once`, for what pages are made of."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _Compiled()}


def fill_with_tables(database: Path) -> None:
    """A database file with every table and no row."""
    shutil.copyfile(_empty() / "heqi.db", database)


def give_authority(settings: Settings) -> None:
    """The development authority's keys, as a first start would make them."""
    if not settings.keys_dir.exists():
        shutil.copytree(_authority(), settings.keys_dir)


def copy_mediation(database: db.Database) -> Mediation:
    """A case being mediated in this database; copied where the database is a file in which nothing was written yet."""
    if not database.sqlite or not _untouched(database):
        return begin_mediation()
    folder, mediation = _mediation()
    target = database.engine.raw_connection()
    source = sqlite3.connect(folder / "heqi.db")
    try:
        assert isinstance(target.driver_connection, sqlite3.Connection)
        source.backup(target.driver_connection)
    finally:
        source.close()
        target.close()
    return deepcopy(mediation)


def _untouched(database: db.Database) -> bool:
    with database.engine.connect() as connection:
        return not any(
            connection.exec_driver_sql(f'SELECT EXISTS (SELECT 1 FROM "{table.name}")').scalar()  # noqa: S608 - our own
            for table in schema.metadata.sorted_tables
        )


@cache
def _empty() -> Path:
    folder = _folder()
    connected = db.connect(f"sqlite:///{folder / 'heqi.db'}")
    schema.metadata.create_all(connected.engine)
    db.disconnect()
    return folder


@cache
def _authority() -> Path:
    folder = _folder()
    use_authorities(settings_for(folder, f"sqlite:///{folder / 'heqi.db'}"))
    return settings_for(folder, "").keys_dir


@cache
def _mediation() -> tuple[Path, Mediation]:
    """Made in a deployment of its own while the test's own waits."""
    folder = _folder()
    fill_with_tables(folder / "heqi.db")
    before = db._database  # noqa: SLF001
    db._database = None  # noqa: SLF001
    try:
        db.connect(f"sqlite:///{folder / 'heqi.db'}")
        mediation = begin_mediation()
        db.disconnect()
    finally:
        db._database = before  # noqa: SLF001
        standing.forget()
    return folder, mediation


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="heqi-prepared-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
