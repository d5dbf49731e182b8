"""What may be said of a mediation without an agreement: a closed list, without a free word (OMR 21, 25; INV 26)."""

from __future__ import annotations

from enum import StrEnum

from odr.law.articles import Citation, cite
from signing.wording import Words


class Conduct(StrEnum):
    """Conduct of a party that put others to cost without reason (OMR 21)."""

    STAYED_AWAY = "stayed_away"
    LEFT_EARLY = "left_early"
    DELAYED = "delayed"
    FALSE_PARTICULARS = "false_particulars"


class Prompt(StrEnum):
    """What the rules let the mediator point out to the court."""

    SHAM = "sham"
    FACTS = "facts"
    SERVICE = "service"
    PRESERVATION = "preservation"


CONDUCT_WORDS = {
    Conduct.STAYED_AWAY: Words(
        zh="无正当理由不参加约定的调解", en="stayed away from a sitting agreed on, without reason"
    ),
    Conduct.LEFT_EARLY: Words(zh="无正当理由中途退出调解", en="left the mediation midway, without reason"),
    Conduct.DELAYED: Words(zh="无正当理由拖延调解", en="delayed the mediation, without reason"),
    Conduct.FALSE_PARTICULARS: Words(zh="提供虚假的身份或联系信息", en="gave false particulars or contacts"),
}
PROMPT_WORDS = {
    Prompt.SHAM: Words(zh="可能存在虚假调解情形", en="there are signs of sham mediation"),
    Prompt.FACTS: Words(
        zh="各方书面确认了无争议事实；是否提交由各方决定",
        en="undisputed facts exist in writing; the parties decide on them",
    ),
    Prompt.SERVICE: Words(zh="各方已确认送达地址", en="the parties have confirmed addresses for service"),
    Prompt.PRESERVATION: Words(zh="可能需要采取保全措施", en="measures of preservation may be needed"),
}


def report_basis() -> Citation:
    """The article a report on the end of a mediation rests on."""
    return cite("OMR 21")


def routes_after_failure() -> tuple[tuple[Words, Citation], ...]:
    """The ways that stay open, which the parties are told (PML 26; OMR 21)."""
    return (
        (Words(zh="向有管辖权的人民法院起诉", en="bring an action before the competent court"), cite("PML 26")),
        (
            Words(
                zh="有仲裁协议的，向仲裁机构申请仲裁",
                en="apply for arbitration, where there is an arbitration agreement",
            ),
            cite("PML 26"),
        ),
        (
            Words(
                zh="就知识产权侵权纠纷请求行政机关处理",
                en="ask the administrative authority to deal with an infringement",
            ),
            cite("PML 26"),
        ),
    )
