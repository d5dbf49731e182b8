"""The record of a sitting (调解笔录) as a paper: its headings and fields in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from odr.law.numerals import chinese_number
from odr.papers.mark import Mark
from odr.papers.paper import Block, Closing, Heading, Paper, Particulars, Row, Text
from odr.papers.typeset import typeset
from odr.records.content import (
    AnswerOfRecord,
    Attendee,
    GivenConsent,
    JointFacts,
    Outcome,
    RecordContent,
    ShownExhibit,
    final_bytes,
)
from odr.records.phrases import NONE, SIDE_WORDS, moment
from odr.rooms.states import WAY_WORDS, IdentityWay
from signing.wording import Words

TITLE = Words(zh="调解笔录", en="Record of the mediation session")
ROLE_WORDS = {
    "party": Words(zh="当事人", en="party"),
    "agent": Words(zh="委托代理人", en="agent"),
    "mediator": Words(zh="调解员", en="mediator"),
    "co_mediator": Words(zh="共同调解员", en="co-mediator"),
    "interested": Words(zh="利害关系人", en="person with an interest"),
    "expert": Words(zh="专家", en="expert"),
    "interpreter": Words(zh="翻译", en="interpreter"),
    "technical_officer": Words(zh="技术调查人员", en="technical officer"),
    "observer": Words(zh="旁听人员", en="observer"),
}
CONSENT_WORDS = {
    "online_mediation": Words(zh="同意在线调解", en="agrees to mediate online"),
    "electronic_service": Words(zh="同意电子送达", en="agrees to electronic service"),
    "separate_times": Words(zh="同意不同步调解", en="agrees to take part at separate times"),
    "recording": Words(zh="同意录音录像", en="agrees to a recording"),
    "extension": Words(zh="同意延长调解期限", en="agrees to a longer term"),
}
"""A consent that is not listed here is not printed."""
VERDICT_WORDS = {
    "confirmed": Words(zh="已阅读，确认无误", en="Has read the record and confirms it"),
    "correction": Words(zh="请求更正", en="Asks for a correction"),
    "refused": Words(zh="拒绝确认", en="Refuses to confirm"),
    "": Words(zh="未在期限内答复", en="Gave no answer in time"),
}
GROUND_WORDS = {
    "withdrawn": Words(zh="申请人撤回申请", en="the application was withdrawn"),
    "unreachable": Words(zh="在规定期间内无法联系被申请人", en="the respondent could not be reached"),
    "refused": Words(zh="一方不同意继续调解", en="a side did not want to go on"),
    "no_agreement": Words(zh="各方分歧较大，未能达成协议", en="the parties were too far apart to agree"),
    "term_expired": Words(zh="调解期限届满，未同意延长", en="the term ran out and was not extended"),
    "refused_to_sign": Words(zh="一方拒绝签署调解协议", en="a side refused to sign the agreement"),
    "unlawful_purpose": Words(zh="调解目的不合法", en="the mediation served an unlawful purpose"),
    "settled_elsewhere": Words(zh="当事人自行和解", en="the parties settled by themselves"),
    "discarded": Words(zh="申请未提交", en="the application was given up"),
}
_PLACE = Words(zh="和契在线调解平台（在线、文字）", en="Heqi online mediation platform (online, in writing)")


def render_record(
    content: RecordContent,
    answers: tuple[AnswerOfRecord, ...],
    digest: str,
    at: datetime,
    development: bool,
    mark: Mark | None = None,
) -> bytes:
    """The finished record as PDF/A with its content inside as record.json; slow, so run it in a worker.

    Raises:
        InvalidInput: a name with a character that cannot be printed.
        Unavailable: the fonts are still being fetched.
    """
    paper = Paper(
        title=TITLE,
        reference=content.joint.case_ref,
        code=digest[:16],
        author=content.joint.organisation.zh,
        blocks=tuple(_blocks(content, answers, digest, at)),
        development=development,
        attachment=final_bytes(content, answers),
        attachment_name="record.json",
        made_at=at,
        mark=mark,
    )
    return typeset(paper).pdf


def _blocks(content: RecordContent, answers: tuple[AnswerOfRecord, ...], digest: str, at: datetime) -> Iterator[Block]:
    joint, written = content.joint, content.written
    yield Particulars(tuple(_head(joint)))
    sections: list[tuple[Words, list[Block]]] = [
        (Words(zh="到场人员", en="Present"), list(_present(content))),
        (Words(zh="程序告知", en="Rights and duties"), [Text(one) for one in _told(content)]),
        (Words(zh="回避与披露", en="Disclosure and challenge"), [Text(_disclosure(joint))]),
        (Words(zh="同意事项", en="Consents"), _listed([_consent(one) for one in joint.consents])),
        (Words(zh="联席会谈中的陈述", en="Statements in the joint session"), [Text(_or_none(written.statements))]),
        (Words(zh="出示的材料", en="Exhibits shown"), _listed([_exhibit(one) for one in joint.exhibits])),
        (
            Words(zh="当事人要求记入的方案", en="Proposals the parties asked to record"),
            [Text(_or_none(written.proposals))],
        ),
        (Words(zh="无争议事实（另附记载）", en="Undisputed facts (on a sheet of their own)"), list(_facts(joint))),
        (Words(zh="结果", en="Result"), [Text(one) for one in _result(content)]),
        (Words(zh="其他", en="Other"), [Text(_or_none(written.remarks))]),
        (Words(zh="阅读确认", en="Confirmation"), [Text(one, indent=False) for one in _answered(answers)]),
    ]
    for number, (title, blocks) in enumerate(sections, 1):
        yield Heading(title, number=Words(zh=f"{chinese_number(number)}、", en=""))
        yield from blocks
    yield Text(_WITHOUT, indent=False)
    mediators = "、".join(one.name.zh for one in content.attendees if "mediator" in one.role)
    yield Closing(
        (
            Words(zh=f"调解员（记录）：{mediators}", en=""),
            Words(zh=moment(at).zh, en=moment(at).en),
            Words(zh="", en=f"SHA-256 {digest[:32]} {digest[32:]}"),
        )
    )


_WITHOUT = Words(
    zh="本笔录由平台依据联席会谈制作，不含任何一方单独会谈的内容。到场人员在线确认与书面签名具有同等效力"
    "（《人民法院在线调解规则》第二十二条）。",
    en="Made by the platform from the joint session alone; nothing from a private conversation is in it. Confirmed "
    "online counts like on paper (Online Mediation Rules, art. 22).",
)


def _head(joint: JointFacts) -> Iterator[Row]:
    ended = moment(joint.ended_at) if joint.ended_at else Words(zh="—", en="")
    yield Row(Words(zh="案号", en="Case number"), (Words(zh=joint.case_ref, en=""),))
    yield Row(Words(zh="案由", en="Dispute"), (joint.title,))
    yield Row(Words(zh="调解组织", en="Organisation"), (joint.organisation,))
    yield Row(
        Words(zh="调解次数", en="Session"), (Words(zh=f"第{chinese_number(joint.number)}次", en=f"No. {joint.number}"),)
    )
    yield Row(Words(zh="开始", en="Began"), (moment(joint.opened_at),))
    yield Row(Words(zh="结束", en="Ended"), (ended,))
    yield Row(Words(zh="地点和方式", en="Place and manner"), (_PLACE,))


def _person(one: Attendee) -> Words:
    role = ROLE_WORDS.get(one.role, Words(zh="其他人员", en="other"))
    side = SIDE_WORDS.get(one.side)
    if side is None:
        return Words(zh=f"{role.zh}：{one.name.zh}", en=f"{role.en}: {one.name.en}")
    return Words(
        zh=f"{side.zh}{one.party.zh}（{role.zh}）：{one.name.zh}",
        en=f"{side.en} {one.party.en} ({role.en}): {one.name.en}",
    )


def _present(content: RecordContent) -> Iterator[Block]:
    """Each person, and of each who is of a side how the opening knows them."""
    for one in content.attendees:
        yield Text(_person(one), indent=False)
        if one.side:
            identity, notice = identity_words(one), notice_words(one)
            yield Text(Words(zh=f"{identity.zh}；{notice.zh}。", en=f"{identity.en}. {notice.en}."))


def identity_words(one: Attendee) -> Words:
    """How somebody's identity was compared, or that it was not."""
    if one.compared is None:
        return Words(zh="身份未核对", en="Identity not compared")
    way, by, at = WAY_WORDS[IdentityWay(one.compared.way)], one.compared.by, moment(one.compared.at)
    return Words(zh=f"身份：{way.zh}，由{by.zh}于{at.zh}核对", en=f"Identity: {way.en.lower()}, by {by.en} on {at.en}")


