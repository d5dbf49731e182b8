"""Two worlds that differ only by what one side does in its caucus look the same to the other side, byte for byte.

Clocks stand still between public acts and random ids are numbered by their first appearance; nothing else is removed.
"""

from __future__ import annotations

import io
import json
import re
import secrets
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from flask import Flask

from odr import db, events, offload, schema
from odr.access.actor import Role, Side
from odr.records.passing import ask_to_pass
from odr.records.queries import facts_pad
from odr.settings import Settings
from tests.factories import files
from tests.factories.browsers import browser_of, line_of
from tests.factories.guests import admit_guest
from tests.factories.mediation import Mediation, begin_mediation
from tests.factories.postgres import lasting_url
from tests.leaks.conftest import Hands
from tests.leaks.observe import Seen, look, wander, words_of_paper
from wsgi import create_app

RANDOM = re.compile(r"(?<![\w-])[A-Za-z0-9_-]{22,43}(?![\w-])")
TOKEN = re.compile(r"(?<![\w.-])[IW][A-Za-z0-9_-]+\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{20,}")
TAG = re.compile(r"(?<![0-9a-f])[0-9a-f]{16,64}(?![0-9a-f])")
PAPER_NUMBER = re.compile(r"(?<![\w-])[2-9A-HJKMNP-Z]{16}(?![\w-])")
PUBLIC_KEY = re.compile(r"(?<![\w-])B[A-Za-z0-9_-]{86}(?![\w-])")
OTHERS = ("respondent", "agent", "clerk", "outsider")


@dataclass
class Trace:
    """All that one person observed, in order."""

    lines: list[str] = field(default_factory=list)
    numbered: dict[str, str] = field(default_factory=dict)

    def note(self, what: str) -> None:
        """Add an observation with its random parts numbered."""
        what = TOKEN.sub("#token of the page, which holds the second it was made in#", what)
        for pattern in (PUBLIC_KEY, RANDOM, TAG, PAPER_NUMBER):
            what = pattern.sub(lambda found: self._number(found.group()), what)
        self.lines.append(what)

    def page(self, seen: Seen) -> None:
        """Add an answer: where it was, its status, every header, its bytes."""
        drawn = seen.kind == "application/pdf"
        left_out = {"Date", "Set-Cookie"} | ({"Content-Length", "ETag"} if drawn else set())
        headers = [(name, value) for name, value in seen.headers if name not in left_out]
        text = words_of_paper(seen.body) if drawn else seen.text
        self.note(json.dumps([seen.path, seen.status, headers, text], ensure_ascii=False))

    def _number(self, random: str) -> str:
        return self.numbered.setdefault(random, f"#{len(self.numbered)}#")


class World:
    """One platform of its own, one case, one observer with a browser and an open socket."""

    def __init__(self, app: Flask, mediation: Mediation, hands: Hands, observer: str) -> None:
        self.app, self.mediation, self.hands, self.trace = app, mediation, hands, Trace()
        self.browsers = {name: browser_of(app, mediation.accounts[name]) for name in mediation.accounts}
        self.observer = observer
        self.line = line_of(app, self.browsers[observer])
        self.line.emit("room:enter", {"case_ref": mediation.case_ref}, callback=True)
        self.count = 0

    def post(self, who: str, channel: str, text: str, **about: object) -> int:
        """Say something the way a page does that has lost its socket; returns its place in the order."""
        self.count += 1
        answer = self.browsers[who].post(
            f"/channels/{channel}/messages",
            json={"text": text, "client_ref": f"{who}{text[:12]}"} | about,
        )
        assert answer.status_code < 300, answer.get_data(as_text=True)
        return answer.json["result"]["seq"]

    def show(self, who: str, channel: str, name: str, data: bytes) -> None:
        """Put a file into a channel."""
        answer = self.browsers[who].post(
            f"/channels/{channel}/exhibits",
            data={"file": (io.BytesIO(data), name)},
            content_type="multipart/form-data",
            headers={"Accept": "application/json"},
        )
        assert answer.status_code < 400, answer.get_data(as_text=True)

    def agree_on(self, sentence: str) -> None:
        """The mediator writes a fact, and each party confirms it itself."""
        at = f"/cases/{self.mediation.case_ref}/facts"
        self.browsers["mediator"].post(at, data={"text": sentence})
        pad = facts_pad(self.mediation.who("mediator"), self.mediation.case_ref)
        for who in ("applicant", "respondent"):
            answer = self.browsers[who].post(f"{at}/{pad.open[0].id}/confirm", data={"revision": "1"})
            assert answer.status_code == 302

    def watch(self) -> None:
        """Everything the observer can reach at this moment, and what came over the socket since."""
        for event in self.line.get_received() if self.line.is_connected() else []:
            self.trace.note(json.dumps(["socket", event], ensure_ascii=False))
        ref = self.mediation.case_ref
        starts = ["/", "/cases", *(f"/cases/{ref}{page}" for page in ("", "/room", "/facts", "/records"))]
        for seen in wander(self.browsers[self.observer], *starts, "/desk", "/court").values():
            self.trace.page(seen)


