"""The freeze: content becomes a PDF with every signature field in place, whose bytes never change again."""

from __future__ import annotations

import json
from dataclasses import dataclass

from odr.agreements.content import AgreementContent
from odr.agreements.document import render_agreement
from odr.papers.mark import Mark
from odr.papers.paper import BoxKind, Rendered
from signing.canonical import sha256_hex
from signing.pdf import FieldKind, SignatureField, add_fields
from signing.schema import validate


@dataclass(frozen=True)
class Frozen:
    """The frozen document: its bytes, their digest, and where each field came to stand."""

    pdf: bytes
    sha256: str
    rendered: Rendered


def freeze(content: AgreementContent, development: bool, mark: Mark | None = None) -> Frozen:
    """Render, add the signature fields and hash; slow, so run it in a worker.

    Raises:
        InvalidInput: a character that cannot be printed.
        Unavailable: the fonts have not been fetched yet.
        BundleError: the content does not fit its published schema, which is a fault of ours.
    """
    validate("agreement", content.to_json())
    rendered = render_agreement(content, development, mark)
    fields = [
        SignatureField(
            field.name,
            field.page,
            field.box,
            FieldKind.SEAL if field.kind is BoxKind.SEAL else FieldKind.SIGNATORY,
        )
        for field in rendered.fields
    ]
    document = add_fields(rendered.pdf, fields)
    return Frozen(document, sha256_hex(document), rendered)


def fields_json(frozen: Frozen, people: dict[str, dict[str, object]]) -> str:
    """The fields as a version keeps them: place, kind, and who is to sign there."""
    entries = [
        {
            "field": field.name,
            "page": field.page,
            "box": [round(side, 2) for side in field.box],
            "kind": field.kind.value,
            **people[field.name],
        }
        for field in frozen.rendered.fields
    ]
    return json.dumps(entries, ensure_ascii=False)
