"""The sentence and the link of every notice, in both languages. No notice says what a case is about."""

from __future__ import annotations

from odr.notices.performance import PERFORMANCE_NOTICES
from odr.notices.shape import Wording
from signing.wording import Words

ONCE = Words(
    zh="此链接只能使用一次，请勿转发。若与您无关，请不要理会。",
    en="The link works once. Please do not pass it on. If this is not about you, please ignore it.",
)
SIGN_OFF = Words(
    zh="此邮件由和契在线调解平台自动发出，不含调解内容。",
    en="Sent by the Heqi online mediation platform. It contains nothing of what is said in mediation.",
)
_CASE = "/cases/{ref}"
_SIGNING = "/cases/{ref}/signatures"
_CONFIRMATION = "/cases/{ref}/confirmation"

_ALL = (
    Wording(
        "password_reset",
        Words(zh="设置新密码", en="Set a new password"),
        Words(
            zh="有人请求为您的账号设置新密码。如果是您本人，请在一小时内打开链接。",
            en="Somebody asked for a new password for your account. If it was you, open the link within an hour.",
        ).then(ONCE),
        "/reset/{link}",
    ),
    Wording(
        "log_alarm",
        Words(zh="警报：公开日志与已签的签名头不符", en="Alarm: the public log does not fit what was signed"),
        Words(
            zh="平台核对公开日志时发现不符，已停止签发新的签名头。请立即在服务器上运行 verify-audit，"
            "查明数据库是否被改动，并从备份恢复。",
            en="The platform went through its public log, found that it does not fit, and signs no new head. "
            "Run verify-audit on the server now, find out whether the database was changed, and restore it.",
        ),
        "/log",
    ),
    Wording(
        "no_account",
        Words(zh="此邮箱没有账号", en="There is no account with this address"),
        Words(
            zh="有人请求为此邮箱重新设置密码，但此邮箱没有账号。您可能使用了另一个邮箱。",
            en="Somebody asked for a new password for this address, which has no account. "
            "You may have used another address.",
        ),
        "/sign-in",
    ),
    Wording(
        "joined",
        Words(zh="您已加入一件案件", en="You have joined a case"),
        Words(
            zh="您已通过邮件中的链接加入案件 {ref}。如果不是您本人所为，请立即联系调解组织。",
            en="You joined case {ref} through the link you were sent. If that was not you, call the organisation now.",
        ),
        _CASE,
    ),
    Wording(
        "password_changed",
        Words(zh="您的密码已更改", en="Your password was changed"),
        Words(
            zh="您的密码刚刚更改，所有设备均已退出。如果不是您本人所为，请立即重新设置密码。",
            en="Your password was just changed and every device was signed out. "
            "If that was not you, set a new one now.",
        ),
        "/forgot",
    ),
    Wording(
        "account_link",
        Words(zh="开设账号", en="Open your account"),
        Words(
            zh="有人用此邮箱申请开设账号。如果是您本人，请在七十二小时内打开链接。",
            en="Somebody asked for an account with this address. If it was you, open the link within 72 hours.",
        ).then(ONCE),
        "/invitation/{link}",
    ),
    Wording(
        "account_exists",
        Words(zh="您已有账号", en="You have an account already"),
        Words(
            zh="有人用此邮箱申请开设账号，而您已有账号。请直接登录；忘记密码时可重新设置。",
            en="Somebody asked for an account with this address, which has one already. Just sign in; "
            "if you forgot the password, set a new one.",
        ),
        "/sign-in",
    ),
    Wording(
        "case_invitation",
        Words(zh="您收到一份调解邀请", en="You are invited to a mediation"),
        Words(
            zh="一家调解组织邀请您参加在线调解。是否参加由您决定。请打开链接查看。链接七十二小时内有效。",
            en="A mediation organisation invites you to an online mediation. Whether you take part is "
            "for you to decide. Open the link to read more. It works for 72 hours.",
        ).then(ONCE),
        "/invitation/{link}",
    ),
    Wording(
        "agent_invitation",
        Words(zh="请您担任代理人", en="You are asked to act as an agent"),
        Words(
            zh="有当事人请您在一件在线调解案件中担任代理人。请打开链接查看。链接七十二小时内有效。",
            en="A party asks you to act as its agent in an online mediation. Open the link to read more. "
            "It works for 72 hours.",
        ).then(ONCE),
        "/invitation/{link}",
    ),
    Wording(
        "guest_invitation",
        Words(zh="请您参加一次在线调解", en="You are asked to attend an online mediation"),
        Words(
            zh="调解员请您参加一件在线调解案件。请打开链接，查看您以什么身份、旁听或者参加哪些交流。链接七十二小时内有效。",
            en="A mediator asks you to attend an online mediation. Open the link to read as what, and what you would "
            "hear. It works for 72 hours.",
        ).then(ONCE),
        "/invitation/{link}",
    ),
    Wording(
        "party_invitation",
        Words(zh="请您作为当事人参加调解", en="You are asked to join a mediation"),
        Words(
            zh="一家调解组织请您参加一件在线调解案件。是否参加由您决定。请打开链接查看。链接七十二小时内有效。",
            en="A mediation organisation asks you to join an online mediation. Whether you do is for you to decide. "
            "Open the link to read more. It works for 72 hours.",
        ).then(ONCE),
        "/invitation/{link}",
    ),
    Wording(
        "sitting_planned",
        Words(zh="调解已安排时间", en="A sitting is planned"),
        Words(
            zh="案件 {ref} 安排了一次调解。请登录查看时间，并完成开始前的准备。",
            en="A sitting is planned in case {ref}. Sign in to see when, and to get ready for it.",
        ),
        "/cases/{ref}/sittings",
    ),
    Wording(
        "sitting_moved",
        Words(zh="调解时间已更改", en="The sitting has another time"),
        Words(
            zh="案件 {ref} 的调解时间已更改。请登录查看新的时间。",
            en="The sitting in case {ref} has another time. Sign in to see when.",
        ),
        "/cases/{ref}/sittings",
    ),
    Wording(
        "sitting_cancelled",
        Words(zh="调解已取消", en="The sitting is cancelled"),
        Words(
            zh="案件 {ref} 已安排的这次调解取消。调解程序没有终止。",
            en="The sitting planned in case {ref} is cancelled. The mediation itself goes on.",
        ),
        "/cases/{ref}/sittings",
    ),
    Wording(
        "case_filed",
        Words(zh="您的调解申请已收到", en="Your application was received"),
        Words(
            zh="您的调解申请已收到，编号 {ref}。回执在案件页面上。",
            en="Your application was received under number {ref}. The receipt is on the page of the case.",
        ),
        _CASE,
    ),
    Wording(
        "intake_waiting",
        Words(zh="有一件新的调解申请", en="A new application is waiting"),
        Words(
            zh="有一件新的调解申请等待审核，编号 {ref}。",
            en="A new application is waiting for review: {ref}.",
        ),
        _CASE,
    ),
    Wording(
        "case_returned",
        Words(zh="请补充您的调解申请", en="Please complete your application"),
        Words(
            zh="调解组织退回了申请 {ref}，并说明了需要补充的内容。",
            en="The organisation returned application {ref} and says what is missing.",
        ),
        _CASE,
    ),
    Wording(
        "case_moved",
        Words(zh="您的案件有新进展", en="Your case has moved on"),
        Words(
            zh="案件 {ref} 有新进展。请登录查看。",
            en="There is something new in case {ref}. Sign in to read it.",
        ),
        _CASE,
    ),
    Wording(
        "your_turn",
        Words(zh="案件等待您的下一步", en="Your case waits for you"),
        Words(
            zh="案件 {ref} 等待您的下一步。请登录查看。",
            en="Case {ref} waits for your next step. Sign in to see it.",
        ),
        _CASE,
    ),
    Wording(
        "sign_your_turn",
        Words(zh="请您签署", en="It is your turn to sign"),
        Words(
            zh="案件 {ref} 的文本已经定稿，等待您签署。请登录，读完全文后再决定签或不签；不签也不影响您的其他权利。",
            en="The text in case {ref} is final and waits for your signature. Sign in, read it to the end, then decide "
            "whether to sign; not signing costs you no other right.",
        ),
        _SIGNING,
    ),
    Wording(
        "sign_given",
        Words(zh="又有一人签署", en="One more person has signed"),
        Words(
            zh="案件 {ref} 中又有一人完成签署。请登录查看还差谁。",
            en="One more person has signed in case {ref}. Sign in to see who is still waited for.",
        ),
        _SIGNING,
    ),
    Wording(
        "sign_refused",
        Words(zh="有人没有签署", en="Somebody did not sign"),
        Words(
            zh="案件 {ref} 中有人没有签署，已有的签名全部作废，文本回到修改阶段。请登录查看。",
            en="Somebody in case {ref} did not sign. The signatures given are void and the text is open for changes "
            "again. Sign in to read more.",
        ),
        _SIGNING,
    ),
    Wording(
        "sign_complete",
        Words(zh="全体签署完毕", en="Everybody has signed"),
        Words(
            zh="案件 {ref} 中全体人员均已签署，等待调解组织加盖印章。",
            en="Everybody in case {ref} has signed. The organisation's seal comes next.",
        ),
        _SIGNING,
    ),
    Wording(
        "seal_waiting",
        Words(zh="请加盖印章", en="Please affix the seal"),
        Words(
            zh="案件 {ref} 中全体人员均已签署。请登录，核对后加盖调解组织印章。",
            en="Everybody in case {ref} has signed. Sign in, check, and affix the seal of the organisation.",
        ),
        _SIGNING,
    ),
    Wording(
        "sign_sealed",
        Words(zh="文件已盖章完成", en="The document is sealed and complete"),
        Words(
            zh="案件 {ref} 的文件已加盖调解组织印章，不能再改动。请登录下载并妥善保存。",
            en="The document in case {ref} bears the seal of the organisation and cannot change any more. Sign in to "
            "download it, and keep it well.",
        ),
        _SIGNING,
    ),
    Wording(
        "agreement_effective",
        Words(zh="协议已生效，请留意申请司法确认的期限", en="It is in effect; mind the last day to apply to a court"),
        Words(
            zh="案件 {ref} 中签署的文件已经生效。"
            "如需申请司法确认，各方应最迟于 {day} 共同提出（民事诉讼法第二百零五条）。",
            en="What was signed in case {ref} is in effect. If you want a court to confirm it, the parties must apply "
            "together by {day} (Civil Procedure Law, article 205).",
        ),
        _CASE,
    ),
    Wording(
        "message_waiting",
        Words(zh="您有一条新消息", en="You have a new message"),
        Words(zh="案件 {ref} 中您有一条新消息。", en="You have a new message in case {ref}."),
        _CASE,
    ),
    Wording(
        "question_waits",
        Words(zh="有一个问题等您回答", en="A question waits for you"),
        Words(zh="案件 {ref} 的调解室中有一个问题等您回答。", en="A question waits for you in the room of case {ref}."),
        "/cases/{ref}/room",
    ),
    Wording(
        "answer_ready",
        Words(zh="调解室有新的进展", en="Something has moved on in the room"),
        Words(zh="案件 {ref} 的调解室有新的进展，请登录查看。", en="Something has moved on in the room of case {ref}."),
        "/cases/{ref}/room",
    ),
    Wording(
        "mediator_proposed",
        Words(zh="邀请您调解一件案件", en="You are proposed as mediator"),
        Words(
            zh="调解组织邀请您调解案件 {ref}。请先声明有无利害关系。",
            en="The organisation proposes you as mediator of case {ref}. Please disclose any interest first.",
        ),
        "/cases/{ref}/mediator",
    ),
    Wording(
        "application_term",
        Words(zh="申请司法确认的期限将至", en="The last day to apply to a court comes near"),
        Words(
            zh="案件 {ref} 的协议已经生效，您这一方还没有申请司法确认。各方应最迟于 {day} 共同申请"
            "（民事诉讼法第二百零五条）；不申请的，协议继续有效，但不能直接申请强制执行。",
            en="The agreement in case {ref} is in effect and your side has not applied for its confirmation. The "
            "parties must apply together by {day} (Civil Procedure Law, article 205). Without it the agreement stands "
            "but cannot be enforced at once.",
        ),
        _CONFIRMATION,
    ),
    Wording(
        "supplement_term",
        Words(zh="法院要求补充的期限将至", en="The court's last day for a supplement comes near"),
        Words(
            zh="法院在案件 {ref} 中要求补充，期限至 {day}。逾期不补充的，法院可以按撤回申请处理。",
            en="In case {ref} the court has asked for more by {day}. If nothing comes, it may treat the application as "
            "withdrawn.",
        ),
        _CONFIRMATION,
    ),
    Wording(
        "court_term",
        Words(zh="一件司法确认申请的期限将至", en="A term at your desk ends soon"),
        Words(
            zh="司法确认申请 {ref} 的下一步期限至 {day}。请登录法院工作台查看。",
            en="The next step on application {ref} is due by {day}. Sign in to your desk to read it.",
        ),
        "/court",
    ),
    Wording(
        "filing_waiting",
        Words(zh="有一件司法确认申请等待处理", en="A filing waits at your desk"),
        Words(
            zh="有一件司法确认申请等待处理，编号 {ref}。请登录法院工作台查看。",
            en="An application for judicial confirmation waits: {ref}. Sign in to your desk to read it.",
        ),
        "/court",
    ),
    *PERFORMANCE_NOTICES,
)
NOTICES: dict[str, Wording] = {wording.kind: wording for wording in _ALL}
