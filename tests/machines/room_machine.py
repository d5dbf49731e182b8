"""A room full of people who act at once, and a model that says what each of them must, may and must not have heard.

The model states the rule of hearing a second time, in its own words: everybody in the case hears the joint channel,
a side and the mediator hear that side's caucus. Acts of one batch run at the same moment; what one of them changes
(a connection, an admission) makes the others' words optional for whom it concerns, and for nobody else.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from odr import clock
from odr.access.actor import ChannelKind
from odr.cases.mandates import Authority, invite_agent
from odr.cases.models import AgentKind
from odr.cases.participants import actor_for
from odr.rooms.commands import open_mediation_session
from odr.rooms.queries import MessageView, messages_after, room_page
from tests.factories.people import Known, last_link, make_account, make_agent, make_case
from tests.machines.line import Line, LineLost
from tests.machines.site import Browser, Site

PEOPLE = ("applicant", "respondent", "mediator", "agent", "helper", "stranger")
SIDE = {"applicant": "applicant", "helper": "applicant", "respondent": "respondent", "agent": "respondent"}
PRINCIPAL = {"agent": "respondent", "helper": "applicant"}
CHANNELS = ("joint", "applicant", "respondent")
KINDS = ("join", "leave", "speak", "speak", "speak", "again", "lose", "remove", "admit", "read")
SETTLE_SECONDS = 10
WINDOWS_OF_ONE = 3


@dataclass(frozen=True)
class Act:
    """One drawn act: of what kind, by whom, at which worker, in which channel."""

    kind: str
    who: str
    worker: int
    channel: str


@dataclass
class Said:
    """Words on their way: acknowledged with a place in the order, refused, or neither yet."""

    who: str
    channel: str
    ref: str
    text: str
    seq: int | None = None
    refused: str = ""


@dataclass
class Window:
    """One connection of a person, with what it must and may hear: places in the order, per channel."""

    who: str
    line: Line
    must: set[tuple[str, int]] = field(default_factory=set)
    may: set[tuple[str, int]] = field(default_factory=set)


class Room:
    """One case over a running site, with everybody's windows."""

    def __init__(self, site: Site, *, one_writer: bool) -> None:
        self.site, self.one_writer = site, one_writer
        case = make_case("mediating")
        agent, helper = make_agent(case), make_agent(case, side="applicant", name="李助理")
        self.case_id, self.ref = case.id, case.ref
        known = (case.applicant, case.respondent, case.mediator, agent, helper, make_account("路人"))
        self.people: dict[str, Known] = {name: who for name, who in zip(PEOPLE, known, strict=True) if who}
        open_mediation_session(self.people["mediator"].actor, case.id)
        view = room_page(self.people["mediator"].actor, case.ref)
        self.ids = {"joint" if c.kind == ChannelKind.JOINT else str(c.side): c.id for c in view.channels}
        self.names = {ident: name for name, ident in self.ids.items()}
        self.browsers: dict[str, Browser] = {n: site.browser_of(p.account_id) for n, p in self.people.items()}
        self.inside = set(PEOPLE) - {"stranger"}
        self.windows: list[Window] = []
        self.said: list[Said] = []
        self.history: dict[str, list[MessageView]] = {name: [] for name in CHANNELS}
        self._numbers = itertools.count(1)

    def hears(self, who: str, channel: str) -> bool:
        """The rule, in the model's own words."""
        return who in self.inside and (channel == "joint" or who == "mediator" or SIDE[who] == channel)

    def play(self, script: list[list[Act]]) -> None:
        """Play every batch, then look at everything once more."""
        try:
            for batch in script:
                self._play_at_once(batch)
            self._check_at_the_end()
        finally:
            for window in self.windows:
                window.line.cut()

    def _play_at_once(self, batch: list[Act]) -> None:
        before = {(who, channel): self.hears(who, channel) for who in PEOPLE for channel in CHANNELS}
        standing = list(self.windows)
        jobs, leaving = self._plan(batch)
        with ThreadPoolExecutor(max(1, len(jobs))) as threads:
            for done in [threads.submit(job) for job in jobs]:
                done.result()
        leaving += self._opened_while_removed(batch, standing)
        self.windows = [window for window in self.windows if window not in leaving]
        self._settle_what_is_open(batch)
        for channel in CHANNELS:
            for message in self._new_messages(channel):
                self._expect(message, channel, before, standing, leaving)
        self._wait_for_what_must_come()

    def _opened_while_removed(self, batch: list[Act], standing: list[Window]) -> list[Window]:
        """A connection that somebody opened at the moment of their removal may live or not: it is given up."""
        removed = {act.who for act in batch if act.kind == "remove"}
        torn = [window for window in self.windows if window not in standing and window.who in removed]
        for window in torn:
            window.line.cut()
        return torn

    def _plan(self, batch: list[Act]) -> tuple[list[Callable[[], None]], list[Window]]:
        jobs: list[Callable[[], None]] = []
        leaving: list[Window] = []
        changed: set[str] = set()
        for act in batch:
            mine = [w for w in self.windows if w.who == act.who and w not in leaving]
            if act.kind == "join" and len(mine) < WINDOWS_OF_ONE:
                jobs.append(lambda a=act: self._join(a.who, a.worker))
            elif act.kind == "leave" and mine:
                leaving.append(mine[0])
                jobs.append(mine[0].line.cut)
            elif act.kind == "speak" and mine:
                jobs.append(lambda w=mine[-1], a=act: self._speak(w, a.channel))
            elif act.kind == "lose" and mine:
                leaving.append(mine[-1])
                jobs.append(lambda w=mine[-1], a=act: self._lose(w, a.channel, a.worker))
            elif act.kind == "again" and mine:
                jobs.append(lambda w=mine[-1]: self._again(w))
            elif act.kind == "read" and mine:
                jobs.append(lambda w=mine[-1], a=act: self._read(w, a.channel))
            elif act.who in PRINCIPAL and act.who not in changed:
                changed |= self._plan_admission(act, jobs, leaving)
        return jobs, leaving

    def _plan_admission(self, act: Act, jobs: list[Callable[[], None]], leaving: list[Window]) -> set[str]:
        if act.kind == "remove" and act.who in self.inside:
            torn = [w for w in self.windows if w.who == act.who]
            leaving += torn
            jobs.append(lambda: self._remove(act.who, act.worker, torn))
            return {act.who}
        if act.kind == "admit" and act.who not in self.inside:
            jobs.append(lambda: self._admit(act.who, act.worker))
            return {act.who}
        return set()

    def _join(self, who: str, worker: int) -> Window:
        window = Window(who, self._connected(who, worker))
        self.windows.append(window)
        window.line.ask("room:enter", {"case_ref": self.ref})
        return window

    def _connected(self, who: str, worker: int) -> Line:
        """A line; news of an earlier removal that arrives late may cut a fresh one, and a page then comes again."""
        for _ in range(5):
            with suppress(LineLost):
                return Line(self.site.workers[worker].address, self.site.address, self.browsers[who].cookie)
            time.sleep(0.2)
        raise LineLost("refused again and again")

    def _words(self, who: str, channel: str) -> Said:
        number = next(self._numbers)
        words = Said(who, channel, f"ref-{number}", f"{who} says {number} in {channel}")
        self.said.append(words)
        return words

    def _payload(self, words: Said) -> dict[str, Any]:
        return {
            "channel_id": self.ids[words.channel],
            "text": words.text,
            "client_ref": words.ref,
            "knowingly": True,
        }

    def _note(self, words: Said, answer: dict[str, Any]) -> None:
        if answer["ok"]:
            assert words.seq in (None, answer["result"]["seq"]), "one client_ref got two places in the order"
            words.seq, words.refused = answer["result"]["seq"], ""
        elif words.seq is None:
            words.refused = answer["error"]["code"]

    def _speak(self, window: Window, channel: str) -> None:
        words = self._words(window.who, channel)
        try:
            self._note(words, window.line.ask("message:post", self._payload(words)))
        except LineLost:
            return

    def _lose(self, window: Window, channel: str, worker: int) -> None:
        """Speak, lose the line before the answer, come back elsewhere and send the same again."""
        words = self._words(window.who, channel)
        try:
            window.line.send("message:post", self._payload(words))
        except LineLost:
            pass
        window.line.cut()
        self._note(words, self._join(window.who, worker).line.ask("message:post", self._payload(words)))

    def _again(self, window: Window) -> None:
        """Send words once more that were acknowledged long ago: the first receipt, and nothing said twice."""
        mine = [words for words in self.said if words.who == window.who and words.seq is not None]
        if not mine:
            return
        try:
            answer = window.line.ask("message:post", self._payload(mine[0]))
        except LineLost:
            return
        if answer["ok"]:
            assert answer["result"]["seq"] == mine[0].seq

    def _read(self, window: Window, channel: str) -> None:
        """Ask what was missed: everything acknowledged so far is in the answer, or the channel does not exist."""
        known = [m.seq for m in self.history[channel]]
        heard = self.hears(window.who, channel)
        try:
            answer = window.line.ask("room:catch_up", {"channel_id": self.ids[channel], "after": 0})
        except LineLost:
            return
        if heard and answer["ok"]:
            assert [m["seq"] for m in answer["result"]][: len(known)] == known
        elif not heard and not answer["ok"]:
            assert answer["error"]["code"] == "not_found"

    def _remove(self, who: str, worker: int, standing: list[Window]) -> None:
        view = actor_for(self.people[who].account_id).participations[self.case_id]
        path = f"/cases/{self.ref}/agents/{view.participant_id}/remove"
        answer = self.site.post(worker, self.browsers[PRINCIPAL[who]], path)
        assert answer.status_code == 302, answer.text[:500]
        self.inside.discard(who)
        for window in standing:
            assert window.line.wait(lambda w=window: w.line.closed), f"{who} was removed and the socket stayed open"

    def _admit(self, who: str, worker: int) -> None:
        authority = Authority(
            kind=AgentKind.LAWYER,
            firm="示范律师事务所",
            licence="11101202610000001",
            may_settle=True,
            may_sign=True,
            may_apply=True,
            document_digest="ab" * 32,
        )
        person = self.people[who]
        principal = self.people[PRINCIPAL[who]].actor
        invite_agent(principal, self.case_id, name=person.name, email=person.email, authority=authority)
        path = f"/invitation/{last_link(person.email)}"
        answer = self.site.post(worker, self.browsers[who], path, authority="y", mediate="y", truth="y")
        assert answer.status_code == 302, answer.text[:2000]
        self.inside.add(who)

    def _settle_what_is_open(self, batch: list[Act]) -> None:
        """Words without an answer are sent again over a new line, as a page does after it reconnected."""
        for words in [w for w in self.said if w.seq is None and not w.refused]:
            window = self._join(words.who, batch[0].worker)
            self._note(words, window.line.ask("message:post", self._payload(words)))

    def _new_messages(self, channel: str) -> list[MessageView]:
        known = len(self.history[channel])
        fresh = messages_after(self.people["mediator"].actor, self.ids[channel], known)
        assert [m.seq for m in fresh] == list(range(known + 1, known + 1 + len(fresh))), "a hole in the order"
        self.history[channel] += fresh
        for message in fresh:
            by = [w for w in self.said if w.text == message.text and w.channel == channel]
            assert len(by) == 1, "words that nobody said here"
            assert by[0].seq in (None, message.seq), "acknowledged with another place than it has"
        return fresh

    def _expect(
        self,
        message: MessageView,
        channel: str,
        before: dict[tuple[str, str], bool],
        standing: list[Window],
        leaving: list[Window],
    ) -> None:
        place = (channel, message.seq)
        for window in [*self.windows, *leaving]:
            then, now = before[window.who, channel], self.hears(window.who, channel)
            if then and now and window in standing and window not in leaving:
                window.must.add(place)
            if then or now:
                window.may.add(place)

    def _wait_for_what_must_come(self) -> None:
        for window in self.windows:
            window.line.wait(lambda w=window: w.must <= self._places(w), SETTLE_SECONDS)
            self._check(window)
            assert not window.line.closed, f"the line of {window.who} was closed for no reason"

    def _places(self, window: Window) -> set[tuple[str, int]]:
        return {(self.names.get(m["channel_id"], "?"), m["seq"]) for m in window.line.messages()}

    def _check(self, window: Window) -> None:
        told = window.line.messages()
        places = [(self.names.get(m["channel_id"], "?"), m["seq"]) for m in told]
        assert set(places) <= window.may, f"{window.who} heard {set(places) - window.may}"
        assert window.must <= set(places), f"{window.who} never heard {window.must - set(places)}"
        assert len(set(places)) == len(places), f"{window.who} was told something twice"
        for (channel, seq), message in zip(places, told, strict=True):
            assert message["text"] == self.history[channel][seq - 1].text
        if self.one_writer:
            for channel in CHANNELS:
                order = [seq for name, seq in places if name == channel]
                assert order == sorted(order), f"{window.who} was told {channel} out of order"

    def _check_at_the_end(self) -> None:
        """Everything acknowledged is there once; catch-up is the history; nothing strayed meanwhile."""
        for words in self.said:
            if words.seq is not None:
                assert self.history[words.channel][words.seq - 1].text == words.text
            else:
                assert words.refused == "not_found"
        texts = [m.text for channel in CHANNELS for m in self.history[channel]]
        assert len(set(texts)) == len(texts), "something was said twice"
        time.sleep(0.2)
        self._check_presence()
        for window in self.windows:
            self._check(window)
            for channel in CHANNELS:
                self._check_catch_up(window, channel)

    def _check_presence(self) -> None:
        """Everybody with a window who belongs to the case is there, whichever process is asked; nobody else is."""
        inside = [window for window in self.windows if window.who in self.inside]
        own = {who: actor_for(self.people[who].account_id).participations[self.case_id] for who in self.inside}
        expected = sorted({own[window.who].participant_id for window in inside})
        for window in inside:
            window.line.ask("room:enter", {"case_ref": self.ref})
        for window in inside:
            end = time.monotonic() + SETTLE_SECONDS
            while (there := window.line.ask("room:enter", {"case_ref": self.ref})["result"]) != expected:
                assert time.monotonic() < end, f"{window.who} is told of {there} in the room, not of {expected}"
                time.sleep(0.05)

    def _check_catch_up(self, window: Window, channel: str) -> None:
        answer = window.line.ask("room:catch_up", {"channel_id": self.ids[channel], "after": 0})
        if not self.hears(window.who, channel):
            assert not answer["ok"]
            assert answer["error"]["code"] == "not_found"
            return
        told = [(m["seq"], m["text"]) for m in answer["result"]]
        assert told == [(m.seq, m.text) for m in self.history[channel]]
        assert all(m["at"] <= clock.now().isoformat() for m in answer["result"])
