"""The words of states, grounds, steps and next acts of a case, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from odr.cases.next_acts import MINE
from signing.wording import Words

STATES = {
    "draft": (Words("草稿", "Draft"), "todo"),
    "submitted": (Words("等待审核", "Waiting for review"), "waiting"),
    "returned": (Words("待补充", "To be completed"), "todo"),
    "invited": (Words("等待对方答复", "Other side is asked"), "waiting"),
    "appointing": (Words("选定调解员", "Choosing the mediator"), "waiting"),
    "mediating": (Words("调解中", "In mediation"), "todo"),
    "settled": (Words("已达成协议", "Settled"), "done"),
    "ended": (Words("已终止", "Ended"), "stopped"),
    "closed": (Words("已结案", "Closed"), "done"),
}
STAGES = (
    Words("申请", "Application"),
    Words("审核", "Review"),
    Words("对方答复", "The other side"),
    Words("调解员", "Mediator"),
    Words("调解", "Mediation"),
    Words("协议", "Agreement"),
)
STAGE_OF = {
    "draft": 0,
    "returned": 0,
    "submitted": 1,
    "invited": 2,
    "appointing": 3,
    "mediating": 4,
    "settled": 6,
    "closed": 6,
}
DISPUTES = {
    "trademark": Words("商标", "Trade mark"),
    "patent": Words("专利", "Patent"),
    "copyright": Words("著作权", "Copyright"),
    "software": Words("计算机软件", "Software"),
    "trade_secret": Words("商业秘密", "Trade secret"),
    "unfair_competition": Words("不正当竞争", "Unfair competition"),
    "domain_name": Words("网络域名", "Domain name"),
    "geographical_indication": Words("地理标志", "Geographical indication"),
    "plant_variety": Words("植物新品种", "Plant variety"),
    "layout_design": Words("集成电路布图设计", "Layout design"),
    "traditional_culture": Words("传统文化", "Traditional culture"),
    "olympic_symbol": Words("奥林匹克标志", "Olympic symbols"),
    "data": Words("数据", "Data"),
    "event": Words("演出、赛事和展会", "Live events and exhibitions"),
    "civil": Words("一般民商事纠纷", "General civil dispute"),
    "other": Words("其他纠纷", "Another kind of dispute"),
}
TRACKS = {
    "peoples": Words("人民调解", "People's mediation"),
    "commercial": Words("商事调解", "Commercial mediation"),
    "industry": Words("行业调解", "Industry mediation"),
    "administrative": Words("行政调解", "Administrative mediation"),
}
COSTS = {
    "peoples": Words("免费。司法确认也不收费。", "Free. Judicial confirmation is free too."),
    "commercial": Words(
        "按调解组织公布的标准收费；司法确认不收费。",
        "As the organisation's published tariff says; judicial confirmation is free.",
    ),
    "industry": Words(
        "由行业组织公示；司法确认不收费。", "As the association publishes; judicial confirmation is free."
    ),
    "administrative": Words("免费。", "Free."),
}
GROUNDS = {
    "discarded": Words("申请人放弃了草稿", "the applicant gave up the draft"),
    "withdrawn": Words("申请人撤回申请", "the applicant withdrew"),
    "unreachable": Words("无法联系被申请人", "the other side could not be reached"),
    "refused": Words("一方不愿调解", "one side does not want to mediate"),
    "no_agreement": Words("未能达成协议", "no agreement was reached"),
    "term_expired": Words("调解期限届满", "the time for mediation ran out"),
    "refused_to_sign": Words("一方拒绝签署", "one side refused to sign"),
    "unlawful_purpose": Words("调解目的或者内容违法", "its purpose or content was unlawful"),
    "settled_elsewhere": Words("争议已另行解决", "the dispute was settled elsewhere"),
}
STEPS = {
    "filed": Words("申请人提交申请", "The applicant filed the application"),
    "returned": Words("调解组织请申请人补充", "The organisation asked the applicant to complete it"),
    "invited": Words("调解组织受理，并邀请被申请人", "The organisation took the case and asked the other side"),
    "invited_again": Words("再次邀请被申请人", "The other side was asked again"),
    "wrong_person": Words("收信人表示不是被申请人", "The letter reached somebody else"),
    "accepted": Words("被申请人同意调解", "The respondent agreed to mediate"),
    "mediator_proposed": Words("调解组织提名调解员", "The organisation proposed a mediator"),
    "mediator_disclosed": Words("调解员作出披露", "The mediator made the disclosure"),
    "mediator_declined": Words("被提名的调解员不能承办", "The mediator proposed will not take the case"),
    "mediator_accepted": Words("一方同意调解员", "One side accepted the mediator"),
    "mediator_challenged": Words("一方对调解员提出异议", "One side challenged the mediator"),
    "mediator_replaced": Words("更换调解员", "The mediator is being replaced"),
    "mediating": Words("调解员选定，调解开始", "The mediator is appointed; mediation begins"),
    "party_invited": Words("邀请另一方当事人参加", "Another party was asked to join"),
    "party_joined": Words("另一方当事人加入", "Another party joined"),
    "party_declined": Words("受邀的一方不参加", "The party asked does not join"),
    "term_extended": Words("各方同意延长调解期限", "All sides agreed to a longer term"),
    "co_mediator_joined": Words("一名共同调解员加入", "A co-mediator joined"),
    "co_mediator_released": Words("一名共同调解员退出", "A co-mediator left"),
    "agent_admitted": Words("代理人加入", "An agent joined"),
    "agent_removed": Words("代理人退出", "An agent left"),
    "particulars_completed": Words("一方补充了自己的信息", "One side completed its particulars"),
    "settled": Words("调解协议生效", "The agreement took effect"),
    "amended": Words("变更后的协议生效，取代原协议", "The changed agreement took effect and replaced the earlier one"),
    "agreement.amendment_begun": Words("开始变更已签署的协议", "A change of the signed agreement was begun"),
    "document.frozen": Words("协议文本定稿，等待签署", "The text of the agreement is final and waits for signatures"),
    "document.signed": Words("一人签署了协议", "The agreement was signed by one of its signatories"),
    "agreement.reopen": Words("协议退回修改", "The agreement was opened for changes again"),
    "agreement.refuse": Words(
        "一方拒绝签署，协议退回修改", "A signatory refused; the agreement is open for changes again"
    ),
    "agreement.abandoned": Words("放弃起草协议", "The agreement was given up"),
    "agreement.sealed": Words("调解组织加盖印章", "The organisation affixed its seal"),
    "confirmation.opened": Words("选定法院，等待双方申请", "A court was chosen; both sides may apply"),
    "confirmation.filed": Words("司法确认申请已提交法院", "The application for confirmation was filed with the court"),
    "confirmation.withdrawn": Words("撤回司法确认申请", "The application for confirmation was withdrawn"),
    "confirmation.lapsed": Words("逾期未申请司法确认", "The time to apply for confirmation ran out"),
    "filing.accepted": Words("法院受理司法确认申请", "The court accepted the application"),
    "filing.supplement_requested": Words("法院要求补充材料", "The court asked for more"),
    "ruling.confirmed": Words("法院裁定确认协议有效", "The court confirmed the agreement"),
    "ruling.dismissed": Words("法院裁定驳回申请", "The court dismissed the application"),
    "ruling.refused": Words("法院不予受理", "The court did not accept the application"),
    "bundle_built": Words("制作提交法院的材料包", "The bundle for the court was built"),
    "closed": Words("结案", "The case was closed"),
    "discarded": Words("放弃申请", "The application was given up"),
}
OTHER_STEP = Words("案件有新进展", "The case moved on")
AGENTS = {
    "lawyer": Words("律师", "Lawyer"),
    "legal_worker": Words("基层法律服务工作者", "Grass-roots legal worker"),
    "relative": Words("近亲属", "Near relative"),
    "staff": Words("本单位工作人员", "Staff of the party"),
    "recommended": Words("社区、单位或者社会团体推荐的人", "Recommended by a community, unit or association"),
}
WHO = {
    "applicant": Words("申请人一方", "Applicant's side"),
    "respondent": Words("被申请人一方", "Respondent's side"),
    "mediator": Words("调解员", "Mediator"),
    "proposed": Words("被提名的调解员", "Proposed as mediator"),
    "clerk": Words("调解组织", "Organisation"),
    "third": Words("第三人一方", "Third person's side"),
    "guest": Words("受邀人员", "Guest"),
}
ROLES = {
    "party": Words("当事人", "Party"),
    "agent": Words("代理人", "Agent"),
    "mediator": Words("调解员", "Mediator"),
    "co_mediator": Words("共同调解员", "Co-mediator"),
}
IDENTITIES = {
    "credit_code": Words("统一社会信用代码", "Unified social credit code"),
    "foreign_registration": Words("境外登记号码", "Foreign registration number"),
    "resident_id": Words("居民身份证号码", "Resident identity number"),
    "passport": Words("护照号码", "Passport number"),
}


@dataclass(frozen=True)
class NextAct:
    """What waits for a person, or whom they wait for; `mine` says which."""

    code: str
    title: Words
    text: Words
    mine: bool


_NEXT = {
    "complete_application": (
        Words("完成并提交申请", "Complete and file your application"),
        Words("提交之日起，诉讼时效中断。", "From the day you file, the limitation period starts anew."),
    ),
    "mend_application": (
        Words("补充后重新提交", "Complete it and file again"),
        Words("调解组织说明了需要补充的内容，见下方。", "The organisation says below what is missing."),
    ),
    "wait_applicant": (
        Words("等待申请人补充", "The applicant is completing the application"),
        Words("重新提交后会出现在工作台。", "It comes back to your desk once it is filed again."),
    ),
    "review": (
        Words("审核这份申请", "Review this application"),
        Words("受理并邀请对方，或者退回补充。", "Take it and ask the other side, or return it."),
    ),
    "wait_intake": (
        Words("调解组织正在审核", "The organisation is reading your application"),
        Words("有结果会发邮件通知您。", "You will get a letter when it has decided."),
    ),
    "wait_respondent": (
        Words("等待对方答复", "The other side has been asked"),
        Words("邀请链接七十二小时内有效。", "The link in the letter works for 72 hours."),
    ),
    "find_person": (
        Words("邀请送错了人", "The letter reached the wrong person"),
        Words("请核对地址后再次邀请。", "Find the right address and ask again."),
    ),
    "propose_mediator": (
        Words("提名调解员", "Propose a mediator"),
        Words("双方都已同意调解。", "Both sides want to mediate."),
    ),
    "wait_proposal": (
        Words("调解组织将提名调解员", "The organisation will propose a mediator"),
        Words("您可以同意，也可以提出异议。", "You may accept the person or object."),
    ),
    "disclose": (
        Words("声明有无利害关系", "Disclose whether you have an interest"),
        Words("声明之前看不到案情。", "You see nothing of the case before."),
    ),
    "wait_disclosure": (
        Words("调解员正在声明有无利害关系", "The mediator is making the disclosure"),
        Words("随后由双方决定是否同意。", "Then both sides decide whether they accept."),
    ),
    "answer_mediator": (
        Words("是否同意这位调解员", "Do you accept this mediator?"),
        Words("请先阅读披露声明。", "Read the disclosure first."),
    ),
    "wait_answers": (
        Words("等待各方答复是否同意调解员", "The sides are deciding on the mediator"),
        Words("双方同意后，调解即开始。", "Mediation begins once both accept."),
    ),
    "mediate": (
        Words("进入调解室", "Go to the room"),
        Words("可与各方共同交谈，也可只与调解员交谈。", "Talk with everybody, or with the mediator alone."),
    ),
    "attend": (
        Words("进入调解室", "Go to the room"),
        Words("您可以听到为您开放的交流。", "You hear the rooms that are open to you."),
    ),
    "lead": (
        Words("主持调解", "Lead the mediation"),
        Words("进入调解室，起草协议。", "Go to the room; draft the agreement."),
    ),
    "wait_mediation": (
        Words("调解进行中", "The mediation is under way"),
        Words("调解内容对调解组织不可见。", "What is said in it cannot be seen here."),
    ),
    "settled": (
        Words("协议已生效，可以申请司法确认", "The agreement is in force; you may ask the court to confirm it"),
        Words(
            "司法确认：法院审查协议，裁定有效后可以强制执行。",
            "Judicial confirmation: the court reviews the agreement; once confirmed, it can be enforced.",
        ),
    ),
    "close": (
        Words("制作材料包，或者结案", "Build the file for the court, or close the case"),
        Words("双方申请司法确认后，由您提交法院。", "When both sides apply, you file with the court."),
    ),
    "sign": (
        Words("签署调解协议", "Sign the agreement"),
        Words("文本已定稿，等待您签署。", "The text is final and waits for your signature."),
    ),
    "wait_signatures": (
        Words("等待其他人签署", "The others are signing"),
        Words("签署按顺序进行。", "Signatures follow one another."),
    ),
    "seal": (
        Words("加盖调解组织印章", "Affix the seal"),
        Words("各方均已签署。", "Everybody has signed."),
    ),
    "wait_seal": (
        Words("等待调解组织盖章", "The organisation affixes its seal"),
        Words("盖章后协议生效。", "Then the agreement takes effect."),
    ),
    "choose_court": (
        Words("可以申请司法确认了", "You may now ask a court to confirm the agreement"),
        Words("先选定法院，再由双方分别申请。", "Choose the court; then each side applies."),
    ),
    "apply": (
        Words("申请司法确认", "Apply for judicial confirmation"),
        Words("双方都申请后才能提交法院。", "Both sides must apply before anything is filed."),
    ),
    "wait_other_side": (
        Words("等待对方申请司法确认", "The other side has still to apply"),
        Words("双方都申请后，由调解组织提交法院。", "Then the organisation files with the court."),
    ),
    "file": (
        Words("向法院提交", "File with the court"),
        Words("双方都已申请。", "Both sides have applied."),
    ),
    "wait_filing": (
        Words("等待调解组织提交法院", "The organisation files with the court"),
        Words("双方都已申请。", "Both sides have applied."),
    ),
    "wait_court": (
        Words("法院正在审查", "The court is reviewing the agreement"),
        Words("有结果会通知您。", "You will be told."),
    ),
    "ruling": (
        Words("法院已作出裁定", "The court has ruled"),
        Words("裁定书在司法确认页面。", "The ruling is on the page of the confirmation."),
    ),
    "over": (
        Words("案件已结束", "This case is over"),
        Words("您仍可查看以往的内容。", "You can still read what happened."),
    ),
    "wait": (Words("请等待下一步", "Please wait for the next step"), Words("轮到您时会通知您。", "You will be told.")),
}


LABELS = {
    "sign": Words("阅读并签署", "Read and sign"),
    "seal": Words("盖章", "Affix the seal"),
    "choose_court": Words("选择法院", "Choose the court"),
    "apply": Words("申请司法确认", "Apply for confirmation"),
    "file": Words("提交法院", "File with the court"),
    "ruling": Words("查看裁定", "Read the ruling"),
}
SEE = Words("查看", "See it")


def label_of(code: str) -> Words:
    """What stands on the button of a step."""
    return LABELS.get(code, SEE)


def next_act_words(code: str) -> NextAct:
    """The words of a next act; an unknown code is a wait."""
    title, text = _NEXT.get(code, _NEXT["wait"])
    return NextAct(code, title, text, code in MINE or code in LABELS)


def step_words(act: str) -> Words:
    """The sentence of a public step."""
    if act.startswith("ended_"):
        ground = GROUNDS.get(act.removeprefix("ended_"), GROUNDS["no_agreement"])
        return Words(f"调解终止：{ground.zh}", f"The mediation ended: {ground.en}")
    return STEPS.get(act, OTHER_STEP)
