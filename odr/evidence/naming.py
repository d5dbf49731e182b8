"""Who is named to see a trade secret, written inside the unit that makes it one."""

from __future__ import annotations

from odr import clock
from odr.cases.participants import audience_of
from odr.db import Transaction
from odr.errors import FileRefused, InvalidInput
from odr.evidence.kinds import PICTURES
from odr.evidence.models import Exhibit, ExhibitReader

SHOWABLE = PICTURES | {"application/pdf"}


def name_readers(tx: Transaction, exhibit: Exhibit, wanted: set[str]) -> None:
    """Write the list of those named, inside the unit that makes the exhibit a secret.

    Raises:
        InvalidInput: somebody named does not hear the channel.
    """
    hearing = {person.participant_id for person in audience_of(exhibit.case_id, exhibit.channel)}
    if not wanted <= hearing:
        raise InvalidInput(readers="unknown")
    known = {reader.participant_id: reader for reader in exhibit.readers}
    for participant_id in known.keys() - wanted:
        tx.session.delete(known[participant_id])
    for participant_id in wanted - known.keys() - {exhibit.owner_id}:
        tx.add(ExhibitReader(exhibit_id=exhibit.id, participant_id=participant_id, named_at=clock.now()))
    tx.session.flush()
    tx.session.expire(exhibit, ["readers"])


def refuse_unless_showable(media_type: str) -> None:
    """Only what can be drawn with a mark across it can be shown as a secret.

    Raises:
        FileRefused: it is something else.
    """
    if media_type not in SHOWABLE:
        raise FileRefused(reason="secret_kind")
