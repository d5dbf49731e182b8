"""Who is asking, for pages, API and sockets alike. Every page needs a sign-in unless it is listed here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from odr import clock
from odr.access.actor import Actor
from odr.accounts.commands import sign_out
from odr.accounts.queries import SignedIn, signed_in
from odr.cases.participants import actor_for
from odr.errors import NotSignedIn

OPEN_ENDPOINTS = frozenset(
    {
        "static",
        "health.live",
        "health.ready",
        "home.landing",
        "home.icon",
        "locale.switch",
        "locale.text_size",
        "accounts.sign_in",
        "accounts.forgot",
        "accounts.register",
        "accounts.reset",
        "accounts.invitation",
        "audit.page",
        "audit.find",
        "audit.sealed",
        "audit.checkpoint",
        "audit.stamp",
        "audit.cosign",
        "audit.consistency",
        "audit.leaf",
        "audit.key",
        "pki.listed",
        "pki.certificate",
        "verify.page",
        "verify.paper",
        "verify.check",
        "verify.roots",
        "verify.offline",
        "schemas.published",
    }
)
FRESH = timedelta(minutes=10)
TOKEN = "login"  # noqa: S105 - the name of a cookie entry, not a secret

csrf = CSRFProtect()
login_manager = LoginManager()


@dataclass
class Reader(UserMixin):
    """The signed-in person, as Flask-Login wants it: facts of this moment, never a database row."""

    facts: SignedIn

    def __getattr__(self, name: str) -> object:
        return getattr(self.__dict__["facts"], name)

    def get_id(self) -> str:
        return session.get(TOKEN, "")


@login_manager.user_loader
def _load(token: str) -> Reader | None:
    facts = signed_in(token)
    return Reader(facts) if facts else None


def begin(token: str) -> None:
    """Start a browser session on a fresh sign-in token; whatever the browser held before is dropped."""
    session.clear()
    session[TOKEN] = token
    facts = signed_in(token)
    if facts is None:
        raise NotSignedIn
    login_user(Reader(facts))


def finish() -> None:
    """End the sign-in of this browser, in the database first."""
    token = session.get(TOKEN, "")
    if token:
        sign_out(token)
    logout_user()
    session.clear()


def current_token() -> str:
    """The sign-in token of this browser."""
    return session.get(TOKEN, "")


def current_actor() -> Actor:
    """Who acts, from the database of this moment: a socket keeps only a copy of its first second.

    Raises:
        NotSignedIn: nobody, or the sign-in was revoked.
    """
    return actor_for(current_sign_in().account_id)


def current_sign_in() -> SignedIn:
    """The live sign-in of this browser.

    Raises:
        NotSignedIn: nobody, or the sign-in was revoked.
    """
    facts = signed_in(current_token()) if current_token() else None
    if facts is None:
        raise NotSignedIn
    return facts


def password_given_at() -> datetime:
    """When this browser's person last proved who they are.

    Raises:
        NotSignedIn: nobody is signed in.
    """
    return current_sign_in().password_at


def is_fresh() -> bool:
    """Was the password given within the last minutes? Signing asks for it again otherwise."""
    return clock.now() - password_given_at() <= FRESH


def register(app: Flask) -> None:
    """Mount sign-in and CSRF protection on every page."""
    login_manager.init_app(app)
    csrf.init_app(app)

    @app.before_request
    def signed_in_unless_open() -> Response | None:
        if request.endpoint in OPEN_ENDPOINTS or request.endpoint is None or current_user.is_authenticated:
            return None
        if request.method == "GET" and request.accept_mimetypes.best == "text/html":
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
        raise NotSignedIn

    @app.before_request
    def from_our_own_pages() -> None:
        """A second wall beside the token: browsers say where an unsafe request comes from."""
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            site = request.headers.get("Sec-Fetch-Site", "same-origin")
            if site not in {"same-origin", "none"}:
                raise NotSignedIn

    @app.context_processor
    def reader() -> dict[str, object]:
        account = current_user.facts if current_user.is_authenticated else None
        return {
            "current_account": account,
            "development_authority": app.config["SETTINGS"].development_authority,
        }
