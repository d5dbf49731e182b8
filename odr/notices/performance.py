"""The notices about an agreement that is to be performed."""

from __future__ import annotations

from odr.notices.shape import Wording
from signing.wording import Words

_PERFORMANCE = "/cases/{ref}/performance"

PERFORMANCE_NOTICES = (
    Wording(
        "performance_due",
        Words(zh="请按协议履行", en="Something you agreed to do falls due"),
        Words(
            zh="案件 {ref} 的协议中，您方有一项义务应最迟于 {day} 履行。履行后请登录上传凭证。",
            en="Under the agreement in case {ref} your side has something to perform by {day}. When it is done, "
            "sign in and say so, with the proof.",
        ),
        _PERFORMANCE,
    ),
    Wording(
        "performance_late",
        Words(zh="您方有一项义务已经逾期", en="Something you agreed to do is overdue"),
        Words(
            zh="案件 {ref} 的协议中，您方有一项义务应于 {day} 前履行，至今没有履行记录。请尽快履行，或者登录说明情况。",
            en="Under the agreement in case {ref} your side had something to perform by {day}, and nothing shows "
            "that it was. Please perform it, or sign in and say how it stands.",
        ),
        _PERFORMANCE,
    ),
    Wording(
        "performance_missing",
        Words(zh="对方应履行的义务已经逾期", en="Something you are owed is overdue"),
        Words(
            zh="案件 {ref} 的协议中，对方有一项义务应于 {day} 前履行，至今没有确认。"
            "请登录确认是否收到，并查看您可以怎么办。",
            en="Under the agreement in case {ref} something owed to your side was due by {day} and is not confirmed. "
            "Sign in to say whether you received it, and to see what you may do.",
        ),
        _PERFORMANCE,
    ),
    Wording(
        "performance_waits",
        Words(zh="请确认对方的履行", en="Please confirm what you received"),
        Words(
            zh="案件 {ref} 中，对方报告已经履行。请登录核对，确认收到或者提出异议。",
            en="In case {ref} the other side says that it has performed. Sign in to check, then confirm or dispute it.",
        ),
        _PERFORMANCE,
    ),
    Wording(
        "performance_answered",
        Words(zh="对方已答复您的履行", en="The other side has answered"),
        Words(
            zh="案件 {ref} 中，对方对协议的履行作出了答复。请登录查看。",
            en="In case {ref} the other side has answered about performance. Sign in to read it.",
        ),
        _PERFORMANCE,
    ),
    Wording(
        "enforcement_limit",
        Words(zh="请留意申请强制执行的期限", en="Mind the last day to apply for enforcement"),
        Words(
            zh="案件 {ref} 的协议中仍有义务没有履行。申请强制执行应最迟于 {day} 提出（民事诉讼法第二百五十条）。",
            en="Something is still owed under the agreement in case {ref}. The last day to apply for enforcement is "
            "{day} (Civil Procedure Law, article 250).",
        ),
        _PERFORMANCE,
    ),
)
