"""Reads a page as a browser does: its title, its links, its forms with what they hold already."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

_TEXT_LIKE = {
    "text",
    "email",
    "password",
    "search",
    "tel",
    "url",
    "number",
    "date",
    "datetime-local",
    "hidden",
}
_TICKED = {"checkbox", "radio"}


@dataclass
class Form:
    """One form: where it goes, what it would send untouched, and the names a person can fill."""

    action: str
    method: str = "get"
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    options: dict[str, list[str]] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def option(self, name: str, label: str) -> str:
        """The value behind the option of a list whose words contain `label`."""
        for words, value in self.labels.get(name, {}).items():
            if label in words:
                return value
        raise LookupError(f"{name} offers {sorted(self.labels.get(name, {}))}, not {label!r}")

    def takes(self, names: Iterable[str]) -> bool:
        """Is there a field, a file or a button of each of these names?"""
        return set(names) <= self.names | self.files | {name for name, _ in self.buttons}

    def filled(self, answers: dict[str, object]) -> dict[str, list[str]]:
        """What the browser sends after a person filled `answers`; None leaves a field out."""
        sent = {name: list(values) for name, values in self.values.items()}
        for name, answer in answers.items():
            if answer is None:
                sent.pop(name, None)
            else:
                sent[name] = [str(item) for item in answer] if isinstance(answer, list) else [str(answer)]
        return sent


@dataclass
class Page:
    """What a person sees of a page."""

    title: str
    heading: str
    text: str
    forms: list[Form]
    links: list[tuple[str, str]]
    data: list[dict[str, str]]

    def form(self, action: str, *names: str) -> Form:
        """The form whose address is or contains `action`, and which has a place for each of these names."""
        same = [form for form in self.forms if form.action == action] or [f for f in self.forms if action in f.action]
        for candidate in same:
            if candidate.takes(names):
                return candidate
        there = [(form.action, sorted(form.names)) for form in self.forms]
        raise LookupError(f"no form to {action!r} with {names} on “{self.title}”; there are {there}")

    def link(self, part: str) -> str:
        """The address of the first link that contains `part`."""
        for address, _ in self.links:
            if part in address:
                return address
        raise LookupError(f"no link to {part!r} on “{self.title}”; there are {[a for a, _ in self.links]}")

    def datum(self, name: str) -> str:
        """The value of the first `data-…` attribute of that name."""
        for attributes in self.data:
            if f"data-{name}" in attributes:
                return attributes[f"data-{name}"]
        raise LookupError(f"nothing on “{self.title}” has data-{name}")


def read(markup: str, address: str) -> Page:
    """Parse a page that was loaded from `address`."""
    reader = _Reader(address)
    reader.feed(markup)
    return Page(
        " ".join(reader.title).strip(),
        " ".join(" ".join(reader.heading).split()),
        " ".join(" ".join(reader.words).split()),
        reader.forms,
        reader.links,
        reader.data,
    )


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.title: list[str] = []
        self.heading: list[str] = []
        self.words: list[str] = []
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.data: list[dict[str, str]] = []
        self._open: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._option: str | None = None
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if any(name.startswith("data-") for name in attributes):
            self.data.append(attributes)
        if tag in {"title", "h1", "script", "style"}:
            self._open.append(tag)
        if tag == "a":
            self.links.append((attributes.get("href", ""), attributes.get("aria-label", "")))
        if tag == "form":
            method = attributes.get("method", "get").lower()
            self._form = Form(attributes.get("action") or self.address, method)
            self.forms.append(self._form)
        if self._form is not None:
            self._field(tag, attributes, self._form)

    def _field(self, tag: str, attributes: dict[str, str], form: Form) -> None:
        name, kind = attributes.get("name", ""), attributes.get("type", "text").lower()
        if tag == "input" and name:
            self._input(name, kind, attributes, form)
        elif tag == "button" and name:
            form.buttons.append((name, attributes.get("value", "")))
        elif tag == "textarea" and name:
            form.names.add(name)
            form.values.setdefault(name, [""])
            self._area = name
        elif tag == "select" and name:
            form.names.add(name)
            self._select = name
        elif tag == "option" and self._select:
            form.options.setdefault(self._select, []).append(attributes.get("value", ""))
            self._option = attributes.get("value", "")
            if "selected" in attributes or self._select not in form.values:
                form.values[self._select] = [attributes.get("value", "")]

    def _input(self, name: str, kind: str, attributes: dict[str, str], form: Form) -> None:
        if kind == "file":
            form.files.add(name)
            return
        if kind == "submit":
            form.buttons.append((name, attributes.get("value", "")))
            return
        form.names.add(name)
        if kind in _TICKED:
            form.options.setdefault(name, []).append(attributes.get("value", "on"))
            if "checked" in attributes:
                form.values.setdefault(name, []).append(attributes.get("value", "on"))
        elif kind in _TEXT_LIKE:
            form.values.setdefault(name, []).append(attributes.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == self._open[-1]:
            self._open.pop()
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "option":
            self._option = None
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        within = self._open[-1] if self._open else ""
        if within == "title":
            self.title.append(data)
        elif within == "h1":
            self.heading.append(data)
        if self._area and self._form is not None:
            self._form.values[self._area] = [self._form.values[self._area][0] + data.removeprefix("\n")]
        if self._option is not None and self._form is not None and data.strip():
            self._form.labels.setdefault(self._select, {})[data.strip()] = self._option
        if within not in {"script", "style", "title"}:
            self.words.append(data)
