"""Random falsifications of a whole bundle by number: bytes, entries, names, order, tricks of ZIP, lists, bombs."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace

from signing.manifest import SEAL, SEAL_MANIFEST, TIME, TIME_MANIFEST, seal_manifest, time_manifest
from tests.signing.rawzip import Raw, entries_of, raw_zip

Entries = list[Raw]
_NAMES = (
    b"evidence/0003.txt", b"evidence/0001.TXT", b"Agreement.pdf", b"../agreement.pdf", b"/etc/passwd", b"evidence/",
    b"caucus.json", b"agreement.pdf\x00.txt", b"agreement.pdf ", b"META-INF/signature002.p7s", b"C:\\a", b"a" * 300,
    "证据.pdf".encode(), b"META-INF/manifest.xml", b"documents/cover.pdf", b"trust/list-01.crl", b"mimetype",
)  # fmt: skip


def mutated(bundle: bytes, number: int) -> tuple[str, bytes]:
    """What mutation `number` does, and the bundle after it; never the bundle itself."""
    chance = random.Random(number)
    while True:
        kind = chance.choices(KINDS, _WEIGHTS)[0]
        changed = kind(bundle, chance)
        if changed != bundle:
            return kind.__name__, changed


def _at(bundle: bytes, chance: random.Random) -> int:
    """Anywhere, but often where the container's own structure lies."""
    if chance.random() < 0.5:
        return chance.randrange(len(bundle))
    marks = [at for at in range(len(bundle) - 4000, len(bundle)) if bundle[at : at + 2] == b"PK"] or [0]
    return min(len(bundle) - 1, chance.choice(marks) + chance.randrange(46))


def flip(bundle: bytes, chance: random.Random) -> bytes:
    changed = bytearray(bundle)
    for _ in range(chance.choice((1, 1, 2, 8))):
        changed[_at(bundle, chance)] ^= 1 << chance.randrange(8)
    return bytes(changed)


def overwrite(bundle: bytes, chance: random.Random) -> bytes:
    at, length = _at(bundle, chance), chance.choice((1, 2, 4, 64, 4096))
    return bundle[:at] + chance.randbytes(length) + bundle[at + length :]


def cut(bundle: bytes, chance: random.Random) -> bytes:
    at = _at(bundle, chance)
    return bundle[:at] + bundle[at + chance.choice((1, 2, 46, 4096)) :]


def shorten(bundle: bytes, chance: random.Random) -> bytes:
    return bundle[: chance.randrange(len(bundle))]


def insert(bundle: bytes, chance: random.Random) -> bytes:
    at = chance.choice((0, len(bundle), _at(bundle, chance)))
    junk = (b"\0", b"PK\x05\x06" + bytes(18), b"PK\x03\x04", b"MZ", bundle[-22:], chance.randbytes(30))
    return bundle[:at] + chance.choice(junk) + bundle[at:]


def twice(bundle: bytes, chance: random.Random) -> bytes:
    """The bundle twice in one file, or behind a part of itself."""
    return bundle[: chance.choice((len(bundle), chance.randrange(len(bundle))))] + bundle


def number_field(bundle: bytes, chance: random.Random) -> bytes:
    """A length, offset or count set to a value at its limits."""
    changed, at = bytearray(bundle), _at(bundle, chance)
    value = chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.randrange(2**32)))
    struct.pack_into("<I", changed, min(at, len(changed) - 4), value)
    return bytes(changed)


def dropped(bundle: bytes, chance: random.Random) -> bytes:
    entries = entries_of(bundle)
    del entries[chance.randrange(len(entries))]
    return raw_zip(entries)


def added(bundle: bytes, chance: random.Random) -> bytes:
    entries = entries_of(bundle)
    data = chance.choice((b"", b"words of a caucus", b"%PDF-1.7", chance.choice(entries).data))
    entries.insert(chance.randrange(len(entries) + 1), Raw(chance.choice(_NAMES), data))
    return raw_zip(entries)


def renamed(bundle: bytes, chance: random.Random) -> bytes:
    entries = entries_of(bundle)
    at = chance.randrange(len(entries))
    name = chance.choice((*_NAMES, chance.choice(entries).name, entries[at].name.upper()))
    entries[at] = replace(entries[at], name=name)
    return raw_zip(entries)


def doubled(bundle: bytes, chance: random.Random) -> bytes:
    """One name twice, with the same or another content, so that two readers could take different ones."""
    entries = entries_of(bundle)
    one = chance.choice(entries)
    entries.insert(chance.randrange(len(entries) + 1), replace(one, data=chance.choice((one.data, b"other"))))
    return raw_zip(entries)


def reordered(bundle: bytes, chance: random.Random) -> bytes:
    entries = entries_of(bundle)
    chance.shuffle(entries)
    return raw_zip(entries)


def hidden(bundle: bytes, chance: random.Random) -> bytes:
    """A file between the others that the directory does not name, or a directory that points elsewhere."""
    entries = entries_of(bundle)
    at = chance.randrange(len(entries))
    if chance.random() < 0.5:
        entries.insert(at, Raw(b"evidence/0009.txt", b"hidden", listed=False))
    else:
        entries[at] = replace(entries[at], offset=chance.choice((0, 1, len(bundle), 0xFFFFFFFF)))
    return raw_zip(entries)


