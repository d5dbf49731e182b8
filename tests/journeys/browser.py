"""Real browsers for a journey: one context for each person, and a careful look at every page they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.journeys.server import ROOT

CHROMIUM = Path("/usr/bin/chromium")
SCREENS = ROOT / "build" / "screens"
AXE = ROOT / "static" / "vendor" / "axe-core-4.14.1" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LISTEN = """window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation",
  (e) => refusedByPolicy.push(e.effectiveDirective + " " + e.blockedURI));"""
CHECK = """(rules) => axe.run(document, {runOnly: rules}).then((found) => found.violations.map(
  (v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | ")))"""
OTHER = {"zh-CN": "en", "en": "zh-CN"}


@dataclass(frozen=True)
class Look:
    """How a person looks at the pages: width in pixels and language."""

    width: int
    language: str

    @property
    def name(self) -> str:
        """Short, for file names and test ids."""
        return f"{self.width}-{self.language[:2]}"


@dataclass
class Visitor:
    """A person at a browser of their own."""

    context: BrowserContext
    page: Page
    look: Look
    address: str
    problems: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def open(self, path: str, name: str = "", *, both: bool = False) -> Page:
        """Load a page; with a name, look at it closely and keep a picture, on request in both languages."""
        self.page.goto(self.address + path)
        if name:
            self.inspect(name, both=both)
        return self.page

    def inspect(self, name: str, *, both: bool = False) -> None:
        """Check the page in front of the person and photograph it; `both` reads it in the other language first."""
        if both:
            for language in (OTHER[self.look.language], self.look.language):
                self.context.add_cookies([{"name": "locale", "value": language, "url": self.address}])
                self.page.reload()
                self._check(f"{name}-{self.look.width}-{language[:2]}")
        else:
            self.here(name)
        self.seen.add(name)

    def here(self, name: str) -> None:
        """Check and photograph the page as it is, without loading it anew (a state that only a script has made)."""
        self._check(f"{name}-{self.look.name}")

    def fill(self, action: str, *, press: str = "", **answers: Any) -> Page:
        """Answer the questions of the form that asks them (or whose address ends with `action`), and send it.

        `press` is the value of the button, where a form has several.
        """
        asked = "".join(f':has([name="{name}"])' for name in answers)
        form = self.page.locator(f"main form{asked}" if answers else f'form[action$="{action}"]').first
        form.evaluate(
            "(f) => { for (let d = f.closest('details'); d; d = d.parentElement.closest('details')) d.open = 1 }"
        )
        for name, value in answers.items():
            _answer(form.locator(f'[name="{name}"]'), str(value))
        button = form.locator(
            f'button[value="{press}"]' if press else 'button[type="submit"], button:not([type])'
        ).first
        asks = button.get_attribute("data-confirm") is not None
        with self.page.expect_navigation():
            button.click()
            if asks:
                self.page.locator("dialog[open] .btn--main").click()
        return self.page

    def _check(self, name: str) -> None:
        self.page.evaluate(AXE.read_text())
        for violation in self.page.evaluate(CHECK, RULES):
            self.problems.append(f"{name}: {violation}")
        for refused in self.page.evaluate("() => window.refusedByPolicy"):
            self.problems.append(f"{name}: refused by the policy: {refused}")
        sideways = self.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        if sideways > 1:
            self.problems.append(f"{name}: scrolls {sideways} px sideways")
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}.png", full_page=True)


def visitor(browser: Browser, address: str, look: Look) -> Visitor:
    """A fresh browser for one person; a phone when the look is narrow."""
    phone = look.width < 600
    context = browser.new_context(
        viewport={"width": look.width, "height": 844 if phone else 900},
        locale=look.language,
        timezone_id="Asia/Shanghai",
        is_mobile=phone,
        has_touch=phone,
        reduced_motion="reduce",
    )
    context.add_init_script(LISTEN)
    context.set_default_timeout(60_000)
    person = Visitor(context, context.new_page(), look, address)
    person.page.on("pageerror", lambda error: person.problems.append(f"{person.page.url}: {error}"))
    return person


def _answer(control: Locator, value: str) -> None:
    kind = control.first.evaluate("(e) => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()")
    if kind == "select":
        control.first.select_option(value)
    elif kind in {"radio", "checkbox"}:
        chosen = control.and_(control.page.locator(f'[value="{value}"]'))
        (chosen if kind == "radio" else control).first.check(force=True)
    else:
        control.first.fill(value)