def live(world: World, *, chatter: bool) -> list[str]:
    """The same public life in both worlds; in one of them the applicant's side is busy in private in between."""
    joint, private = world.mediation.joint, world.mediation.caucus[Side.APPLICANT]
    acts = [("applicant", "早上好，我们愿意谈。"), ("respondent", "Good morning."), ("mediator", "谢谢二位。")]
    world.watch()
    for step, (who, text) in enumerate(acts):
        if chatter:
            world.hands.at(step * 10 + 3)
            whisper(world, private, step)
        world.hands.at(step * 10 + 10)
        world.post(who, joint, text)
        if step == len(acts) - 1:
            world.agree_on("双方没有争议的事实。")
        world.watch()
    return world.trace.lines


def whisper(world: World, private: str, step: int) -> None:
    """All that a side may do in its caucus."""
    world.post("applicant", private, f"最低三十八万元 {step}")
    world.post("mediator", private, f"明白，不会转达 {step}")
    world.show("applicant", private, f"底价{step}.txt", f"floor 380000 {step}".encode())
    browser = world.browsers["applicant"]
    coming = {"name": f"录音{step}.mp3", "size": 9_000_000, "mark": str(step)}
    assert browser.post(f"/channels/{private}/uploads", json=coming).status_code == 201
    line = line_of(world.app, browser)
    line.emit("room:catch_up", {"channel_id": private, "after": 0}, callback=True)
    line.emit("message:read", {"channel_id": private, "seq": 1}, callback=True)
    line.emit("message:post", {"channel_id": private, "text": f"还有 {step}", "client_ref": f"s{step}"}, callback=True)
    look(browser, f"/cases/{world.mediation.case_ref}/room/{private}")
    asked = ask_to_pass(
        world.mediation.who("mediator"), private, to_id=world.mediation.joint, text=f"愿意分期付款 {step}"
    )
    browser.post(f"/passings/{asked}/refuse", data={"revision": "1"})
    about_what_was_said(world, private, step)
    line.emit("typing:start", {"channel_id": private}, callback=True)
    line.emit("draft:keep", {"channel_id": private, "text": f"草稿 {step}"}, callback=True)
    line.disconnect()
    lead_in_private(world, private, step)


def lead_in_private(world: World, private: str, step: int) -> None:
    """All that a mediator may do about one side's caucus: close and open it, and bring in somebody who then speaks."""
    address = f"/cases/{world.mediation.case_ref}/room/{private}/caucus"
    for act in ("close", "open"):
        assert world.browsers["mediator"].post(address, data={"act": act}).status_code == 302
    if step == 0:
        guest = admit_guest(world.mediation, Role.EXPERT, {private: False}, name="高专家")
        coming = browser_of(world.app, guest.account_id)
        look(coming, f"/cases/{world.mediation.case_ref}/room/{private}")
        words = {"text": "底价偏低", "client_ref": "expert"}
        assert coming.post(f"/channels/{private}/messages", json=words).status_code < 300