def notice_words(one: Attendee) -> Words:
    """When somebody read the notice of rights and duties, or that they did not."""
    if one.notice is None:
        return Words(zh="未阅读权利义务告知书", en="Notice of rights and duties not read")
    version, at = one.notice.version, moment(one.notice.at)
    return Words(
        zh=f"权利义务告知书（{version}版）：已于{at.zh}阅读",
        en=f"Notice of rights and duties (version {version}) read on {at.en}",
    )


def _told(content: RecordContent) -> Iterator[Words]:
    if all(one.notice for one in content.answering):
        yield Words(
            zh="到场的各方人员均已阅读权利义务告知书（时间见到场人员）。",
            en="Everybody of the sides who was present had read the notice of rights and duties (see above).",
        )
    else:
        yield Words(
            zh="到场的各方人员中，有人未阅读权利义务告知书（见到场人员）。",
            en="Not everybody of the sides who was present had read the notice of rights and duties (see above).",
        )
    if content.written.warned:
        yield Words(
            zh="已告知虚假调解的法律后果。", en="The parties were warned of the consequences of sham mediation."
        )


def _disclosure(joint: JointFacts) -> Words:
    if joint.has_interest is None:
        return NONE
    if joint.has_interest:
        return Words(
            zh=f"调解员已披露利害关系：{joint.disclosure}各方仍同意由其调解。",
            en="The mediator disclosed an interest (above); the parties agreed to go on with the same mediator.",
        )
    return Words(
        zh="调解员声明与本案及各方没有利害关系。各方未申请回避。",
        en="The mediator declared to have no interest in the case. Nobody challenged the mediator.",
    )


