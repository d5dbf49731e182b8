"""Sittings in words: their states, what is missing, the notice of rights and duties, the consents, the calendar."""

from __future__ import annotations

from datetime import UTC, timedelta

from flask import url_for
from flask_babel import gettext

from odr import clock
from odr.cases.consents import ARTICLES, NAMES, ONLINE, RECORDING, SEPARATE_TIMES, SERVICE
from odr.rooms.sitting_page import SittingView
from signing.wording import Words

SITTING_STATES = {
    "planned": (Words("已安排", "Planned"), "waiting"),
    "open": (Words("进行中", "Under way"), "todo"),
    "adjourned": (Words("休会", "Adjourned"), "waiting"),
    "ended": (Words("已结束", "Ended"), "done"),
    "cancelled": (Words("已取消", "Cancelled"), "stopped"),
}
MISSING = {
    "disclosure": Words("调解员尚未披露", "The mediator has not disclosed yet"),
    "nobody": Words("这一方还没有人加入", "Nobody of this side has joined"),
    "online": Words("尚未同意在线调解", "has not agreed to mediate online"),
    "address": Words("尚未确认送达地址", "has not confirmed the address for service"),
    "told": Words("尚未阅读权利义务告知书", "has not read the notice of rights and duties"),
    "identity": Words("身份尚未核对", "identity not compared yet"),
}
CONSENTS = {
    subject: (NAMES[subject], text, ARTICLES[subject])
    for subject, text in {
        ONLINE: Words("可以随时改为线下进行。", "You may ask to meet on site instead at any time."),
        SERVICE: Words("文书发送至您确认的邮箱。", "Documents go to the address you confirmed."),
        SEPARATE_TIMES: Words(
            "各方都同意后，可以在调解时间以外留言。",
            "When every side agrees, people may write outside the sittings too.",
        ),
        RECORDING: Words("未经各方同意不得录制。", "Nothing is recorded unless everybody agrees."),
    }.items()
}
NOTICE = (
    (
        Words("您的权利", "Your rights"),
        Words(
            "您可以选择或者接受调解员，可以接受、拒绝或者随时终止调解，可以要求调解公开或者不公开进行，"
            "并可以自主表达意愿、自愿达成协议。",
            "You may choose or accept the mediator; accept, refuse or end the mediation at any time; ask for it to be "
            "held openly or in private; say freely what you want, and agree only if you wish to.",
        ),
        "PML 23",
    ),
    (
        Words("您的义务", "Your duties"),
        Words(
            "请如实陈述纠纷事实，遵守调解秩序，尊重调解员和对方，达成协议后应当履行。",
            "Tell the facts truthfully, keep order, respect the mediator and the other side, and perform what you "
            "agree to.",
        ),
        "PML 24",
    ),
    (
        Words("如何进行", "How it is done"),
        Words(
            "各方先共同交流；调解员可以与一方单独交谈，单独交谈的内容未经您同意不会转告对方。"
            "调解不公开，参加人员应当保密。",
            "The sides talk together first; the mediator may meet one side alone, and passes nothing on without that "
            "side’s consent. Mediation is closed, and everybody in it keeps it confidential.",
        ),
        "OMR 18",
    ),
    (
        Words("让步不作为证据", "Concessions are no evidence"),
        Words(
            "为达成协议所作的让步，在之后的诉讼中不得作为对您不利的依据，法律另有规定或者各方都同意的除外。",
            "What you concede to reach an agreement cannot be held against you in court later, unless the law says "
            "otherwise or everybody agrees.",
        ),
        "INT 107",
    ),
    (
        Words("协议的效力", "The effect of an agreement"),
        Words(
            "调解协议对各方具有约束力。协议生效之日起三十日内，双方可以共同向法院申请司法确认；"
            "裁定有效后，一方不履行的，另一方可以申请强制执行。",
            "An agreement binds the sides. Within thirty days of its taking effect they may jointly ask the court to "
            "confirm it; once confirmed, it can be enforced.",
        ),
        "CPL 205",
    ),
    (
        Words("禁止虚假调解", "No sham mediation"),
        Words(
            "恶意串通，企图通过调解侵害国家利益、社会公共利益或者他人合法权益的，应当终止调解，"
            "并依法承担罚款、拘留直至刑事责任。",
            "Whoever colludes to harm the State, the public or others through a mediation will see it stopped, and "
            "answers for it with fines, detention or criminal punishment.",
        ),
        "OMR 23",
    ),
)


def private_words(sitting: SittingView) -> str:
    """What everybody else reads while the mediator meets one side: that it happens, and that their turn comes too."""
    return gettext("The mediator is in a private meeting. Every side has the same chance.")


def calendar_entry(ref: str, sitting: SittingView) -> bytes:
    """The sitting as one entry (RFC 5545), with a reminder an hour before; a later revision replaces an earlier one."""
    if sitting.planned_at is None:
        return b""
    start = sitting.planned_at.astimezone(UTC)
    end = start + timedelta(minutes=sitting.minutes)
    title = gettext("Mediation sitting")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Heqi//Mediation//EN",
        "BEGIN:VEVENT",
        f"UID:{ref}-sitting-{sitting.number}@heqi",
        f"SEQUENCE:{sitting.revision}",
        f"DTSTAMP:{clock.now().astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{end:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{title} · {ref}",
        f"URL:{url_for('sittings.page', ref=ref, _external=True)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{title}",
        "TRIGGER:-PT1H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return ("\r\n".join(lines) + "\r\n").encode()
