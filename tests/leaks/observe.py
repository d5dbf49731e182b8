"""All that one person can get hold of: every page, file and answer reachable from where they may begin."""

import base64
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from os.path import commonprefix
from urllib.parse import unquote, urljoin, urlsplit

import pikepdf
from flask.testing import FlaskClient

# What a script keeps in an attribute of its own is an address only when it begins like one; a phrase is none.
_ADDRESS = re.compile(
    r"""(?:(?:href|src|action)\s*=\s*["'](?=[^"'])|data-[a-z-]+\s*=\s*["'](?=/|\?|https?:))([^"'<>\s]+)["']"""
)
_MOST = 600
_DEEPEST = 4


@dataclass(frozen=True)
class Seen:
    """One answer as it reached the person."""

    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    kind: str

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def look(client: FlaskClient, path: str, *, method: str = "GET", **extra: object) -> Seen:
    """One request, without following where it points."""
    answer = client.open(path, method=method, **extra)  # type: ignore[arg-type]
    headers = tuple(sorted((name, value) for name, value in answer.headers.items()))
    seen = Seen(path, answer.status_code, headers, answer.get_data(), answer.mimetype or "")
    answer.close()
    return seen


def wander(client: FlaskClient, *starts: str) -> dict[str, Seen]:
    """Everything reachable by links, forms' addresses and data attributes from `starts`, by GET alone."""
    found: dict[str, Seen] = {}
    waiting = list(starts)
    while waiting and len(found) < _MOST:
        path = waiting.pop(0)
        if path in found:
            continue
        seen = found[path] = look(client, path, headers={"Accept": "text/html"})
        waiting += [to for to in pointed_to(seen) if to not in found]
    return found


def pointed_to(seen: Seen) -> Iterator[str]:
    """Addresses of ours in an answer: in its markup and in its redirection."""
    named = [value for name, value in seen.headers if name == "Location"]
    if seen.kind == "text/html":
        named += [unescape(address) for address in _ADDRESS.findall(seen.text)]
    for address in named:
        parts = urlsplit(urljoin(f"http://localhost{seen.path}", address))
        own = parts.netloc in {"localhost", "127.0.0.1:8000"} and parts.scheme == "http"
        if own and not parts.path.startswith("/static/") and address[:1] not in {"#", "{"}:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def forms_of_saying(secret: str) -> list[bytes]:
    """A secret as it may lie hidden: plain, in other encodings, or inside an encoded neighbour."""
    raw = secret.encode()
    plain = [
        raw,
        secret.encode("utf-16-le"),
        secret.encode("utf-16-be"),
        raw.hex().encode(),
        raw.hex().upper().encode(),
    ]
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw)
        inner = encoded[4 * bool(shift) : len(encoded) // 4 * 4 - 4]
        plain += [inner, inner.replace(b"+", b"-").replace(b"/", b"_")]
    return plain


def layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes themselves, and whatever they contain: archives, compressed streams, documents."""
    yield data
    yield unquote(data.decode("latin-1")).encode("latin-1", "replace")
    if depth >= _DEEPEST:
        return
    for inner in _inside(data):
        yield from layers(inner, depth + 1)


def _inside(data: bytes) -> Iterator[bytes]:
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment + " ".join(archive.namelist()).encode()
            yield from (archive.read(name) for name in archive.namelist())
    elif data[:5] == b"%PDF-":
        yield from _streams(data)
    elif data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    elif data[:1] == b"\x78":
        try:
            yield zlib.decompress(data)
        except zlib.error:
            return


def _streams(document: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(document)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                try:
                    yield thing.read_bytes()
                except pikepdf.PdfError:
                    yield thing.read_raw_bytes()
            else:
                yield repr(thing).encode()


def words_of_paper(document: bytes) -> str:
    """What a PDF says, as data: how many pages, and its content in the JSON inside it.

    Its bytes are never alike twice: each page bears a random number, and random letters are pressed together to more
    or fewer bytes. That alone makes two equal worlds differ.
    """
    with pikepdf.open(io.BytesIO(document)) as opened:
        inside = {
            name: spec.get_file().read_bytes().decode("utf-8", "replace") for name, spec in opened.attachments.items()
        }
        return json.dumps([len(opened.pages), inside], ensure_ascii=False, sort_keys=True)


def holds(data: bytes, secret: str) -> bool:
    """Is the secret anywhere in these bytes, however deep and in whatever encoding?"""
    return secret in words_in(data, (secret,))


@cache
def words_in(data: bytes, secrets: tuple[str, ...]) -> frozenset[str]:
    """Those of the secrets that are anywhere in these bytes; all of them begin alike, which saves most of the work."""
    opening = forms_of_saying(commonprefix(secrets)[:6])
    shapes = {secret: forms_of_saying(secret) for secret in secrets}
    found: set[str] = set()
    for layer in layers(data):
        if any(shape in layer for shape in opening):
            found |= {secret for secret in secrets if any(shape in layer for shape in shapes[secret])}
    return frozenset(found)
