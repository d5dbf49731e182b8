"""The check at the clause form: what is typed is looked at, a wording offered goes into the form; nothing is kept."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.agreements.forms import FreeForm
from blueprints.agreements.views import agreements
from blueprints.agreements.wordings import kind_of, posted_model, typed_wording
from blueprints.guard import current_actor
from blueprints.locale import say
from odr.access.actor import Actor
from odr.agreements.checking import Typed, check_words, offered_wording
from odr.errors import InvalidInput, NotFound
from odr.law.abbreviations import short
from odr.law.articles import Citation
from odr.law.findings import Finding
from signing.wording import Words


@agreements.app_template_filter("article")
def article(citation: Citation) -> str:
    """An article as clerks say it, in the reader's language."""
    return say(short(citation))


@agreements.app_template_filter("marked")
def marked(text: str, findings: tuple[Finding, ...], language: str) -> list[list[tuple[str, str]]]:
    """The lines of a text, each in pieces with the severity of the finding that is about it, or with none."""
    marks = [""] * len(text)
    for finding in sorted(findings, key=lambda one: one.blocks):
        for span in finding.spans:
            if span.language == language:
                marks[span.start : span.end] = [finding.severity.value] * len(marks[span.start : span.end])
    lines: list[list[tuple[str, str]]] = [[]]
    for sign, mark in zip(text, marks, strict=True):
        if sign == "\n":
            lines.append([])
        elif lines[-1] and lines[-1][-1][1] == mark:
            lines[-1][-1] = (lines[-1][-1][0] + sign, mark)
        else:
            lines[-1].append((sign, mark))
    return [line for line in lines if line]


@agreements.post("/cases/<ref>/agreement/check")
def check(ref: str) -> Response:
    """What the rules say to the words in the form, while they are being typed; an answer not yet usable is no fault."""
    try:
        found = typed(current_actor(), ref)
    except InvalidInput:
        return jsonify(findings=[], unfinished=True)
    return jsonify(findings=[_told(finding) for finding in found.findings], unfinished=False)


def typed(actor: Actor, ref: str) -> Typed:
    """The words in the form with their findings. Raises NotFound, InvalidInput."""
    wording = typed_wording(posted_model(None), kind_of(request.form.get("kind", "")))
    return check_words(actor, ref, wording, clause_id=request.form.get("clause", ""))


def form_with_offer(actor: Actor, ref: str, clause_id: str, revision: str) -> FreeForm | None:
    """The form with the wording that was pressed: one of a kept clause, or one for the words just typed."""
    pressed = request.values.get("use", "")
    if not pressed:
        return None
    key, _, choice = pressed.rpartition(".")
    if not choice.isascii() or not choice.isdigit() or len(choice) > 2:
        raise NotFound(kind="finding")
    if request.method == "GET":
        words = offered_wording(actor, clause_id, key, choice=int(choice))
    else:
        words = _among(typed(actor, ref), key, int(choice))
    return FreeForm(formdata=None, data={"revision": revision, "text": words.zh, "text_en": words.en})


def _among(found: Typed, key: str, choice: int) -> Words:
    for finding in found.findings:
        if finding.key() == key and choice < len(finding.offers):
            return finding.offers[choice].words
    raise NotFound(kind="finding")


def _told(finding: Finding) -> dict[str, Any]:
    laws = (finding.citation, *finding.also)
    return {
        "key": finding.key(),
        "severity": finding.severity.value,
        "tag": gettext("Must be changed") if finding.blocks else gettext("Look again"),
        "message": say(finding.message),
        "law": [{"short": article(one), "full": say(one.words())} for one in laws],
        "spans": [{"language": span.language, "start": span.start, "end": span.end} for span in finding.spans],
        "offers": [{"title": say(offer.title), "zh": offer.words.zh, "en": offer.words.en} for offer in finding.offers],
    }
