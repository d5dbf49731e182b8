"""What the parties say to the court, each from the same facts: the joint application, the undertaking, who they are."""

from __future__ import annotations

from odr.bundles.contents import Applicant, BundleFacts, CourtApplication, PaperFacts, entries_for
from odr.bundles.people import party_rows
from odr.bundles.phrases import day, dispute, moment, number_of_text, row, words_of
from odr.law.articles import cite
from odr.law.time_limits import beijing_date
from odr.papers.paper import Block, Closing, Heading, Particulars, Row, Table, Text
from signing.manifest import DocumentKind
from signing.wording import Words

CAPACITY: dict[str, Words] = {
    "self": Words(zh="本人", en="in person"),
    "legal_representative": Words(zh="法定代表人", en="legal representative"),
    "agent": Words(zh="委托代理人（特别授权）", en="agent with special authority"),
    "mediator": Words(zh="调解员", en="mediator"),
}
REQUEST = Words(
    zh="请求依法确认申请人之间达成的调解协议有效。",
    en="To confirm under the law that the mediation agreement concluded by the applicants is valid.",
)
NO_SUIT = Words(
    zh="申请人声明：就本协议所涉纠纷没有正在进行的诉讼或者仲裁。",
    en="The applicants state that no suit or arbitration on this dispute is pending.",
)
_APPLICANT = Words(zh="申请人", en="Applicant")


def application(facts: PaperFacts) -> tuple[Block, ...]:
    """The joint application (INT 353): who, request, facts, competence, undertaking, attachments, how each applied."""
    asked, agreed = _asked(facts), facts.agreement
    centre, article = facts.organisation, cite("CPL 205").words()
    number = number_of_text(facts)
    done = words_of(agreed.completed_on) if agreed else Words(zh="", en="")
    blocks: list[Block] = [Particulars(party_rows(party, label=_APPLICANT)) for party in facts.parties]
    blocks += [
        Heading(Words(zh="请求事项", en="Request")),
        Text(Words(
            zh=f"请求依法确认申请人于{done.zh}经{centre.name}主持达成的调解协议（编号{number}）有效。",
            en=f"To confirm that mediation agreement no. {number}, concluded on {done.en} before "
            f"{centre.name_en}, is valid.",
        )),
        Heading(Words(zh="事实和理由", en="Facts and reasons")),
        Text(Words(
            zh=f"申请人因{dispute(facts)}自愿接受{centre.name}调解（{facts.origin.zh}）。调解自"
            f"{day(facts.mediated_from)}开始，由调解员{'、'.join(facts.mediators)}主持。各方达成调解协议，已全部签名并"
            f"加盖调解组织印章，于{day(asked.effective_on)}生效。协议是各方真实意思，内容见所附调解协议书。",
            en=f"In their dispute ({facts.title.en}) the applicants accepted mediation by {centre.name_en} from "
            f"{facts.mediated_from} ({facts.origin.en.lower()}). Their agreement is signed by all, sealed, in effect "
            f"since {asked.effective_on}, and made of their own free will; its content is in the agreement attached.",
        )),
        Text(Words(
            zh=f"现依照{article.zh}，在协议生效之日起三十日内共同申请司法确认。",
            en=f"Under {article.en}, they apply jointly within thirty days of its effect.",
        )),
        Text(Words(zh=f"管辖依据：{asked.court_reason.zh}", en=f"Why this court: {asked.court_reason.en}")),
        Heading(Words(zh="承诺和声明", en="Undertaking and statement")),
        Text(asked.commitment),
        Text(NO_SUIT),
        Heading(Words(zh="附件", en="Attachments")),
        _attachments(facts),
        Heading(Words(zh="各申请人的申请记录", en="How each applicant applied")),
        _applied(facts),
        Text(Words(zh=f"此致　{asked.court.zh}", en=f"To: {asked.court.en}"), indent=False),
        _signed(facts, Words(zh="申请人", en="Applicants")),
    ]  # fmt: skip
    return tuple(blocks)


