"""A figure named in a caucus does not slip into another channel by mistake, and the warning tells nothing new."""

from __future__ import annotations

import pytest

from odr.access.actor import Side
from odr.errors import PrivateFigure
from odr.rooms.posting import post_message
from odr.rooms.queries import messages_after
from tests.factories.mediation import Mediation


def say(mediation: Mediation, who: str, channel: str, text: str, *, knowingly: bool = False) -> None:
    post_message(mediation.who(who), channel, text=text, client_ref=text[:60], knowingly=knowingly)


def said(mediation: Mediation, channel: str) -> list[str]:
    return [message.text for message in messages_after(mediation.who("mediator"), channel, 0)]


def test_my_private_figure_is_held_back_from_the_joint_room(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.caucus[Side.APPLICANT], "希望 45 万元，最低 38 万元。")
    with pytest.raises(PrivateFigure) as held:
        say(mediation, "applicant", mediation.joint, "我方最低可以接受 ¥380,000。")
    assert held.value.details == {"spans": [(9, 17)]}
    assert said(mediation, mediation.joint) == []


def test_said_knowingly_it_goes_out_and_is_private_no_more(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.caucus[Side.APPLICANT], "最低 38 万元。")
    say(mediation, "applicant", mediation.joint, "38 万元，可以公开。", knowingly=True)
    say(mediation, "applicant", mediation.joint, "就是 38 万元。")
    assert said(mediation, mediation.joint) == ["38 万元，可以公开。", "就是 38 万元。"]


def test_what_another_person_confided_gives_no_warning(mediation: Mediation) -> None:
    say(mediation, "respondent", mediation.caucus[Side.RESPONDENT], "our ceiling is 380,000")
    for who in ("applicant", "agent", "mediator"):
        say(mediation, who, mediation.joint, f"{who}: 38 万元？")
    assert len(said(mediation, mediation.joint)) == 3


def test_a_mediator_does_not_carry_a_figure_from_one_caucus_to_the_other(mediation: Mediation) -> None:
    say(mediation, "mediator", mediation.caucus[Side.APPLICANT], "您说的 38 万元，我记下了。")
    with pytest.raises(PrivateFigure):
        say(mediation, "mediator", mediation.caucus[Side.RESPONDENT], "对方要 380,000 元。")
    assert said(mediation, mediation.caucus[Side.RESPONDENT]) == []


def test_other_figures_pass(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.caucus[Side.APPLICANT], "最低 38 万元。")
    say(mediation, "applicant", mediation.joint, "库存 4,200 罐，赔偿 50 万元。")
    assert len(said(mediation, mediation.joint)) == 1
