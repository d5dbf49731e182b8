"""What the people of the demonstration bring with them, and the teller that prints each step with its time."""

from __future__ import annotations

import email
import email.policy
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.person import Person
from tests.journeys.server import Server

RESPONDENT_EMAIL = "hart@verdant-field.example"
RESPONDENT_PASSWORD = "kettle harbour lantern 47"
LETTER_SECONDS = 20


@dataclass
class Story:
    """Everybody in the play, what they remember, and where the play leaves its files."""

    server: Server
    out: Path
    people: dict[str, Person] = field(default_factory=dict)
    ref: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    count: int = 0
    started: float = field(default_factory=time.monotonic)

    @contextmanager
    def step(self, zh: str, en: str) -> Iterator[list[str]]:
        """Print what happened and how long it took; what is appended to the list is printed below it."""
        self.count += 1
        begun, details = time.monotonic(), []
        print(f"{self.count:>3}  {zh} · {en}", flush=True)
        yield details
        for line in details:
            print(f"       {line}")
        print(f"       {time.monotonic() - begun:6.2f} s", flush=True)

    def person(self, role: str) -> Person:
        """A person by their part in the play."""
        return self.people[role]

    def arrive(self, role: str, name: str, language: str = "zh-CN") -> Person:
        """Somebody opens a browser."""
        self.people[role] = Person(name, self.server.address, language)
        return self.people[role]

    def accounts(self) -> dict[str, dict[str, str]]:
        """The demonstration's accounts by their part, as the platform printed them at its start."""
        lines = [line for line in self.server.printed.splitlines() if line.startswith("{")]
        return {entry["role"]: entry for entry in map(json.loads, lines)}

    def sign_in(self, role: str, language: str = "zh-CN") -> Person:
        """Open the sign-in page and sign in as a person of the demonstration."""
        known = self.accounts()[role]
        person = self.arrive(role, known["name"], language)
        person.open("/sign-in")
        person.submit("/sign-in", email=known["email"], password=known["password"])
        if person.here.startswith("/sign-in"):
            raise RuntimeError(f"{known['name']} could not sign in")
        return person

    def letter(self, address: str, part: str) -> str:
        """The link in the newest letter to an address, as its owner finds it."""
        end = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < end:
            for path in sorted((self.server.data / "outbox").glob("*.eml"), reverse=True):
                message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                body = message.get_body(("plain",))
                found = re.search(rf"https?://\S*({part}\S+)", body.get_content() if body else "")
                if address in str(message["To"]) and found:
                    return found.group(1)
            time.sleep(0.1)
        raise RuntimeError(f"no letter with {part} reached {address}")
