"""A person at a browser of their own: loads pages, fills the forms that are there, listens on a socket."""

import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import socketio

from tests.journeys.forms import Form, Page, read

WAIT_SECONDS = 20


class Refused(Exception):
    """The platform said no; the message is what the page or the acknowledgement says."""


@dataclass
class Person:
    """`name` is for the reader of the play; everything else is what a browser holds."""

    name: str
    address: str
    language: str = "zh-CN"
    web: requests.Session = field(default_factory=requests.Session)
    page: Page | None = None
    here: str = ""

    def __post_init__(self) -> None:
        self.web.headers["Accept-Language"] = self.language
        self.web.headers["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"

    def open(self, path: str) -> Page:
        """Load a page and remember it as the one in front of the person."""
        return self._show(self.web.get(urljoin(self.address, path), timeout=WAIT_SECONDS))

    def download(self, path: str) -> bytes:
        """The bytes behind a link."""
        answer = self.web.get(urljoin(self.address, path), timeout=60)
        self._check(answer)
        return answer.content

    def submit(self, action: str, /, **answers: object) -> Page:
        """Fill the form to `action` on the page in front of the person, and send it. A file is (name, data, type)."""
        if self.page is None:
            raise LookupError("no page is open")
        form = self.page.form(action, *answers)
        files = {name: answer for name, answer in answers.items() if isinstance(answer, tuple)}
        values = form.filled({name: answer for name, answer in answers.items() if name not in files})
        return self._show(self._send(form, values, files))

    def ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What a script of the page sends as JSON, with the page's own token; returns the JSON answered."""
        headers = {"Accept": "application/json", "X-CSRFToken": self.token(), **self._origin()}
        answer = self.web.post(urljoin(self.address, path), json=body, headers=headers, timeout=120)
        reply = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
        if not answer.ok:
            raise Refused(f"{path}: {answer.status_code} {reply.get('error', answer.text[:300])}")
        return reply

    def token(self) -> str:
        """The token of the page in front of the person, against requests forged elsewhere."""
        if self.page is None:
            raise LookupError("no page is open")
        for form in self.page.forms:
            if "csrf_token" in form.values:
                return form.values["csrf_token"][0]
        return self.page.datum("csrf")

    def connect(self) -> "Line":
        """A socket with this browser's cookies."""
        return Line(self)

    def _send(self, form: Form, values: dict[str, list[str]], files: dict[str, Any]) -> requests.Response:
        target = urljoin(urljoin(self.address, self.here), form.action)
        if form.method == "get":
            return self.web.get(target, params=values, timeout=WAIT_SECONDS)
        headers = {"Referer": urljoin(self.address, self.here), **self._origin()}
        return self.web.post(target, data=values, files=files or None, headers=headers, timeout=120)

    def _origin(self) -> dict[str, str]:
        return {"Origin": self.address, "Sec-Fetch-Site": "same-origin"}

    def _show(self, answer: requests.Response) -> Page:
        self._check(answer)
        self.here = urlsplit(answer.url).path
        self.page = read(answer.text, self.here)
        return self.page

    def _check(self, answer: requests.Response) -> None:
        if answer.ok:
            return
        html = "html" in answer.headers.get("Content-Type", "")
        words = read(answer.text, "").text[:1500] if html else answer.text[:1500]
        raise Refused(f"{self.name} at {urlsplit(answer.url).path}: {answer.status_code} {words}")


class Line:
    """One open socket of a person, with everything heard on it in order."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self._news = threading.Condition()
        self._client = socketio.Client(reconnection=False, http_session=_with_cookies(person))
        self._client.on("*", self._hear)
        self._client.connect(person.address, transports=["websocket"], wait_timeout=WAIT_SECONDS)

    def _hear(self, event: str, data: dict[str, Any] | None = None) -> None:
        with self._news:
            self.heard.append((event, data or {}))
            self._news.notify_all()

    def say(self, event: str, **payload: object) -> Any:
        """Emit and return what the acknowledgement carries; a refusal is raised."""
        reply = self._client.call(event, payload, timeout=WAIT_SECONDS)
        if not (isinstance(reply, dict) and reply.get("ok")):
            raise Refused(f"{self.person.name} {event}: {reply}")
        return reply["result"]

    def wait_for(self, event: str, **expected: object) -> dict[str, Any]:
        """The first event of that name with these values, heard already or soon."""

        def found() -> dict[str, Any] | None:
            for name, data in self.heard:
                if name == event and all(data.get(key) == value for key, value in expected.items()):
                    return data
            return None

        with self._news:
            if not self._news.wait_for(lambda: found() is not None, timeout=WAIT_SECONDS):
                raise Refused(f"{self.person.name} never heard {event} {expected}; heard {self.heard[-5:]}")
            return found() or {}

    def hang_up(self) -> None:
        """Close the line, as a lost connection would."""
        self._client.disconnect()


def _with_cookies(person: Person) -> requests.Session:
    own = requests.Session()
    own.cookies.update(person.web.cookies)
    return own