def _consent(one: GivenConsent) -> Words:
    words = CONSENT_WORDS.get(one.subject)
    if words is None:
        return Words(zh="", en="")
    return Words(
        zh=f"{one.by.zh}：{words.zh}（{moment(one.at).zh}）", en=f"{one.by.en} {words.en} ({moment(one.at).en})"
    )


def _exhibit(one: ShownExhibit) -> Words:
    print_of = f", SHA-256 {one.sha256[:16]}…" if one.sha256 else ""
    return Words(zh=f"{one.name}（{one.by.zh}提供，{moment(one.at).zh}）", en=f"by {one.by.en}{print_of}")


def _facts(joint: JointFacts) -> Iterator[Block]:
    if not joint.facts:
        yield Text(NONE)
    for one in joint.facts:
        yield Text(Words(zh=f"（{chinese_number(one.number)}）{one.words.zh}", en=one.words.en))


def _result(content: RecordContent) -> Iterator[Words]:
    joint = content.joint
    if joint.outcome == Outcome.AGREED:
        yield Words(zh="各方达成调解协议，协议另行签署。", en="The parties reached an agreement, signed separately.")
    elif joint.outcome == Outcome.ENDED:
        ground = GROUND_WORDS.get(joint.ground, Words(zh="其他情形", en="another ground"))
        yield Words(zh=f"调解终结。原因：{ground.zh}。", en=f"The mediation ended: {ground.en}.")
    else:
        yield Words(zh="本次调解结束，调解继续进行。", en="This session ended; the mediation goes on.")
    if content.written.next_date:
        yield Words(zh=f"下次调解：{content.written.next_date}", en="")


def _answered(answers: tuple[AnswerOfRecord, ...]) -> Iterator[Words]:
    for one in answers:
        words = VERDICT_WORDS[one.verdict]
        at = moment(one.at) if one.at else None
        yield Words(
            zh=f"{one.name.zh}：{words.zh}" + (f"（{at.zh}）" if at else "") + (f"。{one.words}" if one.words else ""),
            en=f"{one.name.en}: {words.en}" + (f" ({at.en})" if at else ""),
        )


def _listed(lines: list[Words]) -> list[Block]:
    kept = [line for line in lines if line.zh]
    numbered = [Words(zh=f"{number}. {line.zh}", en=line.en) for number, line in enumerate(kept, 1)]
    return [Text(line, indent=False) for line in numbered] or [Text(NONE)]


def _or_none(text: str) -> Words:
    return Words(zh=text, en="") if text else NONE
