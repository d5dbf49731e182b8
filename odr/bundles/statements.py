"""What the parties say to the court, each from the same facts: the joint application, the undertaking, who they are and
where they are served."""

from __future__ import annotations

from odr.agreements.document import AGENT_WORDS, IDENTITY_WORDS
from odr.bundles.contents import Applicant, BundleFacts, PartyFacts
from odr.bundles.phrases import day, moment, number_of_text, row, words_of
from odr.law.articles import cite
from odr.law.time_limits import beijing_date
from odr.papers.paper import Block, Closing, Heading, Particulars, Row, Text
from signing.wording import Words

CAPACITY: dict[str, Words] = {
    "self": Words(zh="本人", en="in person"),
    "legal_representative": Words(zh="法定代表人", en="legal representative"),
    "agent": Words(zh="委托代理人（特别授权）", en="agent with special authority"),
    "mediator": Words(zh="调解员", en="mediator"),
}
_POWER = {
    True: Words(zh="特别授权", en="special authority"),
    False: Words(zh="一般授权", en="general authority"),
}
_OTHER_NUMBER = Words(zh="证件号码", en="Number of the document")
REQUEST = Words(
    zh="请求依法确认申请人之间达成的调解协议有效。",
    en="To confirm under the law that the mediation agreement concluded by the applicants is valid.",
)
NO_SUIT = Words(
    zh="申请人声明：就本协议所涉纠纷没有正在进行的诉讼或者仲裁。",
    en="The applicants state that no suit or arbitration on this dispute is pending.",
)


def application(facts: BundleFacts) -> tuple[Block, ...]:
    """The joint application (INT 353): request, facts, competence, undertaking, how each one applied."""
    article = cite("CPL 205").words()
    signed = beijing_date(max(applicant.at for applicant in facts.application.applicants))
    return (
        Particulars(tuple(_party_row(party) for party in facts.parties)),
        Heading(Words(zh="请求事项", en="Request")),
        Text(REQUEST),
        Heading(Words(zh="事实和理由", en="Facts and reasons")),
        Text(Words(
            zh=f"申请人因纠纷自愿接受{facts.organisation.name}调解。调解自{day(facts.mediated_from)}开始，由调解员"
            f"{'、'.join(facts.mediators)}主持。双方达成调解协议（编号{number_of_text(facts)}），已全部签名，"
            f"于{day(facts.application.effective_on)}生效。",
            en=f"The applicants accepted mediation by {facts.organisation.name_en or facts.organisation.name} from "
            f"{facts.mediated_from.isoformat()}. They concluded agreement no. {number_of_text(facts)}, signed by all "
            f"and in effect since {facts.application.effective_on.isoformat()}.",
        )),
        Text(Words(
            zh=f"现依照{article.zh}，在协议生效之日起三十日内共同申请司法确认。协议内容见所附调解协议书。",
            en=f"Under {article.en}, they apply jointly within thirty days of its effect. Its content is in the "
            "agreement attached.",
        )),
        Text(Words(
            zh=f"管辖依据：{facts.application.court_reason.zh}",
            en=f"Why this court: {facts.application.court_reason.en}",
        )),
        Heading(Words(zh="承诺和声明", en="Undertaking and statement")),
        Text(facts.application.commitment),
        Text(NO_SUIT),
        Heading(Words(zh="各申请人的申请记录", en="How each applicant applied")),
        Particulars(tuple(_applied_row(applicant, facts) for applicant in facts.application.applicants)),
        Text(Words(zh=f"此致　{facts.application.court.zh}", en=f"To: {facts.application.court.en}"), indent=False),
        Closing((Words(zh=f"申请人：{'、'.join(p.name for p in facts.parties)}", en=""), words_of(signed))),
    )  # fmt: skip


def identity(facts: BundleFacts) -> tuple[Block, ...]:
    """Who the parties are, with the numbers the law wants, and who signed (INT 354)."""
    blocks: list[Block] = []
    for party in facts.parties:
        blocks += [Heading(Words(zh=party.name, en=party.name_en), level=2), Particulars(_identity_rows(party))]
    signed = [person for person in facts.people if person.capacity in CAPACITY]
    blocks.append(Heading(Words(zh="签名人", en="Who signed")))
    blocks.append(
        Particulars(tuple(
            Row(Words(zh=person.name, en=""), (CAPACITY[person.capacity],)) for person in signed
        ))
    )  # fmt: skip
    return tuple(blocks)


