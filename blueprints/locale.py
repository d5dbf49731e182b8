"""Language, dates in Beijing time, and money: how facts are shown to the person who reads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, redirect, request, url_for
from flask_babel import Babel, format_date, format_datetime, get_locale
from flask_login import current_user
from werkzeug.wrappers import Response

from odr import clock
from odr.accounts.commands import choose_locale
from signing.wording import Words

BEIJING = ZoneInfo("Asia/Shanghai")
LOCALES = {"zh-CN": "zh_Hans_CN", "en": "en"}
YEAR_SECONDS = 365 * 24 * 3600

locale = Blueprint("locale", __name__)


def chosen() -> str:
    """The catalogue for this reader: cookie, then account, then the browser's wish, Chinese first."""
    if request.cookies.get("locale") in LOCALES:
        return LOCALES[request.cookies["locale"]]
    if current_user and current_user.is_authenticated:
        return current_user.locale
    best = request.accept_languages.best_match(["zh-CN", "zh", "en"], default="zh-CN")
    return "en" if best == "en" else "zh_Hans_CN"


def language_tag() -> str:
    """The reader's language as an HTML lang value: zh-CN or en."""
    return "en" if str(get_locale()).startswith("en") else "zh-CN"


def say(words: Words) -> str:
    """A sentence that exists in both languages, in the reader's."""
    return words.say(language_tag())


def beijing(instant: datetime | date, style: str = "long") -> str:
    """An instant or a day as Beijing sees it. `style`: long (with weekday and minute), short, day, time."""
    if isinstance(instant, datetime):
        instant = instant.astimezone(BEIJING)
    chinese = language_tag() == "zh-CN"
    patterns = {
        "long": "y年M月d日（EEE）HH:mm" if chinese else "EEE d MMM y, HH:mm",
        "short": "M月d日 HH:mm" if chinese else "d MMM, HH:mm",
        "day": "y年M月d日（EEE）" if chinese else "EEE d MMM y",
        "time": "HH:mm",
    }
    if isinstance(instant, datetime):
        return format_datetime(instant, patterns[style], rebase=False)
    return format_date(instant, patterns["day"], rebase=False)


def beijing_day(instant: datetime) -> date:
    """The calendar day in Beijing at that instant."""
    return instant.astimezone(BEIJING).date()


def days_left(end: datetime | date) -> int:
    """Whole Beijing calendar days from today to `end`; negative when it has passed."""
    last = beijing_day(end) if isinstance(end, datetime) else end
    return (last - beijing_day(clock.now())) // timedelta(days=1)


def yuan(fen: int) -> str:
    """Integer fen as ¥12,345.67."""
    sign, whole, rest = ("-" if fen < 0 else ""), abs(fen) // 100, abs(fen) % 100
    return f"{sign}¥{whole:,}.{rest:02d}"


@locale.post("/language")
def switch() -> Response:
    """The reader switches language; an account remembers it."""
    tag = request.form.get("locale", "")
    answer = redirect(_own_path(request.form.get("next", "")))
    if tag in LOCALES:
        answer.set_cookie("locale", tag, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure)
        if current_user.is_authenticated:
            choose_locale(current_user.account_id, LOCALES[tag])
    return answer


@locale.post("/text-size")
def text_size() -> Response:
    """Larger letters for those who want them (关怀模式)."""
    size = request.form.get("size", "")
    answer = redirect(_own_path(request.form.get("next", "")))
    if size in {"standard", "large"}:
        answer.set_cookie("text_size", size, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure)
    return answer


def register(app: Flask) -> None:
    """Mount the language of pages and the filters that show facts."""
    app.config.update(BABEL_DEFAULT_LOCALE="zh_Hans_CN", BABEL_TRANSLATION_DIRECTORIES="blueprints/translations")
    Babel(app, locale_selector=chosen, timezone_selector=lambda: "Asia/Shanghai")
    app.jinja_env.filters.update(say=say, beijing=beijing, days_left=days_left, yuan=yuan)
    app.jinja_env.add_extension("jinja2.ext.i18n")

    @app.context_processor
    def reader() -> dict[str, object]:
        size = request.cookies.get("text_size", "standard")
        return {"locale": language_tag(), "text_size": size if size in {"standard", "large"} else "standard"}

    @app.after_request
    def depends_on_reader(answer: Response) -> Response:
        answer.vary.update(["Cookie", "Accept-Language"])
        return answer


def _own_path(path: str) -> str:
    """A path of this platform; a tab, which browsers drop, would make "/\\t/x" the address of another host."""
    own = path.startswith("/") and path.isprintable() and "\\" not in path and not path.startswith("//")
    return path if own else url_for("home.landing")
