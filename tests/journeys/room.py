"""The second part of the play: words, an exhibit, a cut line, and what nobody else may hear."""

from __future__ import annotations

from dataclasses import dataclass

from tests.journeys.person import Line, Person, Refused
from tests.journeys.story import Story

EXHIBIT = ("礼盒照片.txt", "2026年3月拍摄的礼盒外包装照片说明。\n".encode(), "text/plain")
SECRETS = {"applicant": "我方底线是三十万元。", "respondent": "Our ceiling is 420,000."}


@dataclass
class Seat:
    """A person in the room: their line and the channels they were shown."""

    person: Person
    line: Line
    joint: str
    caucuses: list[str]

    def say(self, channel: str, text: str) -> int:
        """Say something and return its place in the channel."""
        ref = f"{self.person.name}{len(text)}{text[:12]}"
        return self.line.say("message:post", channel_id=channel, text=text, client_ref=ref)["seq"]

    def heard(self, channel: str) -> list[str]:
        """Every text told over this line in the channel, in order."""
        return [m["text"] for event, m in self.line.heard if event == "message:posted" and m["channel_id"] == channel]

    def everything(self, after: int, channel: str) -> list[str]:
        """What the platform answers to "what did I miss?"."""
        return [m["text"] for m in self.line.say("room:catch_up", channel_id=channel, after=after)]


def sit_down(story: Story, role: str) -> Seat:
    """Open the room's page, look at its doors, and connect."""
    person = story.person(role)
    page = person.open(f"/cases/{story.ref}/room")
    joint = page.datum("channel")
    doors = {a.rsplit("/", 1)[1].partition("#")[0] for a, _ in page.links if f"/cases/{story.ref}/room/" in a}
    line = person.connect()
    line.say("room:enter", case_ref=story.ref)
    return Seat(person, line, joint, sorted(doors - {joint}))


def get_ready(story: Story) -> None:
    """Each side reads the notice and confirms its address; the mediator compares whoever is not compared yet."""
    for role in ("applicant", "respondent"):
        story.person(role).open(f"/cases/{story.ref}/sittings")
        story.person(role).submit("/sittings/told", notice="yes", address="yes")
    page = story.person("mediator").open(f"/cases/{story.ref}/sittings")
    while any("/sittings/people/" in form.action for form in page.forms):
        page = story.person("mediator").submit("/sittings/people/", way="document")


def meet(story: Story) -> None:
    """The mediator opens the sitting; everybody comes in; words travel in the joint channel and in each caucus."""
    with story.step("开庭调解：共同沟通与各自单独沟通", "They meet: the joint channel, and each caucus") as details:
        mediator = story.person("mediator")
        get_ready(story)
        details.append("告知书已阅，身份已核对 · notices read, identities compared")
        mediator.open(f"/cases/{story.ref}/room")
        mediator.submit("/room/sitting", act="open")
        seats = {role: sit_down(story, role) for role in ("mediator", "applicant", "respondent")}
        for role, text in (
            ("mediator", "欢迎二位。今天谈包装上的标识。"),
            ("applicant", "我们希望停止使用并得到补偿。"),
            ("respondent", "We are ready to change the packaging."),
        ):
            seats[role].say(seats[role].joint, text)
            for other in seats.values():
                other.line.wait_for("message:posted", text=text)
        speak_privately(seats)
        details.append("单独沟通的内容只有本方和调解员收到 · caucus words reached that side and the mediator only")
        show_exhibit(story, seats["applicant"], seats)
        details.append("附件哈希一致 · the exhibit arrived whole")
        lose_the_line(story, seats)
        details.append("断线重连后补齐 · caught up after a lost connection")
        for seat in seats.values():
            seat.line.hang_up()


def speak_privately(seats: dict[str, Seat]) -> None:
    """Each side tells the mediator something; the other side neither hears it nor can ask for it."""
    if len(seats["mediator"].caucuses) != 2 or any(len(seats[side].caucuses) != 1 for side in SECRETS):
        raise Refused("a side sees a caucus that is not its own")
    for side, secret in SECRETS.items():
        (channel,) = seats[side].caucuses
        seats[side].say(channel, secret)
        seats["mediator"].line.wait_for("message:posted", text=secret)
    for side, other in (("applicant", "respondent"), ("respondent", "applicant")):
        (foreign,) = seats[other].caucuses
        try:
            seats[side].everything(0, foreign)
        except Refused:
            pass
        else:
            raise Refused(f"the {side} was let into the other side's caucus")
        if any(SECRETS[other] in repr(item) for item in seats[side].line.heard):
            raise Refused(f"the {side} heard the other side's caucus")


def show_exhibit(story: Story, giver: Seat, seats: dict[str, Seat]) -> None:
    """A file for the joint channel; both sides download it, an outsider does not get it."""
    name, data, kind = EXHIBIT
    giver.person.open(f"/cases/{story.ref}/room/{giver.joint}")
    giver.person.submit(f"/channels/{giver.joint}/exhibits", file=(name, data, kind))
    told = seats["respondent"].line.wait_for("message:posted", text=name)
    for role in ("respondent", "mediator"):
        if seats[role].person.download(f"/exhibits/{told['exhibit_id']}") != data:
            raise Refused("the exhibit is not what was sent")
    outsider = story.person("organisation_clerk")
    answer = outsider.web.get(f"{story.server.address}/exhibits/{told['exhibit_id']}", timeout=20)
    if answer.status_code not in (403, 404):
        raise Refused(f"an outsider got the exhibit: {answer.status_code}")
    story.notes["exhibit"] = told["exhibit_id"]


def lose_the_line(story: Story, seats: dict[str, Seat]) -> None:
    """The respondent's line is cut; what was said meanwhile is there afterwards, once and in order."""
    respondent = seats["respondent"]
    last = len(respondent.everything(0, respondent.joint))
    respondent.line.hang_up()
    missed = [f"第{number}点建议。" for number in range(1, 4)]
    for text in missed:
        seats["mediator"].say(respondent.joint, text)
    respondent.line = respondent.person.connect()
    if respondent.everything(last, respondent.joint) != missed:
        raise Refused("after the reconnect something is missing or doubled")
    again = seats["mediator"].line.say(
        "message:post", channel_id=respondent.joint, text="重发", client_ref="sent-twice"
    )
    twice = seats["mediator"].line.say(
        "message:post", channel_id=respondent.joint, text="重发", client_ref="sent-twice"
    )
    if again != twice or respondent.everything(last, respondent.joint) != [*missed, "重发"]:
        raise Refused("a message sent twice was said twice")