def about_what_was_said(world: World, private: str, step: int) -> None:
    """Answers, corrections, translations and recalls; what is looked for, silenced and agreed."""
    first = world.post("applicant", private, f"我方底价 {step}")
    world.post("applicant", private, f"更正底价 {step}", corrects=first)
    world.post("mediator", private, f"Our floor {step}", translates=first)
    slip = world.post("mediator", private, f"答复 {step}", quotes=first, translation=f"An answer {step}")
    for who, path, data in (
        ("mediator", f"messages/{slip}/recall", {}),
        ("applicant", "search", {"words": "底价"}),
        ("applicant", "quiet", {"muted": "yes" if step % 2 else ""}),
        ("applicant", "translation", {"agreed": "" if step % 2 else "yes"}),
        ("mediator", "read", {"seq": first}),
        ("applicant", "draft", {"text": f"还没说 {step}"}),
    ):
        answer = world.browsers[who].post(
            f"/channels/{private}/{path}",
            headers={"Accept": "application/json"},
            **({"data": data} if path in {"quiet", "translation"} else {"json": data}),
        )
        assert answer.status_code == 200, (path, answer.get_data(as_text=True))


def show_packaging(world: World, *, first_in_private: bool) -> list[str]:
    """The applicant shows a file to everybody: in one world for the first time, in the other it lay in the caucus."""
    joint, private = world.mediation.joint, world.mediation.caucus[Side.APPLICANT]
    name, data = "包装.png", files.picture(size=(900, 600))
    browser = world.browsers["applicant"]
    world.watch()
    if first_in_private:
        world.hands.at(3)
        world.show("applicant", private, name, data)
    world.hands.at(10)
    if first_in_private:
        (exhibit,) = browser.get(f"/channels/{private}/exhibits").json["exhibits"]
        people = browser.get(f"/cases/{world.mediation.case_ref}/room/{joint}/hearers").json["audience"]
        asked = {"channel_id": joint, "audience": people}
        assert browser.post(f"/exhibits/{exhibit['id']}/disclose", data=asked).status_code == 302
    else:
        world.show("applicant", joint, name, data)
    world.watch()
    return world.trace.lines


def begun(settings: Settings, folder: Path, hands: Hands, observer: str) -> World:
    """A fresh platform of its own; both worlds trust the same authority, whose keys everybody may see."""
    folder.mkdir()
    authority = folder.parent / "quiet" / "keys"
    if authority.exists() and not (folder / "keys").exists():
        shutil.copytree(authority, folder / "keys")
    own = replace(settings, data_dir=folder, database_url=lasting_url(folder))
    hands.at(0)
    events.unsubscribe_all()
    app = create_app(own)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    offload.use_processes(0)
    schema.metadata.create_all(db.database().engine)
    return World(app, begin_mediation(), hands, observer)


def first_difference(quiet: list[str], busy: list[str]) -> tuple[str, str, str] | None:
    """The first observation that differs: how it begins, and both worlds around the place."""
    for one, other in zip(quiet, busy, strict=False):
        if one != other:
            at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
            return one[:60], one[max(0, at - 80) : at + 80], other[max(0, at - 80) : at + 80]
    return None


@pytest.mark.parametrize("observer", OTHERS)
def test_what_one_side_does_in_private_changes_nothing_the_others_observe(settings, tmp_path, hands, observer):
    quiet = live(begun(settings, tmp_path / "quiet", hands, observer), chatter=False)
    busy = live(begun(settings, tmp_path / "busy", hands, observer), chatter=True)
    assert first_difference(quiet, busy) is None
    assert len(quiet) == len(busy)


@pytest.mark.parametrize("observer", ["respondent"])
def test_a_disclosed_file_looks_like_one_put_in_at_that_moment(settings, tmp_path, hands, observer):
    fresh = show_packaging(begun(settings, tmp_path / "quiet", hands, observer), first_in_private=False)
    disclosed = show_packaging(begun(settings, tmp_path / "busy", hands, observer), first_in_private=True)
    assert first_difference(fresh, disclosed) is None
    assert len(fresh) == len(disclosed)


def test_the_comparison_notices_what_the_side_itself_may_see(settings, tmp_path, hands):
    """The instrument works: the applicant's own world does change."""
    quiet = live(begun(settings, tmp_path / "quiet", hands, "applicant"), chatter=False)
    busy = live(begun(settings, tmp_path / "busy", hands, "applicant"), chatter=True)
    assert quiet != busy


def test_random_parts_are_numbered_and_nothing_else():
    trace, ident = Trace(), secrets.token_urlsafe(16)
    trace.note(f"/exhibits/{ident} has 17 words, again {ident}")
    assert trace.lines == ["/exhibits/#0# has 17 words, again #0#"]
