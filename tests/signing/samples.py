"""The samples that every verifier must judge alike: honest ones, and all the falsifications of this folder."""

from collections.abc import Iterator

from signing.container import write_container
from signing.manifest import AGREEMENT
from tests.signing.ceremony import Signed, bundle_contents, run_ceremony, sealed_bundle, text_pdf
from tests.signing.mutations import mutated
from tests.signing.shadows import FAMILIES, FORGERIES, STRUCTURE, hide_and_replace, with_hidden_twin
from tests.signing.tampering import QUIET, UPDATES, byte_changes, flipped, truncations, updated
from tests.signing.test_container import _mimetype, _zip
from tests.signing.test_forged_records import FORGED_RECORDS
from tests.signing.test_shadows import _finished_anew


def honest(signed: Signed, bundle: bytes) -> dict[str, bytes]:
    """What must be found sound."""
    return {
        "an honest bundle": bundle,
        "an honest agreement": signed.finished,
        "finished anew": _finished_anew(signed),
    }


def falsified_agreements(signed: Signed) -> Iterator[tuple[str, bytes]]:
    """Every published family of attacks on the PDF."""
    yield from byte_changes(signed.finished).items()
    yield from truncations(signed).items()
    for name, attack in (FAMILIES | FORGERIES | STRUCTURE).items():
        yield name, attack(signed)
    for name, change in (UPDATES | QUIET).items():
        yield f"{name}, after the end", updated(signed.finished, change)
        yield f"{name}, finished anew", _finished_anew(signed, change)
    hidden = run_ceremony(signed.platform, text=with_hidden_twin(text_pdf()))
    yield "a hidden twin brought out", hide_and_replace(hidden)


def falsified_bundles(signed: Signed, bundle: bytes, files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Files planted, removed and changed; the container rewritten; and falsehoods under a right seal."""
    yield "a photograph", b"\xff\xd8\xff"
    yield "zipped again", _zip(*_mimetype(*files.items()))
    yield "something after its end", bundle + b"x"
    yield "one byte short", bundle[:-1]
    yield "a planted exhibit", write_container({**files, "evidence/0002.txt": b"planted"})
    for name, data in files.items():
        yield f"without {name}", write_container({other: one for other, one in files.items() if other != name})
        yield f"{name} changed", write_container({**files, name: data + b" "})
    for position in range(0, len(bundle), len(bundle) // 40):
        yield f"bit at {position} turned", flipped(bundle, position)
    for name, forge in FORGED_RECORDS.items():
        yield f"sealed: {name}", sealed_bundle(signed, forge(bundle_contents(signed)))
    yield (
        "another agreement",
        write_container({**files, AGREEMENT: updated(signed.finished, UPDATES["T10 title changed"])}),
    )


def mutations(signed: Signed, count: int) -> Iterator[tuple[str, bytes]]:
    """Random falsifications of the agreement, by number."""
    for number in range(count):
        kind, document = mutated(signed.finished, number)
        yield f"mutation {number}: {kind}", document


def few(signed: Signed, bundle: bytes, files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """One of each family, for a run that has seconds."""
    yield "T2", byte_changes(signed.finished)["T2 a digit of a signature changed"]
    yield "T6", signed.revisions["mediator"]
    yield "hide", FAMILIES["hide: the covering object is freed"](signed)
    yield "forgery", next(iter(FORGERIES.values()))(signed)
    yield "object stream", STRUCTURE["an object stream"](signed)
    yield "T4", updated(signed.finished, UPDATES["T4 text of a page repainted"])
    yield "T9 finished anew", _finished_anew(signed, UPDATES["T9 a stamp repainted"])
    yield "turned", _finished_anew(signed, QUIET["the page turned"])
    yield "a photograph", b"\xff\xd8\xff"
    yield "zipped again", _zip(*_mimetype(*files.items()))
    yield "a planted exhibit", write_container({**files, "evidence/0002.txt": b"planted"})
    yield "a bit of a bundle", flipped(bundle, len(bundle) - 9000)
    for name in ("pseudonyms exchanged", "a path of another leaf"):
        yield f"sealed: {name}", sealed_bundle(signed, FORGED_RECORDS[name](bundle_contents(signed)))
    yield from mutations(signed, 2)
