"""What comes first among rooms, and why: each reason in words, the most urgent on top."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from blueprints.issues.attention import URGENT, Facts, Unread, reasons

UNREAD = (Unread("c1", "Private: applicant", 2),)
EVERYTHING = Facts(
    days_left=2,
    waiting=("Zhang Min",),
    unread=UNREAD,
    sitting_at=datetime(2026, 11, 26, 6, 30, tzinfo=UTC),
    unanswered=1,
    i_sign=True,
    refused=("Eleanor Hart",),
    blocking=1,
    to_tell=1,
    to_ask=1,
)


@pytest.fixture(autouse=True)
def _in_english(app: Flask):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def texts(facts: Facts) -> list[str]:
    return [reason.text for reason in reasons(facts)]


def test_in_a_quiet_room_nothing_waits() -> None:
    assert texts(Facts(days_left=20)) == []


def test_people_come_before_time_time_before_papers_and_my_own_list_last() -> None:
    assert texts(EVERYTHING) == [
        "Zhang Min is in the room, and no mediator is",
        "Eleanor Hart refused to sign",
        "2 days of the term are left",
        "The agreement waits for your signature",
        "A sitting is planned for today, 14:30",
        "2 new messages: Private: applicant",
        "The draft has 1 point a court would refuse",
        "1 thing may be passed on",
        "1 thing to pass on needs its speaker’s consent",
        "1 invitation has not been answered",
    ]


@pytest.mark.parametrize(
    ("left", "first"),
    [
        (-1, "The time for mediation has run out"),
        (0, "Today is the last day of the term"),
        (3, "Zhang Min is in the room, and no mediator is"),
    ],
)
def test_a_term_that_ends_today_comes_before_everything(left: int, first: str) -> None:
    assert texts(replace(EVERYTHING, days_left=left))[0] == first


def test_a_sitting_that_was_not_opened_in_its_time_comes_before_one_of_today_and_says_since_when() -> None:
    late = replace(EVERYTHING, sitting_late=True)
    assert texts(late)[:2] == [
        "Zhang Min is in the room, and no mediator is",
        "The sitting planned for 26 Nov, 14:30 is not open yet",
    ]
    planned, overdue = (reasons(Facts(sitting_at=EVERYTHING.sitting_at, sitting_late=one))[0] for one in (False, True))
    assert (overdue.urgency < planned.urgency < URGENT, overdue.where, planned.where) == (True, "sitting", "sitting")


def test_a_sitting_that_is_open_is_not_waited_for() -> None:
    assert texts(Facts(sitting_open=True, sitting_at=EVERYTHING.sitting_at)) == ["A sitting is open"]


def test_a_term_far_off_is_no_reason() -> None:
    assert texts(Facts(days_left=4)) == []


def test_a_new_message_leads_to_its_own_channel() -> None:
    (reason,) = reasons(Facts(unread=UNREAD))
    assert (reason.where, reason.channel_id) == ("channel", "c1")


def test_a_draft_that_everybody_accepts_is_to_be_made_final() -> None:
    assert texts(Facts(accepted=True)) == ["All sides accept the draft: make it final"]
    assert texts(Facts(unsigned=("A", "B"))) == ["Not signed yet: A, B"]
    assert texts(Facts(proposed=True, room_open=False)) == ["You are asked to mediate: disclose and answer"]
    assert texts(Facts(room_open=False)) == ["No sitting has been opened yet"]
    assert texts(Facts(sitting_open=True)) == ["A sitting is open"]
