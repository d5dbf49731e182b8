"""Pages obey the strict content policy: nothing inline, nothing unescaped, no script that writes markup."""

import re

import pytest

from tests.architecture.source import CODE, name_of, own_files

TEMPLATES = own_files(".html", under="templates")
SCRIPTS = own_files(".js", ".mjs", under="static")
INLINE = {
    "unescaped text": re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+false"),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
}
UNSAFE_SCRIPT = re.compile(
    r"\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write"
    r"|\beval\(|new Function\(|setTimeout\(\s*['\"]"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
@pytest.mark.parametrize("what", INLINE)
def test_a_template_has_nothing_the_policy_forbids(path, what):
    text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not INLINE[what].search(text)


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_never_turns_text_into_markup(path):
    assert not UNSAFE_SCRIPT.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [p for folder in CODE for p in own_files(".py", under=folder)], ids=name_of)
def test_python_never_declares_text_to_be_safe_markup(path):
    assert not re.search(r"\bMarkup\(|\|\s*safe\b", path.read_text(encoding="utf-8"))