def _identity_rows(party: PartyFacts) -> tuple[Row, ...]:
    rows = [
        Row(IDENTITY_WORDS.get(party.id_type, _OTHER_NUMBER), (Words(zh=party.id_number or "—", en=""),)),
        row("住所地", "Address", Words(zh=party.address or "—", en="")),
        row("联系方式", "Contact", Words(zh=_contact(party), en="")),
    ]
    if party.representative:
        rows.insert(1, row("法定代表人", "Representative", Words(zh=_representative(party), en="")))
    for agent in party.agents:
        firm = "，".join(part for part in (agent.firm, agent.licence) if part)
        kind = AGENT_WORDS.get(agent.kind, Words(zh="代理人", en="agent"))
        power = _POWER[agent.special]
        rows.append(
            row("委托代理人", "Agent", Words(
                zh=f"{agent.name}（{kind.zh}）{firm}。{power.zh}，授权日期{day(agent.granted_on)}。",
                en=f"{kind.en}, {power.en} since {agent.granted_on.isoformat()}",
            ))
        )  # fmt: skip
    return tuple(rows)


def identity_json(facts: BundleFacts) -> dict[str, object]:
    """The identity list for a program, under the schema `odr/identity-list/1`."""
    return {
        "schema": "odr/identity-list/1",
        "case_no": facts.case_ref,
        "parties": [
            {
                "side": party.side,
                "kind": party.kind,
                "name": party.name,
                "name_en": party.name_en,
                "id_type": party.id_type,
                "id_number": party.id_number,
                "representative": party.representative,
                "address": party.address,
                "phone": party.phone,
                "email": party.email,
                "agents": [{"name": agent.name, "kind": agent.kind, "firm": agent.firm} for agent in party.agents],
            }
            for party in facts.parties
        ],
    }


def undertaking(facts: BundleFacts) -> tuple[Block, ...]:
    """The undertaking (承诺书), given by each applicant for itself (SC11 3)."""
    lines = (
        facts.application.commitment,
        Words(
            zh="已充分理解协议全部内容，愿意接受法院询问，并按要求补充材料。",
            en="We understand the whole agreement, will answer the court's questions and supplement what it asks for.",
        ),
        Words(
            zh=f"知悉{cite('CPL 115').words().zh}、第一百一十六条关于虚假诉讼、虚假调解和规避执行的规定。",
            en=f"We know {cite('CPL 115').words().en} and art. 116 on sham proceedings, sham mediation and evasion of "
            "enforcement.",
        ),
    )
    signed = tuple(_applied_row(applicant, facts) for applicant in facts.application.applicants)
    return (
        Text(Words(zh=f"致{facts.application.court.zh}：", en=f"To {facts.application.court.en}:"), indent=False),
        *(Text(line) for line in lines),
        Heading(Words(zh="承诺人", en="Given by")),
        Particulars(signed),
    )


def addresses(facts: BundleFacts) -> tuple[Block, ...]:
    """The confirmation of addresses for service with the consent to electronic service (OLR 29)."""
    blocks: list[Block] = [
        Text(Words(
            zh="各方确认下列送达地址，适用于司法确认、审判和执行程序；地址变更及时告知法院。同意以电子方式送达，"
            "包括裁定书；需要纸质文书的，可以向法院提出。",
            en="Each party confirms the address below for confirmation, trial and enforcement, will tell the court of "
            "any change, and agrees to electronic service, rulings included; paper copies on request.",
        )),
    ]  # fmt: skip
    for party in facts.parties:
        applicant = next((a for a in facts.application.applicants if a.party_id == party.id), None)
        blocks.append(Heading(Words(zh=party.name, en=party.name_en), level=2))
        rows = [
            row("地址", "Address", Words(zh=party.address or "—", en="")),
            row("联系方式", "Contact", Words(zh=_contact(party), en="")),
        ]
        if applicant is not None:
            rows.append(_applied_row(applicant, facts))
        blocks.append(Particulars(tuple(rows)))
    return tuple(blocks)


def _applied_row(applicant: Applicant, facts: BundleFacts) -> Row:
    party = next(party for party in facts.parties if party.id == applicant.party_id)
    return Row(
        Words(zh=party.name, en=party.name_en),
        (
            Words(
                zh=f"{applicant.person}，{moment(applicant.at)}（北京时间）在本人登录中确认",
                en="confirmed in an own sign-in",
            ),
        ),
    )


def _party_row(party: PartyFacts) -> Row:
    lines = [Words(zh=party.name, en=party.name_en), Words(zh=f"住所地：{party.address or '—'}", en="")]
    if party.representative:
        lines.append(Words(zh=f"法定代表人：{_representative(party)}", en=""))
    lines += [Words(zh=f"委托代理人：{agent.name}", en="") for agent in party.agents]
    return Row(Words(zh="申请人", en="Applicant"), tuple(lines))


def _representative(party: PartyFacts) -> str:
    return (
        f"{party.representative}（{party.representative_post}）" if party.representative_post else party.representative
    )


def _contact(party: PartyFacts) -> str:
    return "，".join(part for part in (party.phone, party.email) if part) or "—"
