"""One-time links: a respondent's answer in sixty seconds, an agent's mandate, a new account.

Looking at a link uses nothing up; a button does.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from blueprints.accounts.devices import device_name, remember_device
from blueprints.accounts.forms import (
    ActWithAccountForm,
    GuestForm,
    GuestWithAccountForm,
    JoinForm,
    JoinWithAccountForm,
    RegisterForm,
)
from blueprints.accounts.part import accounts
from blueprints.forms import put_errors
from blueprints.guard import begin, current_actor
from blueprints.limits import limiter
from blueprints.locale import chosen
from odr.accounts.commands import open_account, sign_in
from odr.accounts.invitations import Link, look
from odr.cases import mandates, respondent
from odr.cases.consents import ONLINE, SEPARATE_TIMES, SERVICE
from odr.errors import BadCredentials, InvalidInput, TooMany
from odr.guests import commands as guests
from odr.guests.queries import guest_link_view
from odr.rooms import parties

Answer = Response | str | tuple[str, int]


@accounts.route("/invitation/<token>", methods=["GET", "POST"])
@limiter.limit("20/minute", methods=["POST"])
def invitation(token: str) -> Answer:
    """The page behind a one-time link, whatever it is for."""
    link = look(token)
    if link.purpose == "respond":
        return _respond(token)
    if link.purpose == "join":
        return _join(token)
    if link.purpose == "accede":
        return _accede(token)
    if link.purpose == "attend":
        return _attend(token)
    if link.purpose == "register":
        return _register(token, link)
    return redirect(url_for("accounts.reset", token=token))


def _respond(token: str) -> Answer:
    view = respondent.invitation_view(token)
    answer = request.form.get("answer", "")
    if answer == "decline":
        respondent.decline(token)
        return render_template("accounts/answered.html", answer=answer, view=view)
    if answer == "not_me":
        respondent.not_me(token)
        return render_template("accounts/answered.html", answer=answer, view=view)
    form = JoinWithAccountForm() if view.has_account else JoinForm(name=view.representative)
    known = _is_me(view.email)
    if known and isinstance(form, JoinWithAccountForm):
        del form.password
    if form.validate_on_submit():
        try:
            return _accept(token, form, view.email, known)
        except InvalidInput as refused:
            put_errors(form, refused)
        except (BadCredentials, TooMany):
            form.form_errors.append(gettext("This is not the password of your account. Try again."))
    page = render_template("accounts/invitation.html", view=view, form=form, token=token)
    return page, 422 if form.errors else 200


def _accept(token: str, form: JoinForm | JoinWithAccountForm, email: str, known: bool) -> Response:
    consents = _ticked(form)
    if isinstance(form, JoinForm):
        password = str(form.password.data)
        ref = respondent.accept_as_new(
            token, name=str(form.name.data), password=password, locale=chosen(), consents=consents
        )
        begin(sign_in(email, password, device_name=device_name()))
    else:
        if not known:
            begin(sign_in(email, str(form.password.data), device_name=device_name()))
        ref = respondent.accept_as_known(current_actor(), token, consents=consents)
    flash(gettext("Thank you. You take part now; the organisation proposes a mediator next."), "good")
    return remember_device(redirect(url_for("cases.page", ref=ref)), email)


def _join(token: str) -> Answer:
    view = mandates.agent_invitation_view(token)
    if request.form.get("answer") == "decline":
        mandates.decline_mandate(token)
        return render_template("accounts/answered.html", answer="mandate", view=view)
    known = _is_me(view.email)
    form = ActWithAccountForm() if view.has_account else RegisterForm(name=view.name)
    if known and isinstance(form, ActWithAccountForm):
        del form.password
    if form.validate_on_submit():
        try:
            return _act(token, form, view.email, known)
        except InvalidInput as refused:
            put_errors(form, refused)
        except (BadCredentials, TooMany):
            form.form_errors.append(gettext("This is not the password of your account. Try again."))
    page = render_template("accounts/mandate.html", view=view, form=form, token=token)
    return page, 422 if form.errors else 200


def _act(token: str, form: RegisterForm | ActWithAccountForm, email: str, known: bool) -> Response:
    if isinstance(form, RegisterForm):
        password = str(form.password.data)
        ref = mandates.act_as_new(token, name=str(form.name.data), password=password, locale=chosen())
        begin(sign_in(email, password, device_name=device_name()))
    else:
        if not known:
            begin(sign_in(email, str(form.password.data), device_name=device_name()))
        ref = mandates.act_as_known(current_actor(), token)
    flash(gettext("You act in this case from now on."), "good")
    return remember_device(redirect(url_for("cases.page", ref=ref)), email)


def _accede(token: str) -> Answer:
    view = parties.party_link_view(token)
    if request.form.get("answer") == "decline":
        parties.decline_to_accede(token)
        return render_template("accounts/answered.html", answer="party", view=view)
    known = _is_me(view.email)
    form = JoinWithAccountForm() if view.has_account else JoinForm(name=view.name)
    if known and isinstance(form, JoinWithAccountForm):
        del form.password
    if form.validate_on_submit():
        try:
            return _join_as_party(token, form, view.email, known)
        except InvalidInput as refused:
            put_errors(form, refused)
        except (BadCredentials, TooMany):
            form.form_errors.append(gettext("This is not the password of your account. Try again."))
    page = render_template("accounts/party.html", view=view, form=form, token=token)
    return page, 422 if form.errors else 200


def _join_as_party(token: str, form: JoinForm | JoinWithAccountForm, email: str, known: bool) -> Response:
    consents = _ticked(form)
    if isinstance(form, JoinForm):
        password, name = str(form.password.data), str(form.name.data)
        ref = parties.accede_as_new(token, name=name, password=password, locale=chosen(), consents=consents)
        begin(sign_in(email, password, device_name=device_name()))
    else:
        if not known:
            begin(sign_in(email, str(form.password.data), device_name=device_name()))
        ref = parties.accede_as_known(current_actor(), token, consents=consents)
    flash(gettext("Thank you. You take part now, with a private room of your own with the mediator."), "good")
    return remember_device(redirect(url_for("sittings.page", ref=ref)), email)


def _ticked(form: JoinForm | JoinWithAccountForm) -> list[str]:
    ticked = ((ONLINE, form.mediate.data), (SERVICE, form.service.data), (SEPARATE_TIMES, form.separate.data))
    return [subject for subject, given in ticked if given]


def _attend(token: str) -> Answer:
    view = guest_link_view(token)
    if request.form.get("answer") == "decline":
        guests.decline_to_attend(token)
        return render_template("accounts/answered.html", answer="guest", view=view)
    known = _is_me(view.email)
    form = GuestWithAccountForm() if view.has_account else GuestForm(name=view.name)
    if known and isinstance(form, GuestWithAccountForm):
        del form.password
    if form.validate_on_submit():
        try:
            return _come_in(token, form, view.email, known)
        except InvalidInput as refused:
            put_errors(form, refused)
        except (BadCredentials, TooMany):
            form.form_errors.append(gettext("This is not the password of your account. Try again."))
    page = render_template("accounts/guest.html", view=view, form=form, token=token)
    return page, 422 if form.errors else 200


def _come_in(token: str, form: GuestForm | GuestWithAccountForm, email: str, known: bool) -> Response:
    promised = bool(form.undertaking.data)
    if isinstance(form, GuestForm):
        password, name = str(form.password.data), str(form.name.data)
        ref = guests.attend_as_new(token, name=name, password=password, undertaken=promised, locale=chosen())
        begin(sign_in(email, password, device_name=device_name()))
    else:
        if not known:
            begin(sign_in(email, str(form.password.data), device_name=device_name()))
        ref = guests.attend_as_known(current_actor(), token, undertaken=promised)
    flash(gettext("You are a guest of this mediation now. You hear the rooms listed here and no others."), "good")
    return remember_device(redirect(url_for("rooms.room", ref=ref)), email)


def _register(token: str, link: Link) -> Answer:
    form = RegisterForm()
    if form.validate_on_submit():
        password = str(form.password.data)
        try:
            email = open_account(token, name=str(form.name.data), password=password, locale=chosen())
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            begin(sign_in(email, password, device_name=device_name()))
            flash(gettext("Your account is open."), "good")
            return remember_device(redirect(url_for("cases.index")), email)
    page = render_template("accounts/new_account.html", form=form, link=link)
    return page, 422 if form.errors else 200


def _is_me(email: str) -> bool:
    return bool(current_user.is_authenticated and current_user.email == email)
