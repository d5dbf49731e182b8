"""Commands for the operator's keys: `flask trust status`, `renew`, `retire`, `root-list`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from flask import Flask
from flask.cli import AppGroup

from odr.errors import Conflict
from odr.signatures import operation
from signing.errors import SigningError

trust = AppGroup("trust", help="The platform's own keys and the services it trusts.")
FAILING = 1


@trust.command("status")
@click.option("--ask", is_flag=True, help="Ask every time-stamp service now.")
def status(ask: bool) -> None:
    """Which keys lie where and until when, and how the time-stamp services do; exit 1 when one of them fails."""
    with _told():
        found = operation.trust_services(ask=ask)
    click.echo(f"profile {found.profile}{', for development only' if found.development else ''}")
    for key in found.keys:
        mark = "in use" if key.current else "superseded"
        click.echo(f"{key.name:<14} {key.place:<7} until {key.expires:%Y-%m-%d}  {mark}")
    for service in found.timestamps:
        said = f"failed {_moment(service.failed_at)}: {service.code}" if service.failing else "ok"
        click.echo(f"time-stamps    {service.name}  {said}, last answer {_moment(service.answered_at)}")
    if any(service.failing for service in found.timestamps):
        raise SystemExit(FAILING)


@trust.command("renew")
@click.argument("role", type=click.Choice(["issuing", "timestamp"]))
def renew(role: str) -> None:
    """Give the issuing authority or the time-stamp unit a new key and certificate; the root's key must be here."""
    with _told():
        click.echo(f"{operation.renew(role)} is in use from now on; run `flask trust retire` in a month")


@trust.command("retire")
def retire() -> None:
    """Destroy superseded keys that nothing valid depends on any more."""
    with _told():
        gone = operation.retire()
    click.echo("\n".join(f"{name} destroyed" for name in gone) or "nothing to destroy")


@trust.command("root-list")
def root_list() -> None:
    """Issue the root's revocation list anew, before its key is carried away again."""
    with _told():
        click.echo(f"valid until {operation.keep_root_list():%Y-%m-%d}")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(trust)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SigningError as refused:
        raise click.ClickException(f"{refused.words.en} ({refused.code})") from None
    except Conflict:
        raise click.ClickException("certificates come from another authority, which renews its own keys") from None


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "never"
