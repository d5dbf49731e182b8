"""The questions about performance: what was paid or done, when, and why it is disputed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from blueprints.forms import _l

LONGEST = 1000
WORDS = [Length(max=LONGEST, message=_l("This is too long. Please shorten it."))]
WHEN = [InputRequired(_l("Choose a day"))]
LARGEST_YUAN = Decimal("1e12")


class YuanField(StringField):
    """A sum in yuan as people type it; `fen` is the same in whole fen."""

    fen: int | None = None

    def pre_validate(self, form: object) -> None:
        typed = (self.data or "").replace(",", "").replace("，", "").strip().lstrip("¥￥")
        try:
            sum_ = Decimal(typed) * 100
        except InvalidOperation:
            raise ValidationError(_l("Write the sum in yuan, for example 150000 or 1,500.50.")) from None
        if not sum_.is_finite() or sum_ != sum_.to_integral_value() or not 0 < sum_ <= LARGEST_YUAN:
            raise ValidationError(_l("Write the sum in yuan, for example 150000 or 1,500.50."))
        self.fen = int(sum_)


class DoneForm(FlaskForm):
    """Something was done: when, with what proof. `client_ref` makes the same form sent twice one act."""

    on = DateField(_l("On which day"), WHEN)
    proof = FileField(_l("Proof"))
    words = TextAreaField(_l("A few words"), WORDS)
    client_ref = HiddenField(validators=[Length(min=8, max=64)])

    @property
    def fen(self) -> int | None:
        """No sum: it is an act."""
        return None


class PaidForm(DoneForm):
    """A sum was paid, all of it or a part."""

    sum = YuanField(_l("How much (yuan)"))

    @property
    def fen(self) -> int | None:
        """The sum in fen."""
        return self.sum.fen


class ReasonForm(FlaskForm):
    """Why it is disputed, or set aside."""

    reason = TextAreaField(_l("Reason"), [InputRequired(_l("Write the reason")), *WORDS])