def trick(bundle: bytes, chance: random.Random) -> bytes:
    """A header as other writers of ZIP would write it, or as nobody should."""
    entries = entries_of(bundle)
    at = chance.randrange(len(entries))
    one = entries[at]
    local = chance.choice((b"x" * len(one.name), one.name + b"x", b""))
    entries[at] = chance.choice((
        replace(one, flags=1),
        replace(one, flags=8, descriptor=b"PK\x07\x08" + bytes(12)),
        replace(one, flags=0x800),
        replace(one, extra=struct.pack("<HHQ", 1, 8, len(one.data))),
        replace(one, extra=b"\x55\x54\x00\x00"),
        replace(one, comment=b"x"),
        replace(one, local_name=local),
        replace(one, mode=0o120777 << 16),
        replace(one, day=chance.randrange(1, 2**16)),
        replace(one, time=chance.randrange(1, 2**16)),
        replace(one, crc=chance.randrange(2**32)),
        replace(one, method=chance.choice((8, 9, 12, 14, 99))),
        replace(one, size=len(one.data) + chance.choice((-1, 1, 46))),
    ))  # fmt: skip
    return raw_zip(
        entries, comment=chance.choice((b"", b"", b"hello")), before=chance.choice((b"", b"", b"#!/bin/sh\n"))
    )


def bomb(bundle: bytes, chance: random.Random) -> bytes:
    """Little that claims to be much: pressed zeros, entries that share their bytes, thousands of names."""
    entries = entries_of(bundle)
    kind = chance.randrange(4)
    if kind == 0:
        press = zlib.compressobj(9, zlib.DEFLATED, -15)
        pressed = press.compress(bytes(4 * 1024 * 1024)) + press.flush()
        entries.append(Raw(b"evidence/0003.txt", pressed, size=0xFFFF_FFFE, packed=len(pressed), method=8))
    elif kind == 1:
        entries += [Raw(b"evidence/%04d.txt" % number, b"", offset=0, size=len(bundle)) for number in range(3, 300)]
    elif kind == 2:
        entries += [Raw(b"evidence/%04d.txt" % number, b"x") for number in range(3, chance.choice((1200, 9000)))]
    else:
        entries[-1] = replace(entries[-1], size=chance.choice((0xFFFF_FFFF, 0x8000_0000, 0xFFFE_0000)))
    return raw_zip(entries)


def nested(bundle: bytes, chance: random.Random) -> bytes:
    """Another archive, or the bundle itself, where a file should be; or the bundle inside an archive."""
    entries = entries_of(bundle)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("bundle.asice", bundle[: chance.randrange(len(bundle))])
    if chance.random() < 0.3:
        return inner.getvalue()
    at = chance.randrange(1, len(entries))
    entries[at] = replace(entries[at], data=chance.choice((inner.getvalue(), bundle)))
    return raw_zip(entries)


def exchanged(bundle: bytes, chance: random.Random) -> bytes:
    """Two files change places: lists, signatures, exhibits, records."""
    entries = entries_of(bundle)
    one, other = chance.sample(range(1, len(entries)), 2)
    entries[one], entries[other] = (
        replace(entries[one], data=entries[other].data),
        replace(entries[other], data=entries[one].data),
    )
    return raw_zip(entries)


def altered(bundle: bytes, chance: random.Random) -> bytes:
    """One file altered in a container that is right, sometimes with the lists made anew for it."""
    entries = entries_of(bundle)
    at = chance.randrange(1, len(entries))
    data = bytearray(entries[at].data)
    where = chance.randrange(len(data))
    data[where : where + 1] = chance.choice((b"", b" ", bytes((data[where] ^ 1 << chance.randrange(8),)), b"00"))
    entries[at] = replace(entries[at], data=bytes(data))
    return raw_zip(_relisted(entries) if chance.random() < 0.5 else entries)


def _relisted(entries: Entries) -> Entries:
    """Both lists as they would have to be; the seal and the time-stamp stay those of the honest bundle."""
    files = {one.name.decode(): one.data for one in entries if one.name != b"mimetype"}
    files[SEAL_MANIFEST] = seal_manifest({name: data for name, data in files.items() if name not in (TIME, SEAL)})
    files[TIME_MANIFEST] = time_manifest(files)
    return [replace(one, data=files.get(one.name.decode(), one.data)) for one in entries]


_QUICK: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip, overwrite, cut, shorten, insert, twice, number_field, dropped, added, renamed, doubled, reordered, hidden,
    trick, bomb,
)  # fmt: skip
_DEEP: tuple[Callable[[bytes, random.Random], bytes], ...] = (nested, exchanged, altered)
"""The container is right, so that every later step runs too: each takes the time of a whole verification."""
KINDS = (*_QUICK, *_DEEP)
_WEIGHTS = [*(6 for _ in _QUICK), *(2 for _ in _DEEP)]
