"""What would be wrong with a message, asked before it is sent: it waits some seconds, its writer is asked at once."""

from __future__ import annotations

from odr.access.actor import Actor
from odr.access.load import open_channel
from odr.access.permissions import Permission
from odr.cases.participants import audience_of, audience_tag
from odr.db import query
from odr.errors import AudienceChanged, PrivateFigure
from odr.rooms.content import Content, checked_content
from odr.rooms.guard import figures_private_until_now
from odr.rooms.models import Channel
from odr.rooms.references import check_references


@query
def check_message(
    actor: Actor, channel_id: str, *, content: Content, audience: str = "", knowingly: bool = False
) -> None:
    """Refuse what `odr.rooms.posting.post_message` would refuse at this moment; nothing is kept and nobody is told.

    Raises:
        NotFound, NotAllowed, AudienceChanged, PrivateFigure, InvalidInput: as there.
    """
    kept = checked_content(content)
    channel = open_channel(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
    tag = audience_tag(audience_of(channel.row.case_id, channel.row))
    if audience and audience != tag:
        raise AudienceChanged(audience=tag)
    if not knowingly and (spans := figures_private_until_now(actor, channel.row, kept.words)):
        raise PrivateFigure(spans=spans)
    check_references(channel, actor.participations[channel.row.case_id].participant_id, kept)
