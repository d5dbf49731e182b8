"""Pages about exhibits: the list of a case, one exhibit, and what its owner may do with it."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from blueprints.evidence.shown import MAX_SAID, announced, exhibit_number, safe_headers
from blueprints.evidence.views import evidence
from blueprints.guard import current_actor
from blueprints.locale import language_tag
from odr.access.actor import ChannelKind, Role
from odr.errors import AudienceChanged, NotFound
from odr.evidence.commands import describe_exhibit
from odr.evidence.disclosures import appearances, destinations, disclose_exhibit
from odr.evidence.listing import (
    CaseExhibits,
    ChannelExhibits,
    case_exhibits,
    case_of_channel,
    exhibits_as_table,
    exhibits_document,
)
from odr.evidence.queries import exhibit_view
from odr.evidence.secrecy import mark_secret, nameable, undertake
from odr.law.trade_secrets import UNDERTAKING, undertaking_basis

TOLD = (
    "gps",
    "device",
    "taken_at",
    "author",
    "last_author",
    "software",
    "title",
    "tracked_changes",
    "comments",
    "notes",
    "attachments",
)


@evidence.get("/cases/<ref>/exhibits")
def case_list(ref: str) -> str:
    """The exhibits of the channels I hear."""
    return render_template("evidence/list.html", case=case_exhibits(current_actor(), ref), name_of=channel_name)


@evidence.get("/channels/<channel_id>/exhibits.csv")
def table(channel_id: str) -> Response:
    """The list of one channel for a spreadsheet."""
    words = exhibits_as_table(current_actor(), channel_id, english=language_tag() == "en")
    headers = safe_headers("exhibits.csv", inline=False)
    return Response("\ufeff" + words, headers=headers, mimetype="text/csv")


@evidence.get("/channels/<channel_id>/exhibits.pdf")
def paper(channel_id: str) -> Response:
    """The list of one channel as a paper."""
    data = exhibits_document(current_actor(), channel_id)
    return Response(data, headers=safe_headers("exhibits.pdf", inline=False), mimetype="application/pdf")


@evidence.get("/exhibits/<exhibit_id>/page")
def page(exhibit_id: str) -> str:
    """One exhibit: what it is, what it proves, who may know it, and what may be done with it."""
    return _page(exhibit_id)


@evidence.post("/exhibits/<exhibit_id>/disclose")
def disclose(exhibit_id: str) -> Answer | tuple[str, int]:
    """I let the hearers of another channel have it; the consent names exactly the people the page showed."""
    actor, form = current_actor(), request.form
    channel_id = form.get("channel_id", "")
    try:
        kept = disclose_exhibit(
            actor, exhibit_id, channel_id=channel_id, audience=form.get("audience", ""), clean="clean" in form
        )
    except AudienceChanged:
        return _page(exhibit_id, changed=True), 409
    announced(actor, channel_id, kept, kept.exhibit_id)
    return redirect(url_for("evidence.page", exhibit_id=exhibit_id))


@evidence.post("/exhibits/<exhibit_id>/describe")
def describe(exhibit_id: str) -> Answer:
    """What my exhibit proves and where it comes from."""
    words = {name: request.form.get(name, "").strip()[:MAX_SAID] for name in ("proves", "origin")}
    describe_exhibit(current_actor(), exhibit_id, **words)
    return redirect(url_for("evidence.page", exhibit_id=exhibit_id))


@evidence.post("/exhibits/<exhibit_id>/secret")
def secret(exhibit_id: str) -> Answer:
    """My exhibit is a trade secret: only the people ticked may open it, after an undertaking."""
    mark_secret(current_actor(), exhibit_id, readers=request.form.getlist("readers"))
    return redirect(url_for("evidence.page", exhibit_id=exhibit_id))


@evidence.post("/exhibits/<exhibit_id>/undertaking")
def undertaking(exhibit_id: str) -> Answer:
    """I undertake to keep it, and may open it."""
    undertake(current_actor(), exhibit_id)
    return redirect(url_for("evidence.page", exhibit_id=exhibit_id))


def channel_name(one: ChannelExhibits, case: CaseExhibits) -> str:
    """How a channel is called to the reader."""
    if one.channel.kind == ChannelKind.JOINT:
        return gettext("Joint room")
    if one.channel.mine:
        return gettext("Private caucus")
    return gettext(
        "Private: %(party)s",
        party=one.channel.party_name_en if language_tag() == "en" else one.channel.party_name,
    )


def _page(exhibit_id: str, *, changed: bool = False) -> str:
    actor = current_actor()
    view = exhibit_view(actor, exhibit_id)
    case_ref = case_of_channel(actor, view.channel_id)
    case = case_exhibits(actor, case_ref)
    here = next((one for one in case.channels if one.channel.id == view.channel_id), None)
    if here is None:
        raise NotFound(kind="exhibit")
    me = next(person for person in here.channel.people if person.account_id == actor.account_id)
    return render_template(
        "evidence/page.html",
        e=view,
        case=case,
        here=here.channel,
        place=channel_name(here, case),
        me=me,
        destinations=destinations(actor, exhibit_id),
        appearances=appearances(actor, exhibit_id),
        nameable=nameable(actor, exhibit_id) if view.mine else [],
        undertaking=UNDERTAKING,
        basis=undertaking_basis().words(),
        mediator=me.role == Role.MEDIATOR,
        told=TOLD,
        changed=changed,
        numbered=exhibit_number(view.number),
    )
