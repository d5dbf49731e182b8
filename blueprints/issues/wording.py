"""The words of a mediator's notes, in both languages."""

from __future__ import annotations

from odr.issues.states import IssueState, NoteKind, Weight
from signing.wording import Words

STATES = {
    IssueState.OPEN: Words("未解决", "Open"),
    IssueState.AGREED: Words("已谈拢", "Agreed in substance"),
    IssueState.SET_ASIDE: Words("暂时搁置", "Set aside for now"),
}
STATE_TONES = {IssueState.OPEN: "todo", IssueState.AGREED: "done", IssueState.SET_ASIDE: "stopped"}
WEIGHTS = {
    Weight.MUST: Words("底线", "Must have"),
    Weight.MATTERS: Words("看重", "Matters"),
    Weight.NICE: Words("最好有", "Nice to have"),
}
KINDS = {
    NoteKind.ISSUE: Words("争点", "Issue"),
    NoteKind.INTEREST: Words("一方的关切", "A side’s interest"),
    NoteKind.OFFER: Words("公开报价", "Open offer"),
    NoteKind.PROMISE: Words("待转达的话", "Something to pass on"),
}
CASE_STATES = {
    "appointing": (Words("选定调解员", "Choosing the mediator"), "waiting"),
    "mediating": (Words("调解中", "In mediation"), "todo"),
    "settled": (Words("已达成协议", "Settled"), "done"),
    "ended": (Words("已终止", "Ended"), "stopped"),
    "closed": (Words("已结案", "Closed"), "done"),
}
"""States in which a mediator meets a case, with the tone they are shown in."""
ROUND_STATES = {
    "proposed": (Words("等待各方接受规则", "Rules wait for acceptance"), "waiting"),
    "open": (Words("进行中", "Open"), "todo"),
    "opening": (Words("正在开启", "Being opened"), "waiting"),
    "agreed": (Words("已达成一致", "Agreed"), "done"),
    "failed": (Words("没有达成一致", "No agreement"), "stopped"),
    "declined": (Words("没有开始", "Not begun"), "stopped"),
    "cancelled": (Words("已取消", "Called off"), "stopped"),
    "void": (Words("作废", "Void"), "stopped"),
    "closed": (Words("已结束", "Closed"), "stopped"),
}
"""How a round of sealed bargaining stands; what was offered in it is nobody's to see here."""
