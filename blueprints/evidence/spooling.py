"""What a form brings lies sealed on disk while it is handled: a plain temporary file would be a copy without a key."""

from __future__ import annotations

from typing import IO

from flask import Request

from odr.evidence.spool import Spool


class SealedRequest(Request):
    """A request whose uploaded files are spooled under a key of their own."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return Spool()  # type: ignore[return-value]
