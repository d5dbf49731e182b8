"""Composition root: the only file that knows every part. `gunicorn 'wsgi:create_app()'` serves it."""

from __future__ import annotations

import os
from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from blueprints import cli, errors, guard, headers, limits, locale, realtime
from blueprints.evidence.spooling import SealedRequest
from blueprints.loop import one_loop, real_thread, socket_wait
from blueprints.registry import BLUEPRINTS, SOCKET_FEATURES
from odr import db, events, offload, schema
from odr.access import vault
from odr.calls.commands import keep_to_audience
from odr.calls.media import mesh_from, use_media
from odr.evidence.storage import FileBlobStore, use_store
from odr.offers.box import use_opener
from odr.papers.mark import use_public_address
from odr.rooms.translation import HttpEngine, use_engine
from odr.settings import Settings, from_environment
from odr.signatures.authorities import use_authorities


def create_app(settings: Settings | None = None) -> Flask:
    """Build the platform from its settings (from the environment when none are given).

    Raises:
        UnsafeSettings, UnsafeDatabase: it would not keep what it acknowledges, or its secrets are weak.
    """
    settings = settings or from_environment(os.environ)
    events.unsubscribe_all()
    connect_domain(settings)
    app = Flask(__name__)
    app.request_class = SealedRequest
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.session_key,
        PUBLIC_URL=settings.public_url,
        MAX_CONTENT_LENGTH=settings.max_form_bytes + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="__Host-heqi" if settings.secure_cookies else "heqi",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
        # Our pages send no Referer to anybody, so none can be asked for; the browser's own word is (blueprints.guard).
        WTF_CSRF_SSL_STRICT=False,
        RATELIMIT_ENABLED=settings.rate_limits,
    )
    if settings.trusted_proxies:
        # Limits count by address: behind a balancer, that is the address it names and not its own.
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    for part in (headers, guard, errors, locale, limits):
        part.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    realtime.register(
        app,
        SOCKET_FEATURES,
        async_mode=_async_mode(settings),
        burst=settings.events_in_5_seconds,
        redis_url=settings.redis_url,
        key=vault.purpose_subkey("crossing"),
    )
    keep_calls_to_their_audience()
    cli.register(app, settings)
    return app


def connect_domain(settings: Settings) -> None:
    """Give the domain its database, keys, files, authorities and workers."""
    schema.complete()
    db.connect(settings.database_url)
    db.use_loop(*((real_thread(), socket_wait()) if one_loop() else (None, None)))
    vault.use_master_key(settings.master_key)
    use_store(FileBlobStore(settings.blobs_dir))
    url = settings.translation_url
    use_engine(HttpEngine(url, settings.translation_key) if url else None)
    use_authorities(settings)
    use_public_address(settings.public_url)
    use_opener(settings)
    use_media(mesh_from(settings.ice_servers, settings.turn_secret))
    offload.use_processes(2 if settings.offload == "process" else 0)


def keep_calls_to_their_audience() -> None:
    """Whoever no longer hears a channel no longer sits in its call, from the moment that is decided."""

    def look_again(event: events.ParticipantsChanged | events.CaseChanged) -> None:
        keep_to_audience(event.case_ref)

    for kind in (events.ParticipantsChanged, events.CaseChanged):
        events.subscribe(kind, look_again)


def _async_mode(settings: Settings) -> str:
    return "gevent" if one_loop() else settings.async_mode
