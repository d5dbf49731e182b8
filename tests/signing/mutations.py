"""Random falsifications by number: one number always means the same recipe, so that any of them can be tried again."""

import io
import random
import re
from collections.abc import Callable

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.signing.rawpdf import appended, object_at, with_entry
from tests.signing.tampering import gaps

_JUNK = (b"null", b"[]", b"<<>>", b"(x)", b"/Name", b"-1", b"99999999999", b"1 0 R", b"<00>", b"true", b"0.5")


def mutated(document: bytes, number: int) -> tuple[str, bytes]:
    """What mutation `number` does, and the document after it; never the document itself."""
    chance = random.Random(number)
    while True:
        kind = chance.choice(_KINDS)
        changed = kind(document, chance)
        if changed != document:
            return kind.__name__, changed


def _place(document: bytes, chance: random.Random) -> int:
    """Anywhere, but often where no signature looks: in the closing gap and among the tables at the end."""
    if chance.random() < 0.5:
        return chance.randrange(len(document))
    start, end = gaps(document)[-1]
    return chance.choice((chance.randrange(start, min(start + 5000, end)), chance.randrange(start, len(document))))


def flip(document: bytes, chance: random.Random) -> bytes:
    changed = bytearray(document)
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        changed[_place(document, chance)] ^= 1 << chance.randrange(8)
    return bytes(changed)


def overwrite(document: bytes, chance: random.Random) -> bytes:
    at, length = _place(document, chance), chance.choice((1, 2, 4, 16, 256))
    return document[:at] + chance.randbytes(length) + document[at + length :]


def cut(document: bytes, chance: random.Random) -> bytes:
    at = _place(document, chance)
    return document[:at] + document[at + chance.choice((1, 2, 16, 256, 4096)) :]


def shorten(document: bytes, chance: random.Random) -> bytes:
    return document[: chance.randrange(len(document))]


def insert(document: bytes, chance: random.Random) -> bytes:
    at = _place(document, chance)
    return document[:at] + chance.choice((b" ", b"\n", b"%", b"0", b">", chance.randbytes(9), *_JUNK)) + document[at:]


def swap(document: bytes, chance: random.Random) -> bytes:
    """Two stretches of one length exchanged."""
    length = chance.choice((1, 2, 16, 64, 1024))
    one, other = sorted(chance.randrange(len(document) - length) for _ in range(2))
    if other - one < length:
        return document[::-1] if other == one else document[:one] + document[other:] + document[one:other]
    first, second = document[one : one + length], document[other : other + length]
    return document[:one] + second + document[one + length : other] + first + document[other + length :]


def repeat(document: bytes, chance: random.Random) -> bytes:
    at = _place(document, chance)
    return document[:at] + document[at : at + chance.choice((1, 16, 256, 4096))] + document[at:]


def digit(document: bytes, chance: random.Random) -> bytes:
    """One digit of a number that the structure depends on."""
    tail = max(0, len(document) - 9000)
    found = list(re.finditer(rb"(?<=[ \n\[])\d{1,10}(?= |\n|\])", document[tail:]))
    at = tail + chance.choice(found).start()
    return document[:at] + b"%d" % chance.randrange(10) + document[at + 1 :]


def name(document: bytes, chance: random.Random) -> bytes:
    """One name written otherwise, or another name in its place."""
    names = list(re.finditer(rb"/[A-Za-z]{2,}", document))
    one, other = chance.choice(names), chance.choice(names)
    written = chance.choice((other[0], b"/#%02x" % one[0][1] + one[0][2:]))
    return document[: one.start()] + written + document[one.end() :]


def rewrite(document: bytes, chance: random.Random) -> bytes:
    """An object written anew in an update, with an entry set to something else."""
    number = int(chance.choice(re.findall(rb"(?<!\d)(\d{1,6}) 0 obj", document)))
    body = object_at(document, number)
    names = re.findall(rb"/[A-Za-z]{2,}", body) or [b"/X"]
    changed = with_entry(body, chance.choice(names) + b" " + chance.choice(_JUNK)) if b">>" in body else b"null"
    return appended(document, {number: changed})


def relink(document: bytes, chance: random.Random) -> bytes:
    """A table alone that leads to another object, or nowhere."""
    numbers = re.findall(rb"(?<!\d)(\d{1,6}) 0 obj", document)
    one, other = int(chance.choice(numbers)), chance.choice(numbers)
    if chance.random() < 0.3:
        return appended(document, {}, free=(one,))
    return appended(document, {}, at={one: document.rindex(b"%s 0 obj" % other)})


def update(document: bytes, chance: random.Random) -> bytes:
    """An update as a program would save it: an entry of some object removed, or another put there."""
    writer = IncrementalPdfFileWriter(io.BytesIO(document), strict=False)
    numbers = [int(one) for one in re.findall(rb"(?<!\d)(\d{1,6}) 0 obj", document)]
    for number in chance.sample(numbers, 4):
        body = writer.get_object(generic.Reference(number, 0, writer))
        if isinstance(body, generic.DictionaryObject) and len(body):
            key = chance.choice(sorted(body))
            if chance.random() < 0.5:
                del body[key]
            else:
                body[key] = generic.NumberObject(chance.randrange(99))
            writer.update_container(body)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


_KINDS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip,
    overwrite,
    cut,
    shorten,
    insert,
    swap,
    repeat,
    digit,
    name,
    rewrite,
    relink,
    update,
)
