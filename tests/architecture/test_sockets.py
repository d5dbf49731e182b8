"""What the socket accepts and sends is written down, and nothing else is accepted or sent."""

import re
from dataclasses import fields
from typing import get_type_hints

import pytest

from blueprints.registry import SOCKET_FEATURES
from odr.events import Event
from tests.architecture.source import ROOT

PAGE = (ROOT / "docs" / "socket.md").read_text(encoding="utf-8")
ASKED, TOLD = (
    dict(re.findall(r"^\| `([a-z_]+:[a-z_]+)` \| ([^|]*\|[^|]*)\|", part, flags=re.MULTILINE))
    for part in PAGE.partition("## Told to a page")[::2]
)
ACCEPTED = {name: accepted for feature in SOCKET_FEATURES for name, accepted in feature.accepts.items()}
SENT = {name: kind for feature in SOCKET_FEATURES for kind, name in feature.sends.items()}
PLAIN = {str, int, bool}
# Sent by the socket itself when an access ends, or when facts may have been lost on their way; no feature sends them.
BY_THE_SOCKET = {"access:revoked", "connection:gap"}


def test_every_event_asked_is_documented_and_no_other():
    assert set(ACCEPTED) == set(ASKED)


def test_every_event_told_is_documented_and_no_other():
    assert set(SENT) | BY_THE_SOCKET == set(TOLD)


@pytest.mark.parametrize("name", sorted(ACCEPTED))
def test_the_documented_payload_is_the_one_accepted(name):
    described = set(re.findall(r"`(\w+)`", ASKED[name].split("|")[0]))
    assert described == {field.name for field in fields(ACCEPTED[name].shape)}


@pytest.mark.parametrize("name", sorted(ACCEPTED))
def test_a_payload_holds_plain_values_only(name):
    assert set(get_type_hints(ACCEPTED[name].shape).values()) <= PLAIN


@pytest.mark.parametrize("name", sorted(SENT))
def test_the_documented_fact_is_the_one_told(name):
    told = {field.name for field in fields(SENT[name])} - {"audience"}
    assert set(re.findall(r"`(\w+)`", TOLD[name].split("|")[1])) == told


@pytest.mark.parametrize("name", sorted(SENT))
def test_whatever_is_told_names_its_audience(name):
    assert issubclass(SENT[name], Event)


def test_no_event_is_handled_twice():
    names = [name for feature in SOCKET_FEATURES for name in feature.accepts]
    assert len(names) == len(set(names))
