"""What a message is called by, and its channel: refused before anybody else could be disturbed."""

from __future__ import annotations

import pytest

from odr.errors import InvalidInput, NotFound
from odr.rooms.posting import post_message
from tests.factories.mediation import Mediation, begin_mediation
from tests.factories.postgresql import fresh_postgresql


@pytest.mark.parametrize("ref", ["", "r" * 65, "a\0b", "a\nb"])
def test_a_reference_nobody_could_have_made_is_refused(mediation: Mediation, ref: str) -> None:
    with pytest.raises(InvalidInput):
        post_message(mediation.who("agent"), mediation.joint, text="hello", client_ref=ref)


@pytest.mark.parametrize("name", ["a\0b", "a\ud800", "A" * 22])
def test_a_name_no_channel_could_have_is_refused_as_one_that_does_not_exist(mediation: Mediation, name: str) -> None:
    with pytest.raises(NotFound):
        post_message(mediation.who("agent"), name, text="hello", client_ref="r")


def test_on_postgresql_such_a_name_fails_nobodys_unit() -> None:
    with fresh_postgresql("names"):
        test_a_name_no_channel_could_have_is_refused_as_one_that_does_not_exist(begin_mediation(), "a\0b")
