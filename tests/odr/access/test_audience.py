"""The caucus firewall, in Python and in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from odr.access.actor import ChannelKind, Role
from odr.access.audience import heard_by, hears


@dataclass(frozen=True)
class Facts:
    """A person or a channel, as the rule sees them."""

    party_id: Any
    role: Any = None
    kind: Any = None


parties = st.one_of(st.none(), st.sampled_from(["a", "b", "c"]))
people = st.one_of(st.none(), st.builds(Facts, role=st.sampled_from([*Role, "observer", ""]), party_id=parties))
channels = st.builds(Facts, kind=st.sampled_from([*ChannelKind, "misspelt"]), party_id=parties)

ENGINE = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
TABLE = sa.Table(
    "c",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String),
    sa.Column("party_id", sa.String),
)
TABLE.create(ENGINE)


@given(people, st.lists(channels, min_size=1, max_size=6))
def test_the_two_forms_of_the_rule_agree(who: Facts | None, some: list[Facts]) -> None:
    with ENGINE.begin() as connection:
        connection.execute(sa.delete(TABLE))
        connection.execute(sa.insert(TABLE), [{"kind": str(c.kind), "party_id": c.party_id} for c in some])
        chosen = sa.select(TABLE.c.id).where(heard_by(who, TABLE.c)).order_by(TABLE.c.id)
        in_sql = list(connection.execute(chosen).scalars())
        first = connection.execute(sa.select(sa.func.min(TABLE.c.id))).scalar_one()
    assert in_sql == [i for i, c in enumerate(some, first) if hears(who, c)]


@given(st.builds(Facts, role=st.sampled_from([Role.PARTY, Role.AGENT]), party_id=parties), channels)
def test_a_side_hears_a_caucus_only_if_it_is_its_own(who: Facts, channel: Facts) -> None:
    if hears(who, channel) and channel.kind != ChannelKind.JOINT:
        assert channel.kind == ChannelKind.CAUCUS
        assert channel.party_id is not None
        assert channel.party_id == who.party_id


@given(channels)
def test_somebody_who_is_not_admitted_hears_nothing(channel: Facts) -> None:
    assert not hears(None, channel)
    assert not hears(Facts(role="clerk", party_id=channel.party_id), channel)
