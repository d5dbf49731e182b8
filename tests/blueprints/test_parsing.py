"""Whatever is sent either has exactly the declared shape or is refused by field."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprints.parsing import parse
from odr.errors import InvalidInput


@dataclass(frozen=True)
class Shape:
    name: str
    count: int
    note: str = ""


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
near = st.fixed_dictionaries({"name": json, "count": json}, optional={"note": json, "other": json})


@given(json | near)
def test_anything_is_either_of_the_shape_or_refused(data: object) -> None:
    try:
        result = parse(Shape, data)
    except InvalidInput as refused:
        assert refused.details["fields"]
    else:
        assert type(result.name) is str
        assert type(result.count) is int
        assert type(result.note) is str


@pytest.mark.parametrize(
    ("data", "field", "reason"),
    [
        ({"name": "a"}, "count", "missing"),
        ({"name": "a", "count": True}, "count", "type"),
        ({"name": "a", "count": 1, "admin": 1}, "admin", "unknown"),
        ({"name": "a" * 20_001, "count": 1}, "name", "too_long"),
    ],
)
def test_the_refusal_names_the_field_and_the_reason(data: object, field: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(Shape, data)
    assert refused.value.details["fields"] == {field: reason}


@pytest.mark.parametrize("sent", [{"name": "\ud800", "count": 1}, {"name": "x", "count": 10**30}])
def test_what_no_database_can_hold_is_refused_by_field(sent: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        parse(Shape, sent)
