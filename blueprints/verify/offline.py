"""The verifier as one HTML file to keep and open without network: its sentences, its download and its command."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import click
from flask import Flask, render_template
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from blueprints.verify.single_file import missing_libraries, single_file
from odr.errors import Unavailable
from signing.published import published

FILE_NAME = "heqi-verify.html"
SENTENCES = {
    "title": _l("Check a bundle without network"),
    "lead": _l("Is it intact, validly signed, trusted and complete? This page answers on your own device."),
    "file": _l("Bundle or signed agreement"),
    "file_hint": _l("An .asice bundle or a PDF. It stays on this device."),
    "roots": _l("Root certificates that you trust"),
    "roots_hint": _l("A PEM file that did not come with the bundle: from the court, or from the authority."),
    "fingerprint": _l("Or the fingerprint of a root"),
    "fingerprint_hint": _l("SHA-256, 64 digits, as the authority publishes it. The root is then taken from the file."),
    "later_title": _l("Compare with a later head of the public log"),
    "later": _l("Later head with its consistency proof"),
    "later_hint": _l("A text file from the public log. It proves that nothing was rewritten since."),
    "check": _l("Check this file"),
    "checking": _l("Checking. This takes a few seconds."),
    "offline_title": _l("Nothing is sent"),
    "offline": _l("This page may not connect to anything: its own policy forbids it. It works with the network cut."),
    "same": _l("It takes the same numbered steps as heqi-verify and as the public page of the platform."),
    "limits_title": _l("What it leaves to the command line"),
    "limits": _l(
        "It accepts only changes to the PDF that are on a closed list. A file written in a way it does not know is "
        "neither accepted nor refused: it names the steps for which heqi-verify is needed."
    ),
    "no_file": _l("Choose a file first"),
    "too_large": _l("This file is too large"),
    "no_roots": _l("Choose your root certificates, or enter a fingerprint: without them nothing can be trusted"),
    "bad_roots": _l("This file holds no certificate in PEM form"),
    "other_fingerprint": _l("No root in the file has this fingerprint"),
    "bad_later": _l("The later head of the log cannot be read"),
    "what": _l("What was checked"),
    "bundle": _l("Bundle"),
    "agreement": _l("Signed agreement alone"),
    "when": _l("Checked"),
    "as_of": _l("Trust judged as of"),
    "digest": _l("Fingerprint SHA-256: the same as on another copy means the same file"),
    "root": _l("Root that was trusted, with its fingerprint"),
    "steps": _l("Item by item"),
    "failed": _l("Failed"),
    "undecided": _l("Not decided here: use heqi-verify"),
    "not_checked": _l("Not checked"),
    "judgement": _l("Needs your judgement"),
    "intact": _l("Intact: nothing was changed"),
    "valid": _l("Valid: signatures and times hold"),
    "trusted": _l("Trusted: the certificates lead to the roots given"),
    "complete": _l("Complete: everybody and everything is there"),
    "tag_passed": _l("Passed"),
    "tag_judgement": _l("Your judgement"),
    "tag_failed": _l("Failed"),
    "tag_not_checked": _l("Not checked"),
    "tag_undecided": _l("Not decided"),
    "outside": _l("What this check cannot tell"),
    "signers": _l("Who signed"),
    "who": _l("Who"),
    "capacity": _l("In which capacity"),
    "signed": _l("Signed at"),
    "certificate": _l("Certificate begins with"),
    "as_self": _l("In person"),
    "as_legal_representative": _l("Legal representative"),
    "as_agent": _l("Agent"),
    "as_mediator": _l("Mediator"),
    "as_organisation": _l("Mediation organisation"),
    "save": _l("Save the report (JSON)"),
    "print": _l("Print, or save as PDF"),
}


@cache
def offline_verifier() -> bytes:
    """The single file; the same for everybody, so it is put together once.

    Raises:
        Unavailable: the libraries it is put together from were not fetched on this machine.
    """
    if missing_libraries():
        raise Unavailable(service="libraries")
    return single_file(render_template("verify/offline.html"), {**published(), "ui": _sentences()})


def _sentences() -> dict[str, Any]:
    """Every sentence in both languages; the button names the other language."""
    said: dict[str, Any] = {}
    for short, locale in (("zh", "zh_Hans_CN"), ("en", "en")):
        with force_locale(locale):
            said[short] = {key: str(words) for key, words in SENTENCES.items()}
    return {"zh": {**said["zh"], "other": "English"}, "en": {**said["en"], "other": "中文"}}


def register(app: Flask) -> None:
    """Add the command that writes the file."""

    @app.cli.command("offline-verifier")
    @click.argument("path", type=click.Path(dir_okay=False, path_type=Path), default=Path("build") / FILE_NAME)
    def write(path: Path) -> None:
        """Write the verifier that works in a browser without network to PATH (build/heqi-verify.html)."""
        with app.test_request_context():
            made = offline_verifier()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
        click.echo(f"{path}: {len(made) // 1024} KiB")
