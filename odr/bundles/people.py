"""Who stands in the papers: parties and agents with every field the court's forms ask for, empty ones said to be so."""

from __future__ import annotations

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from odr.agreements.document import AGENT_WORDS, IDENTITY_WORDS, SIDE_WORDS
from odr.bundles.contents import AgentFacts, PartyFacts
from odr.bundles.phrases import day, filled, row
from odr.papers.paper import Row
from signing.wording import Words

COVERED = "********"
"""What a party reads in place of the other side's particulars."""
POWER = {
    True: Words(
        zh="特别授权：代为承认、放弃、变更请求，和解，签署调解协议，申请司法确认，签收文书",
        en="special authority: to admit, waive and change claims, settle, sign, apply for confirmation, receive papers",
    ),
    False: Words(zh="一般授权", en="general authority"),
}
_OTHER_NUMBER = Words(zh="证件号码", en="Number of the document")
_SEXES = (Words(zh="女", en="female"), Words(zh="男", en="male"))


def party_rows(party: PartyFacts, *, label: Words | None = None) -> tuple[Row, ...]:
    """Every field of a party: a person as an identity document shows it, an organisation as its licence does."""
    rows = [Row(label or SIDE_WORDS[party.side], (_named(party),))]
    rows += _organisation(party) if party.kind == "organisation" else _person(party)
    rows += [
        row("联系电话", "Telephone", filled(party.phone)),
        row("电子邮箱", "E-mail", filled(party.email)),
    ]
    for number, agent in enumerate(party.agents, 1):
        rows += _agent(agent, number if len(party.agents) > 1 else 0)
    return tuple(rows)


def _named(party: PartyFacts) -> Words:
    return Words(zh=party.name, en=party.name_en if party.name_en != party.name else "")


def _number(party: PartyFacts) -> Row:
    return Row(IDENTITY_WORDS.get(party.id_type, _OTHER_NUMBER), (filled(party.id_number),))


def _organisation(party: PartyFacts) -> list[Row]:
    who = "，".join(part for part in (party.representative, party.representative_post) if part)
    return [
        _number(party),
        row("住所地", "Seat", filled(party.address)),
        row("法定代表人（负责人）", "Legal representative", filled(who)),
        row("其联系电话", "Telephone of the representative", filled(party.for_court.representative_phone)),
    ]


def _person(party: PartyFacts) -> list[Row]:
    sex, born = told_by_number(party)
    untold = filled(COVERED if party.id_number == COVERED else "")
    return [
        row("性别", "Sex", sex or untold),
        row("出生日期", "Date of birth", born or untold),
        row("民族", "Ethnic group", filled(party.for_court.ethnic_group)),
        _number(party),
        row("工作单位或职业", "Employer or occupation", filled(party.for_court.occupation)),
        row("住所地", "Domicile", filled(party.address)),
        row("经常居所地", "Habitual residence", filled(party.for_court.habitual_residence)),
    ]


def told_by_number(party: PartyFacts) -> tuple[Words | None, Words | None]:
    """Sex and day of birth, which a resident's number tells (GB 11643), so that nobody types them again."""
    if party.id_type != "resident_id":
        return None, None
    try:
        number = ric.validate(party.id_number)
        born = ric.get_birth_date(number)
    except ValidationError:
        return None, None
    return _SEXES[int(number[16]) % 2], Words(zh=day(born), en=born.isoformat())


def _agent(agent: AgentFacts, number: int) -> list[Row]:
    kind = AGENT_WORDS.get(agent.kind, Words(zh="代理人", en="agent"))
    power = POWER[agent.special]
    place = "，".join(part for part in (agent.firm, agent.licence and f"执业证号{agent.licence}") if part)
    return [
        row(
            f"委托代理人{number or ''}",
            f"Agent {number or ''}".strip(),
            Words(zh=f"{agent.name}（{kind.zh}）", en=kind.en),
            filled(place),
            Words(zh=f"{power.zh}。授权日期{day(agent.granted_on)}。", en=f"{power.en}, since {agent.granted_on}"),
        )
    ]
