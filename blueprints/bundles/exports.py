"""A bundle taken elsewhere: as a bag for an archive, as a pack for use abroad; and the published schemas."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, render_template

from blueprints.bundles.forms import AbroadForm
from blueprints.bundles.papers import bundles
from blueprints.guard import current_actor
from odr import clock
from odr.bundles.abroad import FILES
from odr.bundles.export import Download, archive_bag, foreign_pack
from odr.bundles.queries import bundle_name
from odr.errors import NotFound
from odr.law.abbreviations import short
from odr.law.abroad import ELEMENTS, STATUS, Approval, Purpose, data_for_foreign_proceedings
from odr.law.time_limits import beijing_date
from signing import schema

schemas = Blueprint("schemas", __name__, url_prefix="/schemas")


@bundles.get("/cases/<ref>/bundle/<bundle_id>/bag.zip")
def bag(ref: str, bundle_id: str) -> Response:
    """For an archive (RFC 8493)."""
    return sent(archive_bag(current_actor(), bundle_id), "application/zip")


@bundles.get("/cases/<ref>/bundle/<bundle_id>/abroad")
def abroad(ref: str, bundle_id: str) -> str:
    """What the pack for use abroad holds, and what the law asks before it is handed over."""
    return _page(ref, bundle_id, AbroadForm())


@bundles.post("/cases/<ref>/bundle/<bundle_id>/abroad")
def take_abroad(ref: str, bundle_id: str) -> Response | tuple[str, int]:
    """The pack, once it is said what for; for foreign proceedings only with the approval."""
    form, actor = AbroadForm(), current_actor()
    bundle_name(actor, bundle_id)
    if not form.validate():
        return _page(ref, bundle_id, form), 422
    purpose = Purpose(form.purpose.data)
    approval = Approval(form.authority.data or "", form.number.data or "", form.on.data)
    if any(one.blocks for one in data_for_foreign_proceedings(purpose, approval, _today())):
        form.authority.errors = [form.needs_approval]
        return _page(ref, bundle_id, form), 422
    return sent(foreign_pack(actor, bundle_id, purpose=purpose, approval=approval), "application/zip")


def _page(ref: str, bundle_id: str, form: AbroadForm) -> str:
    return render_template(
        "bundles/abroad.html",
        ref=ref,
        name=bundle_name(current_actor(), bundle_id),
        form=form,
        elements=ELEMENTS,
        files=FILES,
        status=STATUS,
        findings=[
            *data_for_foreign_proceedings(Purpose.FOREIGN_PROCEEDINGS, None, _today()),
            *data_for_foreign_proceedings(Purpose.OWN_RECORDS, None, _today()),
        ],
        short=short,
    )


def _today() -> date:
    return beijing_date(clock.now())


def sent(download: Download, media_type: str) -> Response:
    """The file, piece by piece."""
    answer = Response(download.pieces, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=download.name)
    if download.size is not None:
        answer.headers.set("Content-Length", str(download.size))
    return answer


@schemas.get("/<schema_name>.json")
def published(schema_name: str) -> Response:
    """One schema with its examples, as heqi-verify carries it; an address never changes what it says.

    Raises:
        NotFound: no such schema.
    """
    if schema_name not in schema.NAMES:
        raise NotFound(kind="schema")
    answer = Response(schema.text(schema_name), mimetype="application/schema+json")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
