"""The suites of algorithms: one of each name, in every process."""

from __future__ import annotations

import pickle

import pytest

from signing.algorithms import SUITES, Suite


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)
def test_a_suite_stays_itself_on_its_way_to_another_process(suite: Suite) -> None:
    assert pickle.loads(pickle.dumps(suite)) is suite  # noqa: S301 - our own bytes
