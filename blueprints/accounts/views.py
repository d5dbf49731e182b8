"""Signing in and out, passwords, and one's own account."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from blueprints.accounts import invitations  # noqa: F401 - it mounts its own pages
from blueprints.accounts.devices import MARK, device_name, remember_device
from blueprints.accounts.forms import AddressForm, ChangePasswordForm, PasswordFields, SignInForm
from blueprints.accounts.part import accounts
from blueprints.forms import put_errors
from blueprints.guard import begin, current_actor, current_token, finish
from blueprints.limits import limiter
from blueprints.locale import chosen
from odr.access.actor import Actor, Duty
from odr.accounts import commands
from odr.accounts.commands import ask_for_account, ask_for_reset
from odr.accounts.invitations import look
from odr.accounts.particulars import email_address
from odr.accounts.queries import my_account
from odr.errors import BadCredentials, InvalidInput, TooMany


@accounts.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("20/minute;100/hour", methods=["POST"])
def sign_in() -> Response | str | tuple[str, int]:
    """Sign in, and go on to where the person was going."""
    form = SignInForm(next=request.args.get("next", ""))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(first_page(current_actor()))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 200 if request.method == "GET" else 422
    email, password = str(form.email.data), str(form.password.data)
    try:
        token = commands.sign_in(email, password, device=request.cookies.get(MARK, ""), device_name=device_name())
    except (BadCredentials, TooMany) as refused:
        form.form_errors.append(_why_not(refused))
        return render_template("accounts/sign_in.html", form=form), 429 if isinstance(refused, TooMany) else 401
    begin(token)
    answer = redirect(own_path(form.next.data) or first_page(current_actor()))
    return remember_device(answer, email_address(email))


@accounts.post("/sign-out")
def sign_out() -> Response:
    """Sign this browser out."""
    finish()
    flash(gettext("You are signed out."), "good")
    return redirect(url_for("home.landing"))


@accounts.route("/forgot", methods=["GET", "POST"])
@limiter.limit("5/minute;20/hour", methods=["POST"])
def forgot() -> str | tuple[str, int]:
    """Ask for a link to set a new password. The page says the same whether the address has an account or not."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgot.html", form=form), 200 if request.method == "GET" else 422
    ask_for_reset(str(form.email.data))
    return render_template("accounts/link_sent.html")


@accounts.route("/register", methods=["GET", "POST"])
@limiter.limit("5/minute;20/hour", methods=["POST"])
def register() -> str | tuple[str, int]:
    """Ask for an account. The page says the same whether the address has one or not."""
    form = AddressForm()
    if form.validate_on_submit():
        try:
            ask_for_account(str(form.email.data), locale=chosen())
            return render_template("accounts/link_sent.html")
        except InvalidInput as refused:
            put_errors(form, refused)
    return render_template("accounts/register.html", form=form), 422 if form.errors else 200


@accounts.route("/reset/<token>", methods=["GET", "POST"])
@limiter.limit("20/minute", methods=["POST"])
def reset(token: str) -> Response | str | tuple[str, int]:
    """Set a new password through a one-time link. Looking at the page uses nothing up."""
    link, form = look(token), PasswordFields()
    if form.validate_on_submit():
        try:
            commands.reset_password(token, new=str(form.password.data))
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            flash(gettext("Your new password is set. Please sign in with it."), "good")
            return redirect(url_for("accounts.sign_in"))
    page = render_template("accounts/new_password.html", form=form, email=link.email)
    return page, 422 if form.errors else 200


@accounts.get("/account")
def account() -> str:
    """My name, my language, my sign-ins, my password."""
    return render_template(
        "accounts/account.html",
        account=my_account(current_actor(), current_token()),
        form=ChangePasswordForm(),
    )


@accounts.post("/account/password")
@limiter.limit("10/minute")
def password() -> Response | tuple[str, int]:
    """Change the password; every other device is signed out."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            begin(commands.change_password(current_token(), old=str(form.old.data), new=str(form.password.data)))
        except InvalidInput as refused:
            put_errors(form, refused)
        except BadCredentials:
            form.old.errors = [gettext("This is not your password of today")]
        else:
            flash(gettext("Your password is changed. Every other device was signed out."), "good")
            return redirect(url_for("accounts.account"))
    mine = my_account(current_actor(), current_token())
    return render_template("accounts/account.html", account=mine, form=form), 422


@accounts.post("/account/sign-ins/<login_id>/end")
def end_sign_in(login_id: str) -> Response:
    """End one of my sign-ins on another device."""
    commands.revoke_login(current_actor(), login_id)
    flash(gettext("That device is signed out."), "good")
    return redirect(url_for("accounts.account"))


def first_page(actor: Actor) -> str:
    """Where a person starts: the court desk, the desk of the organisation, or the list of cases."""
    duties = {duty for held in actor.duties.values() for duty in held}
    if Duty.COURT_CLERK in duties and "desk.inbox" in current_app.view_functions:
        return url_for("desk.inbox")
    return url_for("cases.desk") if Duty.ORGANISATION_CLERK in duties else url_for("cases.index")


def own_path(path: str | None) -> str:
    """A path of this platform, or nothing: a sign-in never leads elsewhere."""
    safe = path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe and path and "\\" not in path else ""


def _why_not(refused: BadCredentials | TooMany) -> str:
    if isinstance(refused, TooMany):
        return gettext("Too many wrong passwords were tried for this address. Set a new password to go on.")
    return gettext("The e-mail address and password do not match")
