"""Reading PDFs in tests."""

from __future__ import annotations

import pypdfium2


def words_of(pdf: bytes) -> str:
    """All text of a PDF, without white space."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return "".join(text.split())
