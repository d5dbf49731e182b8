"""The questions of the account pages."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from blueprints.forms import _l

MISSING_EMAIL = InputRequired(_l("Write your e-mail address"))
MISSING_PASSWORD = InputRequired(_l("Write your password"))


class SignInForm(FlaskForm):
    """E-mail and password; `next` is where the person was going."""

    email = EmailField(_l("E-mail address"), [MISSING_EMAIL, Length(max=254)])
    password = PasswordField(_l("Password"), [MISSING_PASSWORD, Length(max=1000)])
    next = HiddenField()


class AddressForm(FlaskForm):
    """An address to send a link to."""

    email = EmailField(_l("E-mail address"), [MISSING_EMAIL, Length(max=254)])


class PasswordFields(FlaskForm):
    """A new password, typed twice."""

    password = PasswordField(_l("New password"), [InputRequired(_l("Choose a password")), Length(max=1000)])
    again = PasswordField(
        _l("The same password again"), [EqualTo("password", _l("Write the same password in both places"))]
    )


class ChangePasswordForm(PasswordFields):
    """The password of today, and the new one."""

    old = PasswordField(_l("Your password today"), [MISSING_PASSWORD, Length(max=1000)])


class RegisterForm(PasswordFields):
    """The name of a person whose address the link has proved."""

    name = StringField(_l("Your name"), [InputRequired(_l("Write your name")), Length(max=120)])


class Consents(FlaskForm):
    """What taking part online asks; each consent stands alone (OLR 4)."""

    mediate = BooleanField(_l("I agree to mediate online"), [InputRequired(_l("Tick this to take part online"))])
    service = BooleanField(_l("I agree to receive documents at my e-mail address"))
    separate = BooleanField(_l("I agree that each side may write at its own time"))


class JoinForm(Consents, RegisterForm):
    """A person invited to a case, who gets an account in the same step."""


class ActWithAccountForm(FlaskForm):
    """A person invited whose address has an account already."""

    password = PasswordField(_l("Your password on this platform"), [MISSING_PASSWORD, Length(max=1000)])


class JoinWithAccountForm(Consents, ActWithAccountForm):
    """The same, invited as a side of the dispute."""


class Undertaking(FlaskForm):
    """What a guest promises before hearing anything (INT 146; OMR 29)."""

    undertaking = BooleanField(_l("I have read this and promise it"), [InputRequired(_l("Tick this to come in"))])


class GuestForm(Undertaking, RegisterForm):
    """A guest, who gets an account in the same step."""


class GuestWithAccountForm(Undertaking, ActWithAccountForm):
    """A guest whose address has an account already."""
