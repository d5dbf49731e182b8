"""A dispute as its people see it: every chapter opens pages, presses what a person would press, and looks closely."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.journeys.browser import Look, Visitor, visitor
from tests.journeys.intake import APPLICANT, DISPUTE, RESPONDENT
from tests.journeys.papers import Papers
from tests.journeys.server import Server
from tests.journeys.story import RESPONDENT_EMAIL, RESPONDENT_PASSWORD, Story

PEOPLE = ("stranger", "applicant", "respondent", "mediator", "organisation_clerk", "court_clerk")
NAMES = {"applicant": "张敏", "respondent": "Eleanor Hart", "mediator": "周慧兰"}


class Journey:
    """Everybody with a browser of their own, on one server; `cast` says at what screen and in what language."""

    def __init__(self, browser: Browser, server: Server, cast: Mapping[str, Look]) -> None:
        self.server = server
        self.story = Story(server, Path(server.data) / "out")
        self.people = {name: visitor(browser, server.address, cast[name]) for name in PEOPLE}
        self.ref = ""

    def chapters(self) -> list[Callable[[], None]]:
        """The chapters in their order."""
        return [
            self.look_around,
            self.apply,
            self.take_in,
            self.answer,
            self.appoint,
            self.meet,
            *Papers(self).chapters(),
        ]

    def problems(self) -> list[str]:
        """Everything that was wrong on any page anybody saw."""
        return [problem for person in self.people.values() for problem in person.problems]

    def who(self, name: str) -> Visitor:
        """A person by their part."""
        return self.people[name]

    def sign_in(self, name: str) -> Visitor:
        """Sign in through the page, unless this person is signed in already."""
        person = self.who(name)
        if "signed in" not in person.seen:
            known = self.story.accounts()[name]
            person.open("/sign-in")
            person.fill("/sign-in", email=known["email"], password=known["password"])
            person.seen.add("signed in")
        return person

    def look_around(self) -> None:
        """Somebody who has heard of it reads what it is, and where one enters."""
        stranger = self.who("stranger")
        for path, name in (
            ("/", "landing"),
            ("/sign-in", "sign-in"),
            ("/forgot", "forgot"),
            ("/register", "register"),
            ("/verify", "verify"),
            ("/nowhere", "not-found"),
        ):
            stranger.open(path, name, both=True)

    def apply(self) -> None:
        """The applicant writes the application, checks it, and files it."""
        applicant = self.sign_in("applicant")
        applicant.open("/cases", "my-cases-empty")
        page = applicant.open("/cases/new", "case-new")
        organisation = page.locator('[name="organisation_id"]').first
        value = organisation.evaluate(
            "(e) => e.options ? [...e.options].map((o) => o.value).filter(Boolean)[0] : e.value"
        )
        applicant.fill("/cases/new", organisation_id=value, **DISPUTE)
        self.ref = self.story.ref = page.url.split("/")[4]
        applicant.inspect("application-applicant")
        applicant.fill("/application/applicant", **APPLICANT)
        applicant.fill("/application/respondent", **RESPONDENT)
        applicant.inspect("application-check")
        applicant.fill("/application", mediate="y", service="y", separate="y")
        applicant.inspect("receipt")
        applicant.open(f"/cases/{self.ref}", "case-submitted", both=True)

    def take_in(self) -> None:
        """The organisation's clerk reads it and takes it."""
        clerk = self.sign_in("organisation_clerk")
        clerk.open("/desk", "desk")
        clerk.open(f"/cases/{self.ref}/intake", "intake")
        clerk.fill("/intake/accept")

    def answer(self) -> None:
        """The respondent has a letter and a minute."""
        respondent = self.who("respondent")
        respondent.open(self.story.letter(RESPONDENT_EMAIL, "/invitation/"), "invitation", both=True)
        respondent.fill(
            "",
            press="accept",
            name=NAMES["respondent"],
            password=RESPONDENT_PASSWORD,
            again=RESPONDENT_PASSWORD,
            mediate="y",
            service="y",
        )
        respondent.open(f"/cases/{self.ref}")
        if "/sign-in" in respondent.page.url:
            respondent.fill("/sign-in", email=RESPONDENT_EMAIL, password=RESPONDENT_PASSWORD)
        respondent.seen.add("signed in")
        respondent.open(f"/cases/{self.ref}", "case-appointing", both=True)

    def appoint(self) -> None:
        """A mediator is proposed, discloses, and both sides accept."""
        clerk = self.who("organisation_clerk")
        page = clerk.open(f"/cases/{self.ref}/mediator/propose", "mediator-propose")
        clerk.fill("/mediator/propose", account_id=page.locator('[name="account_id"]').first.input_value())
        mediator = self.sign_in("mediator")
        mediator.open(f"/cases/{self.ref}/mediator", "mediator-disclosure")
        mediator.fill("/mediator/disclosure", has_interest="no", statement="")
        for name in ("applicant", "respondent"):
            self.who(name).open(f"/cases/{self.ref}/mediator", f"mediator-answer-{name}")
            self.who(name).fill("/mediator/answer", accepted="yes")
        self.who("applicant").open(f"/cases/{self.ref}", "case-mediating")

    def meet(self) -> None:
        """They meet: joint channel, caucus, a cut line."""
        mediator = self.who("mediator")
        for name in ("applicant", "respondent"):
            self.who(name).open(f"/cases/{self.ref}/sittings", f"sittings-{name}")
            self.who(name).fill("/sittings/told", notice="y", address="y")
        page = mediator.open(f"/cases/{self.ref}/sittings", "sittings-mediator")
        while page.locator('form[action*="/sittings/people/"]').count():
            page = mediator.fill("/sittings/people/", way="document")
        mediator.open(f"/cases/{self.ref}/room", "room-not-open")
        mediator.fill("/room/sitting")
        seats = {name: self.who(name).open(f"/cases/{self.ref}/room") for name in NAMES}
        for page in seats.values():
            page.wait_for_selector("[data-connection][data-state=live]", state="attached")
        self.say(seats["mediator"], "欢迎二位。今天谈包装上的标识。")
        for page in seats.values():
            page.get_by_text("欢迎二位。今天谈包装上的标识。").wait_for()
        self.say(seats["respondent"], "We are ready to change the packaging.")
        seats["applicant"].get_by_text("We are ready to change the packaging.").wait_for()
        self.who("applicant").here("room-joint")
        self.caucus(seats)

    def caucus(self, seats: dict[str, Page]) -> None:
        """What the applicant tells the mediator behind the closed door stays there."""
        secret = "我方底线是三十万元。"
        door = seats["applicant"].locator(f'a[href*="/cases/{self.ref}/room/"]').last
        seats["applicant"].goto(self.server.address + (door.get_attribute("href") or ""))
        # Whoever types in the first moment after a door is asked whether it is meant for this room.
        seats["applicant"].wait_for_timeout(2_500)
        self.say(seats["applicant"], secret)
        seats["applicant"].get_by_text(secret).wait_for()
        self.who("applicant").here("room-caucus")
        assert secret not in seats["respondent"].content()
        seats["mediator"].goto(seats["applicant"].url)
        seats["mediator"].get_by_text(secret).wait_for()
        self.who("mediator").here("room-caucus-mediator")

    def say(self, page: Page, text: str) -> None:
        """Write and press the button that names the ears."""
        page.locator("#say").fill(text)
        page.locator("#say").press("Control+Enter")
