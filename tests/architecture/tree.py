"""Writes docs/tree.md: every folder and file with the sentence it opens with. `make tree`."""

import ast
import re
from itertools import groupby
from pathlib import Path

from tests.architecture.source import ROOT, name_of, own_files

PAGE = ROOT / "docs" / "tree.md"
FOLDERS = {
    "odr": "the domain: knows no page, no socket, no framework",
    "blueprints": "the web: parse, call one command or query, show",
    "signing": "signatures and the court's verifier, usable alone",
    "templates": "pages, one folder per feature",
    "static": "styles and scripts, one folder per feature; what is fetched lies in static/vendor",
    "tests": "the specification, in the shape of the code",
    "migrations": "changes of the database, in order",
    "requirements": "what set-up fetches, by digest, and the scripts that fetch it",
    "docs": "how it is built and why",
    "bench": "measurements",
}
HEAD = """# The tree

Every file with the sentence it opens with. `make tree` writes this page anew; a test compares
it with the files.
"""
_OPENING = {
    ".html": re.compile(r"\A\s*\{#-?\s*(.+?)\s*-?#\}", re.DOTALL),
    ".txt": re.compile(r"\A\s*\{#-?\s*(.+?)\s*-?#\}", re.DOTALL),
    ".css": re.compile(r"\A\s*/\*+\s*(.+?)\s*\*/", re.DOTALL),
    ".js": re.compile(r"\A\s*(?:/\*+\s*(.+?)\s*\*/|//\s*(.+?)\n)", re.DOTALL),
    ".md": re.compile(r"\A#\s*(.+?)\n"),
}


def sentence(path: Path) -> str:
    """The first sentence a file says about itself, or nothing."""
    text = path.read_text(encoding="utf-8") if path.suffix in {".py", *_OPENING} else ""
    if path.suffix == ".py":
        opening = ast.get_docstring(ast.parse(text)) or ""
    else:
        found = _OPENING[path.suffix].match(text) if path.suffix in _OPENING else None
        opening = next((group for group in found.groups() if group), "") if found else ""
    first = re.split(r"(?<=[.。])\s|\n\s*\n", opening.strip(), maxsplit=1)[0]
    return re.sub(r"\s*\n\s*\*?\s*", " ", first).strip()


def render() -> str:
    """The whole page as it should stand in docs/tree.md."""
    sections = [HEAD]
    for top, note in FOLDERS.items():
        files = [path for path in own_files(under=top) if path != PAGE]
        files.sort(key=lambda path: (path.parent, path.name))
        if files:
            sections.append(f"## {top}/\n\n{note[0].upper()}{note[1:]}.\n")
            sections += [_folder(folder, list(group)) for folder, group in groupby(files, key=lambda p: p.parent)]
    return "\n".join(sections)


def _folder(folder: Path, files: list[Path]) -> str:
    package = folder / "__init__.py"
    note = sentence(package) if package in files else ""
    lines = [f"**{name_of(folder)}/** {note}".rstrip(), ""]
    lines += [f"- `{path.name}` {sentence(path)}".rstrip() for path in files if path != package]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
