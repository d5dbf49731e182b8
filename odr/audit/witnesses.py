"""Witnesses outside the platform: they compare each head with the one they saw before, and co-sign what fits.

The operator names them in HEQI_LOG_WITNESSES by their public keys (`name+key id+base64`, C2SP tlog-cosignature), with
spaces between. A witness takes
`/log/consistency/<size it saw>`, checks it with its own software, and sends its line to
`/log/checkpoint/<size>/cosignatures`. The heads handed out afterwards carry it.
"""

from __future__ import annotations

from collections.abc import Sequence

from odr import clock
from odr.audit.models import LogCheckpoint, LogCosignature
from odr.db import transaction
from odr.errors import NotFound
from signing.checkpoint import verify_cosignature, witness_from
from signing.errors import VerificationError


def add_cosignature(size: int, line: str, known: Sequence[str]) -> None:
    """Keep a witness's line under the head of that size; a second one of the same witness changes nothing.

    Raises:
        NotFound: there is no such head.
        VerificationError: the line is not a known witness's co-signature of it.
    """
    written = line.strip() + "\n"
    with transaction() as tx:
        row = tx.session.get(LogCheckpoint, size)
        if row is None:
            raise NotFound(kind="checkpoint")
        for witness in map(witness_from, known):
            if written.split(" ")[1:2] == [witness.name]:
                verify_cosignature(row.note, written, witness)
                if tx.session.get(LogCosignature, (size, witness.name)) is None:
                    tx.add(LogCosignature(size=size, witness=witness.name, line=written, at=clock.now()))
                return
    raise VerificationError("log.witness")
