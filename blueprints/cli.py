"""Commands for the operator: prepare, create-admin, worker, renew-archive, verify-audit, trust and more; an outbox."""

from __future__ import annotations

import json
import logging
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from blueprints import trust_cli
from blueprints.verify import offline
from odr.access.actor import SYSTEM
from odr.accounts.administration import create_administrator
from odr.accounts.queries import existing
from odr.audit.publishing import publish
from odr.confirmations.commands import lapse_overdue
from odr.confirmations.reminders import remind_of_terms
from odr.demo import DEMO_PASSWORD, PEOPLE, is_empty, load_demo
from odr.errors import InvalidInput, LogRewritten, NotFound
from odr.evidence.uploads import expire_uploads
from odr.notices import worker
from odr.notices.senders import sender_for
from odr.offers.opening import close_due as close_due_rounds
from odr.performance.clockwork import keep_performance
from odr.proposals.opening import close_due as close_due_proposals
from odr.schema import bring_up_to_date, broken_chains
from odr.settings import Settings
from odr.signatures.archive import renew_due
from odr.signatures.authorities import timestamp_health
from odr.signatures.heads import keep_log

log = logging.getLogger(__name__)
# Rounds and proposals close at their minute, not at the next full hour.
CHORES_EVERY_SECONDS = 10
SELDOM_SECONDS = 3600


@click.command("renew-archive")
@with_appcontext
def renew_archive() -> None:
    """Renew the archive time-stamps that end soon; the worker does so by itself every hour."""
    click.echo(f"renewed: {renew_due(SYSTEM)}")


def register(app: Flask, settings: Settings) -> None:
    """Add the commands; serve the outbox from this process when the settings say so."""

    @app.cli.command("prepare")
    @click.option("--people-only", is_flag=True, help="Load the people of the demonstration, but no case.")
    @click.option("--json", "as_json", is_flag=True, help="Print the accounts as one JSON object per line.")
    def prepare(people_only: bool, as_json: bool) -> None:
        """Make the database and keys ready; load the demonstration into an empty one."""
        bring_up_to_date()
        if is_empty():
            load_demo(settings, people_only=people_only)
        _print_accounts(settings, as_json)

    @app.cli.command("create-admin")
    @click.argument("email")
    @click.argument("name")
    @click.password_option()
    def create_admin(email: str, name: str, password: str) -> None:
        """Create an administrator of the platform, who sees no case and no room."""
        try:
            create_administrator(email=email, name=name, password=password)
        except InvalidInput as refused:
            raise click.ClickException(f"cannot be used: {refused.details['fields']}") from None

    _register_audit(app)
    trust_cli.register(app)
    offline.register(app)
    app.cli.add_command(renew_archive)

    @app.cli.command("worker")
    def empty_outbox() -> None:
        """Send what waits in the outbox, and let run out what is overdue, until told to end."""
        _work(settings, _told_to_end())

    if settings.background and click.get_current_context(silent=True) is None:
        threading.Thread(target=_work, args=(settings, threading.Event()), name="outbox", daemon=True).start()


def _register_audit(app: Flask) -> None:
    @app.cli.command("verify-audit")
    def verify_audit() -> None:
        """Check every chain of the audit trail; exit 1 when something was altered or is missing."""
        broken = broken_chains()
        for chain, entries in broken.items():
            click.echo(f"{chain}: {', '.join(entries)}")
        if broken:
            raise SystemExit(1)
        click.echo("sound")

    @app.cli.command("publish-checkpoints")
    @click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
    def publish_checkpoints(directory: Path) -> None:
        """Write the public log to DIRECTORY for mirrors; exit 1 when what lies there contradicts the log."""
        try:
            size = publish(directory)
        except NotFound:
            raise click.ClickException("no head of the log is signed yet") from None
        except LogRewritten:
            raise click.ClickException(f"{directory} holds another log: run verify-audit") from None
        click.echo(f"{size} entries")


def _told_to_end() -> threading.Event:
    """Set when a supervisor or the person at the keyboard ends this process."""
    stop = threading.Event()
    for word in (signal.SIGTERM, signal.SIGINT):
        signal.signal(word, lambda *told: stop.set())
    return stop


def _work(settings: Settings, stop: threading.Event) -> None:
    """The letter in hand is finished before the work ends."""
    often = [partial(chore, SYSTEM) for chore in (close_due_rounds, close_due_proposals)]
    chores = (lapse_overdue, remind_of_terms, keep_performance, expire_uploads, keep_log, renew_due)
    seldom = [_hourly(partial(chore, SYSTEM)) for chore in chores]
    seldom.append(_hourly(partial(timestamp_health, ask=True)))
    worker.run(
        sender_for(settings),
        settings.public_url,
        stop,
        chores=(*often, *seldom),
        every=CHORES_EVERY_SECONDS,
    )


def _hourly(chore: Callable[[], object]) -> Callable[[], None]:
    """The chore at the first call, and then no sooner than an hour after the last time."""
    due = [0.0]

    def when_due() -> None:
        if time.monotonic() >= due[0]:
            chore()
            due[0] = time.monotonic() + SELDOM_SECONDS

    return when_due


def _print_accounts(settings: Settings, as_json: bool) -> None:
    known = existing(person.email for person in PEOPLE)
    people = [person for person in PEOPLE if person.email in known]
    if as_json:
        for person in people:
            facts = {
                "email": person.email,
                "password": DEMO_PASSWORD,
                "role": person.role,
                "name": person.name,
            }
            click.echo(json.dumps(facts, ensure_ascii=False))
        return
    click.echo(f"\n  和契 Heqi   {settings.public_url}\n")
    if not people:
        return
    click.echo("  演示账号，仅供本机使用 / Demonstration accounts, for this machine only")
    click.echo(f"  密码 / Password: {DEMO_PASSWORD}\n")
    for person in people:
        click.echo(f"  {person.email:<28} {person.name} · {person.what.zh} · {person.what.en}")
    if not settings.mail_url:
        click.echo(f"\n  邮件保存在 / Letters are written to {settings.outbox_dir}")
    click.echo("")
