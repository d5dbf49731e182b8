"""The caucus firewall, in Python and in SQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from odr.access.actor import GUESTS, MEDIATORS, ChannelKind, Hearing, Role
from odr.access.audience import BEYOND, first_heard, heard_by, hears, meets


@dataclass(frozen=True)
class Facts:
    """A person or a channel, as the rule sees them."""

    party_id: Any
    role: Any = None
    kind: Any = None
    id: Any = None
    channels: Any = field(default_factory=dict)


parties = st.one_of(st.none(), st.sampled_from(["a", "b", "c"]))
idents = st.sampled_from(["1", "2", "3", "4"])
TOWN = {"1": (ChannelKind.JOINT, None), **{n: (ChannelKind.CAUCUS, p) for n, p in (("2", "a"), ("3", "b"), ("4", "c"))}}
admissions = st.dictionaries(idents, st.integers(1, 9)).map(
    lambda named: {ident: Hearing(ident, TOWN[ident][0], TOWN[ident][1], seq) for ident, seq in named.items()}
)
roles = st.sampled_from([*Role, "clerk", ""])
people = st.one_of(st.none(), st.builds(Facts, role=roles, party_id=parties, channels=admissions))
channels = st.builds(Facts, kind=st.sampled_from([*ChannelKind, "misspelt"]), party_id=parties, id=idents)

ENGINE = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
TABLE = sa.Table(
    "c",
    sa.MetaData(),
    sa.Column("row", sa.Integer, primary_key=True),
    sa.Column("id", sa.String),
    sa.Column("kind", sa.String),
    sa.Column("party_id", sa.String),
)
TABLE.create(ENGINE)


@given(people, st.lists(channels, min_size=1, max_size=6))
def test_the_two_forms_of_the_rule_agree(who: Facts | None, some: list[Facts]) -> None:
    rows = [
        {"row": i, "id": channel.id, "kind": str(channel.kind), "party_id": channel.party_id}
        for i, channel in enumerate(some)
    ]
    with ENGINE.begin() as connection:
        connection.execute(sa.delete(TABLE))
        connection.execute(sa.insert(TABLE), rows)
        chosen = sa.select(TABLE.c.row).where(heard_by(who, TABLE.c)).order_by(TABLE.c.row)
        in_sql = list(connection.execute(chosen).scalars())
    assert in_sql == [i for i, channel in enumerate(some) if hears(who, channel)]


@given(st.builds(Facts, role=st.sampled_from(sorted(GUESTS)), party_id=parties, channels=admissions), channels)
def test_a_guest_hears_the_channels_named_for_them_and_no_other(who: Facts, channel: Facts) -> None:
    assert hears(who, channel) == (channel.id in who.channels and channel.kind != "misspelt")
    assert first_heard(who, channel) == (who.channels[channel.id].from_seq if hears(who, channel) else BEYOND)


@given(people, channels)
def test_a_place_is_heard_only_in_a_channel_that_is_heard(who: Facts | None, channel: Facts) -> None:
    assert (first_heard(who, channel) < BEYOND) == hears(who, channel)


@given(people, people)
def test_to_know_of_each_other_is_mutual_and_takes_a_common_channel(one: Facts | None, other: Facts | None) -> None:
    if one is None or other is None or {one.role, other.role} & {"clerk", ""}:
        return
    assert meets(one, other) == meets(other, one)
    if one.role in MEDIATORS and other.role in GUESTS:
        assert meets(one, other) == bool(other.channels)


def test_a_guest_of_one_sides_caucus_is_nothing_the_other_side_may_know_of() -> None:
    caucus = {"1": Hearing("1", ChannelKind.CAUCUS, "a")}
    expert = Facts(role=Role.EXPERT, party_id=None, channels=caucus)
    mine, other = (Facts(role=Role.PARTY, party_id=party) for party in ("a", "b"))
    assert meets(mine, expert) and meets(expert, mine)
    assert not meets(other, expert) and not meets(expert, other)


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
