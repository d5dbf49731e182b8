"""The second half of the journey: the text, the signatures, the court."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Page

from tests.journeys.browser import Visitor
from tests.journeys.court import COURT_NUMBER
from tests.journeys.drafting import APPLICANT, OWNERSHIP, RESPONDENT, RIGHT_PROOF
from tests.journeys.story import RESPONDENT_PASSWORD, Story

SIGNERS = {"applicant": "张敏", "respondent": "Eleanor Hart", "mediator": "周慧兰"}
SIDES = ("applicant", "respondent")
DUE = (date.today() + timedelta(days=40)).isoformat()
PAY = {"purpose": "losses", "fen": "380000", "due": DUE, "account": "青禾茶业有限公司，示范银行，0000 1234 5678"}
STOP = {
    "object": "“青禾”文字标识以及与其近似的标识",
    "object_en": "the word sign “青禾” and similar signs",
    "goods": "茶叶商品的包装和网络页面",
    "goods_en": "packaging and web pages for tea",
}
HEAD = {
    "facts": "双方就“青禾”商标在茶叶包装上的使用发生纠纷。",
    "facts_en": "A dispute arose about the use of the mark “Qinghe” on tea packaging.",
    "issues": "停止使用和补偿数额。",
    "issues_en": "End of use, and the sum to be paid.",
}


class Everybody(Protocol):
    """What this half needs of the journey."""

    ref: str
    story: Story

    def who(self, name: str) -> Visitor: ...

    def sign_in(self, name: str) -> Visitor: ...


class Papers:
    """From the first clause to the ruling in both parties' hands."""

    def __init__(self, journey: Everybody) -> None:
        self.journey, self.version, self.filing = journey, "", ""

    def chapters(self) -> list[Callable[[], None]]:
        """The chapters in their order."""
        return [
            self.draft,
            self.accept,
            self.prove,
            self.freeze,
            self.sign,
            self.seal,
            self.apply,
            self.bundle,
            self.rule,
        ]

    def case(self, rest: str = "") -> str:
        """An address of the case."""
        return f"/cases/{self.journey.ref}{rest}"

    def draft(self) -> None:
        """The mediator writes; a clause on ownership is objected to, with its article, and taken out."""
        mediator = self.journey.who("mediator")
        mediator.open(self.case("/agreement"), "agreement-empty")
        mediator.fill("/agreement")
        mediator.open(self.case("/agreement/head"))
        mediator.fill("/agreement/head", **HEAD)
        mediator.open(self.case("/agreement/clauses/new"), "clause-choose")
        mediator.open(self.case("/agreement/clauses/new/other"))
        mediator.fill("/other", text=OWNERSHIP, text_en="The mark belongs to the applicant.")
        mediator.inspect("agreement-objection", both=True)
        mediator.fill("/remove")
        for kind, answers in (("stop", STOP), ("pay", PAY)):
            page = mediator.open(self.case(f"/agreement/clauses/new/{kind}"), f"clause-{kind}")
            sides = {"obligor": _option(page, "obligor", RESPONDENT), "obligee": _option(page, "obligee", APPLICANT)}
            mediator.fill(f"/new/{kind}", **sides, **answers)
        mediator.inspect("agreement-draft")

    def accept(self) -> None:
        """Each side accepts the whole."""
        for name in SIDES:
            person = self.journey.who(name)
            person.open(self.case("/agreement"), f"agreement-{name}")
            person.fill(self.case("/agreement/accept"))

    def prove(self) -> None:
        """The proof of the right goes into the joint channel, and both sides release it for the court."""
        applicant = self.journey.who("applicant")
        page = applicant.open(self.case("/room"))
        _open_side(page)
        name, data, kind = RIGHT_PROOF
        page.locator("#file").set_input_files({"name": name, "mimeType": kind, "buffer": data})
        page.locator("[data-send-files]").click()
        page.locator("[data-files]").get_by_text(name).first.wait_for()
        for side in SIDES:
            person = self.journey.who(side)
            _open_side(person.open(self.case("/room")))
            person.here(f"room-{side}-files")
            address = person.page.locator('[data-files] a[href$="/page"]').first.get_attribute("href") or ""
            person.open(address, f"exhibit-{side}")
            person.fill("/release")

    def freeze(self) -> None:
        """The mediator looks once more and makes the text final."""
        mediator = self.journey.who("mediator")
        mediator.open(self.case("/agreement/final"), "agreement-final-check")
        for statement in mediator.page.locator('[name="tick"]').all():
            statement.check()
        for reason in mediator.page.locator('[name^="reason:"]').all():
            reason.fill("已与双方核对。")
        page = mediator.fill(self.case("/agreement/final"))
        mediator.inspect("agreement-final")
        link = page.locator('a[href*="/versions/"]').first.get_attribute("href") or ""
        self.version = link.split("/versions/")[1].split("/")[0]

    def sign(self) -> None:
        """Each signs on their own device, after reading and after the device's own checks."""
        for name, written in SIGNERS.items():
            person = self.journey.who(name)
            place = f"/versions/{self.version}/signatures"
            person.open(place, f"signatures-{name}")
            page = person.open(f"{place}/{name}")
            page.wait_for_selector(".sheet__end", state="attached")
            for end in page.locator(".sheet__end").all():
                end.scroll_into_view_if_needed()
                page.wait_for_timeout(60)
            page.wait_for_selector("[data-part=begin]:not([disabled])")
            person.here(f"sign-{name}-read")
            page.fill("#name", written)
            page.check("#agree")
            if page.locator("#password").is_visible():
                page.fill("#password", self._password(name))
            page.click("[data-part=begin]")
            page.wait_for_selector("[data-part=last]:not([hidden])", timeout=60_000)
            person.here(f"sign-{name}-last")
            page.click("[data-part=sign]")
            page.wait_for_selector("[data-part=done]:not([hidden])", timeout=60_000)
            person.here(f"sign-{name}-done")

    def seal(self) -> None:
        """The organisation seals; everybody sees the finished agreement."""
        clerk = self.journey.who("organisation_clerk")
        clerk.open(f"/versions/{self.version}/signatures", "signatures-clerk")
        clerk.fill("/seal")
        self.journey.who("applicant").open(f"/versions/{self.version}/signatures", "signatures-complete", both=True)
        self.journey.who("applicant").open(self.case(), "case-settled", both=True)

    def apply(self) -> None:
        """Both sides apply for judicial confirmation, each for itself."""
        applicant = self.journey.who("applicant")
        page = applicant.open(self.case("/confirmation"), "confirmation-choose", both=True)
        court = page.locator('[name="court_id"]').first.input_value()
        applicant.fill("/confirmation/court", court_id=court)
        for name in SIDES:
            person = self.journey.who(name)
            person.open(self.case("/confirmation/apply"), f"confirmation-apply-{name}")
            person.fill("/confirmation/apply", commitment="y", service_address="y", personal_data="y")

    def bundle(self) -> None:
        """The clerk has the bundle built, and files it."""
        clerk = self.journey.who("organisation_clerk")
        clerk.open(self.case("/bundle"), "bundle-before")
        page = clerk.fill(self.case("/bundle"))
        clerk.inspect("bundle-built", both=True)
        link = page.locator(f'a[href*="{self.case("/bundle/")}"]').first.get_attribute("href") or ""
        data = clerk.context.request.get(clerk.address + link).body()
        clerk.open(self.case("/confirmation"))
        clerk.fill("/confirmation/file")
        self.check(data)

    def check(self, data: bytes) -> None:
        """Anybody drops the bundle on the public page."""
        stranger = self.journey.who("stranger")
        page = stranger.open("/verify")
        kept = Path(self.journey.story.server.data) / "bundle.asice"
        kept.write_bytes(data)
        page.locator('input[name="file"]').set_input_files(kept)
        page.locator("main form button").first.click()
        page.locator("#verdict-title").wait_for(timeout=60_000)
        stranger.here("verify-verdict")

    def rule(self) -> None:
        """The court's clerk reads the report, accepts and confirms; both parties open the ruling."""
        clerk = self.journey.sign_in("court_clerk")
        page = clerk.open("/court", "court-inbox", both=True)
        filing = page.locator('a[href*="/court/filings/"]').first.get_attribute("href") or ""
        clerk.open(filing, "court-filing", both=True)
        for act, answers in (("accept", {"court_ref": COURT_NUMBER}), ("confirm", {"judge": "何明"})):
            clerk.open(f"{filing}/{act}", f"court-{act}")
            clerk.fill(f"{filing}/{act}", **answers)
            clerk.here(f"court-{act}-look")
            clerk.fill(f"{filing}/{act}")
        clerk.open(filing, "court-confirmed")
        rulings = set()
        for name in SIDES:
            person = self.journey.who(name)
            person.open(self.case("/confirmation"), f"confirmed-{name}")
            rulings.add(person.context.request.get(person.address + self.case("/confirmation/ruling.pdf")).body())
        assert len(rulings) == 1
        assert rulings.pop().startswith(b"%PDF-")

    def _password(self, name: str) -> str:
        return RESPONDENT_PASSWORD if name == "respondent" else self.journey.story.accounts()[name]["password"]


def _open_side(page: Page) -> None:
    """On a phone the files stand behind a link; on a wide screen they are there already."""
    page.evaluate("() => { location.hash = 'side' }")


def _option(page: Page, name: str, party: str) -> str:
    return page.locator(f'[name="{name}"]').evaluate(
        "(e, zh) => [...e.options].find((o) => o.textContent.includes(zh) || o.textContent.includes("
        "zh.startsWith('青') ? 'Qinghe' : 'Verdant')).value",
        party,
    )