def _attachments(facts: PaperFacts) -> Table:
    """Everything that goes to the court with the application, in the order of the bundle."""
    listed = [Words(zh="调解协议书（电子签名）", en="Mediation agreement, electronically signed")]
    listed += [
        entry.title
        for entry in entries_for(facts)
        if entry.kind not in (DocumentKind.COVER, DocumentKind.COURT_APPLICATION)
    ]
    listed += [Words(zh=f"证据：{name}（{by}提供）", en="Exhibit") for name, by in facts.exhibits_listed]
    return Table(
        head=(Words(zh="序号", en="No."), Words(zh="材料", en="Paper")),
        rows=tuple((Words(zh=str(number), en=""), words) for number, words in enumerate(listed, 1)),
        shares=(1, 9),
    )


def identity(facts: PaperFacts) -> tuple[Block, ...]:
    """Who the parties are, with the numbers the law wants, and who signed (INT 354)."""
    blocks: list[Block] = []
    for party in facts.parties:
        blocks.append(Particulars(party_rows(party)))
    signed = [person for person in facts.people if person.capacity in CAPACITY]
    if signed:
        blocks.append(Heading(Words(zh="签名人", en="Who signed")))
        blocks.append(
            Table(
                head=(Words(zh="姓名", en="Name"), Words(zh="以何身份签名", en="In which capacity")),
                rows=tuple((Words(zh=person.name, en=""), CAPACITY[person.capacity]) for person in signed),
                shares=(4, 6),
            )
        )
    return tuple(blocks)


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


def undertaking(facts: PaperFacts) -> tuple[Block, ...]:
    """The undertaking (承诺书), given by each applicant for itself (SC11 3)."""
    asked, law = _asked(facts), cite("CPL 115").words()
    lines = (
        asked.commitment,
        Words(
            zh="已充分理解协议全部内容，愿意接受法院询问，并按要求补充材料。",
            en="We understand the whole agreement, will answer the court's questions and supplement what it asks for.",
        ),
        Words(
            zh=f"知悉{law.zh}、第一百一十六条关于虚假诉讼、虚假调解和规避执行的规定；构成犯罪的，依法承担刑事责任。",
            en=f"We know {law.en} and art. 116 on sham proceedings, sham mediation and evasion of enforcement, and "
            "that a crime is punished under criminal law.",
        ),
    )
    centre = facts.organisation
    return (
        Text(Words(zh=f"致{asked.court.zh}：", en=f"To {asked.court.en}:"), indent=False),
        Text(Words(
            zh=f"就申请司法确认{'、'.join(party.name for party in facts.parties)}经{centre.name}主持达成的调解协议"
            f"（编号{number_of_text(facts)}），我们承诺：",
            en=f"On the application to confirm agreement no. {number_of_text(facts)}, concluded before "
            f"{centre.name_en}, we undertake:",
        )),
        *(Text(Words(zh=f"（{'一二三'[at]}）{line.zh}", en=line.en)) for at, line in enumerate(lines)),
        Heading(Words(zh="承诺人", en="Given by")),
        _applied(facts),
        _signed(facts, Words(zh="承诺人", en="Given by")),
    )  # fmt: skip


def _asked(facts: PaperFacts) -> CourtApplication:
    if facts.application is None:
        raise ValueError("nobody has applied to a court yet")
    return facts.application


def _applied(facts: PaperFacts) -> Particulars:
    applied = {applicant.party_id: applicant for applicant in _asked(facts).applicants}
    return Particulars(tuple(applied_row(party.name, party.name_en, applied.get(party.id)) for party in facts.parties))


def applied_row(name: str, name_en: str, applicant: Applicant | None) -> Row:
    """A party with the person and the minute in which it confirmed the paper in a sign-in of its own."""
    if applicant is None:
        words = Words(zh="尚未申请", en="has not applied yet")
    else:
        words = Words(
            zh=f"{applicant.person}，{moment(applicant.at)}（北京时间）在本人登录中确认",
            en="confirmed in an own sign-in",
        )
    return row(name, name_en if name_en != name else "", words)


def _signed(facts: PaperFacts, who: Words) -> Closing:
    applicants = _asked(facts).applicants
    names = "、".join(party.name for party in facts.parties)
    lines = [Words(zh=f"{who.zh}：{names}", en="")]
    if applicants:
        lines.append(words_of(beijing_date(max(applicant.at for applicant in applicants))))
    return Closing(tuple(lines))
