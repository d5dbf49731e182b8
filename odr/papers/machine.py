"""What a paper says, for programs: the JSON inside every file that has no content of its own kind (`odr/paper/1`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from odr.papers.paper import Block, Closing, Heading, Paper, Particulars, SignaturePage, Table, Text
from signing.canonical import canonical_bytes, sha256_hex
from signing.wording import Words

SCHEMA = "odr/paper/1"
CODE_LENGTH = 16


def with_content(paper: Paper) -> Paper:
    """The paper with its content for machines, and with the first digits of that content's digest as its code."""
    if not paper.attachment:
        paper = replace(paper, attachment=content_of(paper), attachment_name="paper.json")
    return paper if paper.code else replace(paper, code=sha256_hex(paper.attachment)[:CODE_LENGTH])


def content_of(paper: Paper) -> bytes:
    """Title, number and every printed word in their order, in canonical form (RFC 8785)."""
    return canonical_bytes({
        "schema": SCHEMA,
        "title": _both(paper.title),
        "reference": paper.reference,
        "number": paper.mark.number if paper.mark else "",
        "issuer": paper.author,
        "prevailing": "zh",
        "development": paper.development,
        "blocks": [block for part in paper.blocks for block in _block(part)],
    })  # fmt: skip


def _block(block: Block) -> Iterator[dict[str, Any]]:
    if isinstance(block, Heading):
        yield {"type": "heading", "level": block.level, "number": block.number.zh, **_both(block.words)}
    elif isinstance(block, Text):
        yield {"type": "text", **_both(block.words)}
    elif isinstance(block, Particulars):
        rows = [{"label": _both(row.label), "values": [_both(value) for value in row.values]} for row in block.rows]
        yield {"type": "particulars", "rows": rows}
    elif isinstance(block, Table):
        cells = [[_both(words) for words in row] for row in block.rows]
        yield {"type": "table", "head": [_both(words) for words in block.head], "rows": cells}
    elif isinstance(block, SignaturePage):
        yield {"type": "signatures", "boxes": [{"name": box.name, **_both(box.label)} for box in block.boxes]}
    elif isinstance(block, Closing):
        yield {"type": "closing", "lines": [_both(words) for words in block.lines]}


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
