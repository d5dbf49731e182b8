"""Remarks on a clause: one page for each channel, so that nobody can mistake who reads what they write."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.agreements.amendments import agreements
from blueprints.agreements.audience import short_name, shown_name, words_of
from blueprints.guard import current_actor
from odr.access.actor import Actor
from odr.agreements.comments import comment, settle
from odr.agreements.remarks import RemarksPage, remarks_page
from odr.errors import AudienceChanged, InvalidInput, NotFound, PrivateFigure

ACTS = {"settle": True, "reopen": False}


@agreements.app_context_processor
def naming() -> dict[str, Any]:
    """How channels and people are named, for the templates of remarks."""
    return {"channel_name": short_name, "person_name": shown_name}


@agreements.route("/cases/<ref>/agreement/clauses/<clause_id>/remarks/<channel_id>", methods=["GET", "POST"])
def remarks(ref: str, clause_id: str, channel_id: str) -> Response | str | tuple[str, int]:
    """The remarks on a clause in one channel; writing one is asked again if others than those shown would read it."""
    actor = current_actor()
    page = _page_of(actor, ref, clause_id, channel_id=channel_id)
    if request.method == "GET":
        return _shown(page)
    text = request.form.get("text", "")
    try:
        comment(
            actor,
            clause_id,
            channel_id,
            text=text,
            audience=request.form.get("audience", ""),
            knowingly=request.form.get("knowingly") == "yes",
            answers=request.form.get("answers", ""),
        )
    except (AudienceChanged, PrivateFigure) as asked:
        return _shown(page, refusal=asked.code, kept=text), 409
    except InvalidInput:
        return _shown(page, refusal="empty" if not text.strip() else "too_long", kept=text), 422
    return _back(ref, clause_id, channel_id)


@agreements.post("/cases/<ref>/agreement/clauses/<clause_id>/remarks/<channel_id>/<comment_id>/<act>")
def settle_remark(ref: str, clause_id: str, channel_id: str, comment_id: str, act: str) -> Response:
    """A remark is settled, or open again."""
    actor = current_actor()
    page = _page_of(actor, ref, clause_id, channel_id=channel_id)
    if act not in ACTS or comment_id not in {thread.id for thread in page.threads}:
        raise NotFound(kind="comment")
    settle(actor, comment_id, settled=ACTS[act])
    return _back(ref, clause_id, channel_id)


def _page_of(actor: Actor, ref: str, clause_id: str, *, channel_id: str) -> RemarksPage:
    page = remarks_page(actor, clause_id, channel_id)
    if page.draft.case_ref != ref:
        raise NotFound(kind="clause")
    return page


def _shown(page: RemarksPage, *, refusal: str = "", kept: str = "") -> str:
    asked = {
        "audience_changed": gettext("Other people read this now than when you wrote it. Look at the names, then send."),
        "private_figure": gettext("So far you named this figure in private only. Nothing was sent."),
        "empty": gettext("Write something first."),
        "too_long": gettext("This is too long, or holds signs that cannot be shown. Shorten it."),
    }
    return render_template(
        "agreements/remarks.html",
        view=page,
        draft=page.draft,
        clause=page.clause,
        words=words_of(page),
        refusal=refusal,
        said=asked.get(refusal, ""),
        kept=kept,
        answers=request.form.get("answers", ""),
    )


def _back(ref: str, clause_id: str, channel_id: str) -> Response:
    where = url_for(
        "agreements.remarks", ref=ref, clause_id=clause_id, channel_id=channel_id, saved="remark", _anchor="say"
    )
    return redirect(where)
