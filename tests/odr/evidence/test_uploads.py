"""Large files arrive piece by piece; whatever is cut, repeated or lost on the way, what is kept is what was sent."""

from __future__ import annotations

import hashlib
import io
import os
import resource
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odr import clock
from odr.access.actor import SYSTEM, Side
from odr.cases.models import Participant
from odr.db import transaction
from odr.errors import (
    AudienceChanged,
    Conflict,
    FileRefused,
    HiddenData,
    InvalidInput,
    NotFound,
    PrivateFigure,
    PrivateFile,
)
from odr.evidence import uploads
from odr.evidence.examine import BLOCK
from odr.evidence.keeping import Submitted
from odr.evidence.queries import exhibit_file, exhibit_original, exhibits_in
from odr.evidence.storage import CHUNK, RECORD
from odr.evidence.uploads import Bounds, append_piece, discard_upload, finish_upload, my_uploads, start_upload
from odr.rooms.posting import post_message
from odr.settings import Settings
from tests.factories import files
from tests.factories.mediation import Mediation

BOUNDS = Bounds(file=64 * 1024**2, channel=256 * 1024**2)
FILM = files.film(5 * CHUNK + 77)


def start(
    mediation: Mediation, who: str, channel: str, data: bytes = FILM, name: str = "店面.mp4", **more: object
) -> str:
    """Announce a file and return its upload's id."""
    asked = {"mark": "m", "bounds": BOUNDS} | more
    return start_upload(mediation.who(who), channel, name=name, size=len(data), **asked).id  # type: ignore[arg-type]


def piece(mediation: Mediation, who: str, upload: str, data: bytes, offset: int, sha256: str = "") -> int:
    """Send one piece."""
    read = io.BytesIO(data).read
    return append_piece(mediation.who(who), upload, offset=offset, length=len(data), read=read, sha256=sha256)


def send(mediation: Mediation, who: str, channel: str, data: bytes = FILM, name: str = "店面.mp4", **finish: object):
    """A whole upload."""
    upload = start(mediation, who, channel, data, name, mark=os.urandom(8).hex())
    piece(mediation, who, upload, data, 0)
    return finish_upload(mediation.who(who), upload, **finish)  # type: ignore[arg-type]


def opened(mediation: Mediation, who: str, exhibit_id: str) -> bytes:
    with exhibit_file(mediation.who(who), exhibit_id).file as file:
        return file.read()


def blocks_of(data: bytes) -> str:
    """What a browser computes: the digest over the digests of the blocks."""
    return hashlib.sha256(
        b"".join(hashlib.sha256(data[at : at + BLOCK]).digest() for at in range(0, len(data), BLOCK))
    ).hexdigest()


class Arrival(RuleBasedStateMachine):
    """One upload under every accident: pieces of any length, repeated, out of order, cut short, falsified, a crash
    that leaves rubbish behind the last acknowledged byte, and a finish in the middle."""

    mediation: Mediation
    blobs: Path

    @initialize(chunks=st.integers(0, 4), rest=st.integers(1, CHUNK), seed=st.binary(min_size=1, max_size=8))
    def announce(self, chunks: int, rest: int, seed: bytes) -> None:
        body = (hashlib.sha256(seed).digest() * ((chunks * CHUNK + rest) // 32 + 1))[: chunks * CHUNK + rest]
        self.data = files.film(len(body))[: -len(body)] + body
        actor = self.mediation.who("applicant")
        for left_behind in uploads.my_uploads(actor, self.mediation.joint):
            uploads.discard_upload(actor, left_behind.id)
        self.upload = start(self.mediation, "applicant", self.mediation.joint, self.data, mark=os.urandom(8).hex())
        self.kept = 0

    def part(self, chunks: int) -> bytes:
        return self.data[self.kept : self.kept + chunks * CHUNK]

    @precondition(lambda self: self.kept < len(self.data))
    @rule(chunks=st.integers(1, 4), sealed=st.booleans())
    def next_piece(self, chunks: int, sealed: bool) -> None:
        part = self.part(chunks)
        digest = hashlib.sha256(part).hexdigest() if sealed else ""
        self.kept = piece(self.mediation, "applicant", self.upload, part, self.kept, digest)

    @rule(offset=st.integers(0, 10), chunks=st.integers(1, 2))
    def a_piece_that_is_not_the_next(self, offset: int, chunks: int) -> None:
        start = min(offset * CHUNK, len(self.data))
        part = self.data[start : start + chunks * CHUNK]
        if start == self.kept or not part:
            return
        with pytest.raises(Conflict) as refused:
            piece(self.mediation, "applicant", self.upload, part, start)
        assert refused.value.details["received"] == self.kept

    @precondition(lambda self: self.kept < len(self.data))
    @rule(chunks=st.integers(1, 3), lost=st.integers(1, CHUNK))
    def a_line_that_breaks(self, chunks: int, lost: int) -> None:
        part = self.part(chunks)
        with pytest.raises(InvalidInput):
            append_piece(
                self.mediation.who("applicant"),
                self.upload,
                offset=self.kept,
                length=len(part),
                read=io.BytesIO(part[:-lost] if lost < len(part) else b"").read,
            )

    @precondition(lambda self: self.kept < len(self.data))
    @rule(chunks=st.integers(1, 3))
    def a_piece_altered_on_the_way(self, chunks: int) -> None:
        part = self.part(chunks)
        with pytest.raises(InvalidInput):
            piece(self.mediation, "applicant", self.upload, part, self.kept, hashlib.sha256(part + b"x").hexdigest())

    @rule(rubbish=st.binary(min_size=1, max_size=300))
    def a_crash_in_the_middle_of_a_piece(self, rubbish: bytes) -> None:
        for path in self.blobs.glob("*.part"):
            if path.stat().st_size >= self.kept // CHUNK * RECORD:
                with path.open("ab") as out:
                    out.write(rubbish)

    @precondition(lambda self: self.kept < len(self.data))
    @rule()
    def a_finish_too_early(self) -> None:
        with pytest.raises(Conflict):
            finish_upload(self.mediation.who("applicant"), self.upload)

    @invariant()
    def what_is_acknowledged_is_remembered(self) -> None:
        assert uploads.upload_view(self.mediation.who("applicant"), self.upload).received == self.kept

    def teardown(self) -> None:
        if not hasattr(self, "upload"):
            return
        while self.kept < len(self.data):
            self.next_piece(3, True)
        actor, blocks = self.mediation.who("applicant"), blocks_of(self.data)
        first = finish_upload(actor, self.upload, blocks=blocks)
        assert finish_upload(actor, self.upload, blocks=blocks) == first
        assert first.sha256 == hashlib.sha256(self.data).hexdigest()
        assert opened(self.mediation, "respondent", first.exhibit_id) == self.data


def test_whatever_happens_on_the_way_the_same_bytes_are_kept(mediation: Mediation, settings: Settings) -> None:
    class Here(Arrival):
        pass

    Here.mediation, Here.blobs = mediation, settings.blobs_dir
    run_state_machine_as_test(Here, settings=examples(max_examples=5, stateful_step_count=8, deadline=None))


def test_the_same_file_announced_again_goes_on_where_it_stopped(mediation: Mediation) -> None:
    first = start(mediation, "applicant", mediation.joint)
    piece(mediation, "applicant", first, FILM[: 2 * CHUNK], 0)
    assert start(mediation, "applicant", mediation.joint) == first
    (view,) = my_uploads(mediation.who("applicant"), mediation.joint)
    assert (view.id, view.received, view.name) == (first, 2 * CHUNK, "店面.mp4")
    assert start(mediation, "applicant", mediation.joint, mark="another file of that name") != first


def test_an_upload_exists_for_its_sender_alone(mediation: Mediation) -> None:
    channel = mediation.caucus[Side.RESPONDENT]
    upload = start(mediation, "respondent", channel)
    for name in ("agent", "mediator", "applicant", "clerk", "outsider"):
        for act in (
            lambda actor: uploads.upload_view(actor, upload),
            lambda actor: append_piece(actor, upload, offset=0, length=CHUNK, read=io.BytesIO(FILM).read),
            lambda actor: finish_upload(actor, upload),
            lambda actor: discard_upload(actor, upload),
        ):
            with pytest.raises(NotFound):
                act(mediation.who(name))
    assert my_uploads(mediation.who("agent"), channel) == []


def test_nothing_of_a_file_on_its_way_can_be_read_on_disk(mediation: Mediation, settings: Settings) -> None:
    data = files.film(3 * CHUNK)[:-1000] + b"the colour of the package " * 38 + b"............"
    upload = start(mediation, "applicant", mediation.joint, data, name="暗语.mp4")
    piece(mediation, "applicant", upload, data[: 2 * CHUNK], 0)
    piece(mediation, "applicant", upload, data[2 * CHUNK :], 2 * CHUNK)
    everything = b"".join(p.read_bytes() for p in settings.data_dir.rglob("*") if p.is_file())
    assert b"colour of the package" not in everything
    assert "暗语".encode() not in everything


@pytest.mark.parametrize(
    ("size", "name", "reason"),
    [(0, "a.mp4", "empty"), (65 * 1024**2, "a.mp4", "size"), (10, "a.exe", "kind"), (10, "mp4", "kind")],
)
def test_what_cannot_be_taken_is_refused_before_a_byte_is_sent(mediation, size, name, reason) -> None:
    with pytest.raises(FileRefused) as refused:
        start_upload(mediation.who("applicant"), mediation.joint, name=name, size=size, mark="", bounds=BOUNDS)
    assert refused.value.details["reason"] == reason


def test_a_wrong_kind_is_refused_with_its_first_piece_and_leaves_nothing(mediation, settings) -> None:
    data = b"MZ\x90\0" * CHUNK
    upload = start(mediation, "applicant", mediation.joint, data, "店面.mp4")
    with pytest.raises(FileRefused):
        piece(mediation, "applicant", upload, data[:CHUNK], 0)
    assert my_uploads(mediation.who("applicant"), mediation.joint) == []
    assert list(settings.blobs_dir.iterdir()) == []


def test_what_is_not_what_was_sent_or_not_what_it_says_leaves_nothing(mediation, settings) -> None:
    for data, more, reason in ((FILM, {"blocks": "0" * 64}, "digest"), (FILM[:-40], {}, "broken")):
        with pytest.raises(FileRefused) as refused:
            send(mediation, "applicant", mediation.joint, data, **more)
        assert refused.value.details["reason"] == reason
        assert list(settings.blobs_dir.iterdir()) == []
    assert exhibits_in(mediation.who("applicant"), mediation.joint) == []


@pytest.mark.parametrize("length", [CHUNK - 1, CHUNK + 5, 0, uploads.LARGEST_PIECE + CHUNK])
def test_a_piece_is_a_multiple_of_the_chunk_unless_it_ends_the_file(mediation: Mediation, length: int) -> None:
    upload = start(mediation, "applicant", mediation.joint)
    with pytest.raises(InvalidInput):
        piece(mediation, "applicant", upload, b"x" * length, 0)


def test_the_share_of_one_person_in_one_channel_is_of_that_channel_alone(mediation: Mediation) -> None:
    tight = Bounds(file=len(FILM), channel=len(FILM) + 10)
    send(mediation, "applicant", mediation.joint)
    with pytest.raises(FileRefused) as refused:
        start(mediation, "applicant", mediation.joint, bounds=tight)
    assert refused.value.details["reason"] == "quota"
    assert start(mediation, "applicant", mediation.caucus[Side.APPLICANT], bounds=tight)
    assert start(mediation, "respondent", mediation.joint, bounds=tight)


def test_too_many_unfinished_files_are_refused(mediation: Mediation) -> None:
    for number in range(uploads.MOST_UNFINISHED):
        start(mediation, "applicant", mediation.joint, mark=str(number))
    with pytest.raises(FileRefused):
        start(mediation, "applicant", mediation.joint, mark="one more")


def test_what_nobody_goes_on_with_is_forgotten_after_seven_days(mediation, settings, monkeypatch) -> None:
    upload = start(mediation, "applicant", mediation.joint)
    piece(mediation, "applicant", upload, FILM[:CHUNK], 0)
    kept = send(mediation, "respondent", mediation.joint)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=6))
    assert uploads.expire_uploads(SYSTEM) == 0
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=8))
    assert uploads.expire_uploads(SYSTEM) == 2
    assert my_uploads(mediation.who("applicant"), mediation.joint) == []
    assert len(list(settings.blobs_dir.iterdir())) == 1
    assert opened(mediation, "applicant", kept.exhibit_id) == FILM
    with pytest.raises(NotFound):
        uploads.expire_uploads(mediation.who("mediator"))


def test_a_person_removed_in_the_middle_cannot_go_on(mediation: Mediation) -> None:
    upload = start(mediation, "agent", mediation.joint)
    piece(mediation, "agent", upload, FILM[:CHUNK], 0)
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants["agent"]).removed_at = clock.now()
    for act in (lambda a: finish_upload(a, upload), lambda a: uploads.upload_view(a, upload)):
        with pytest.raises(NotFound):
            act(mediation.who("agent"))


def test_when_others_hear_it_at_the_end_nothing_is_kept_and_nothing_is_lost(mediation: Mediation) -> None:
    upload = start(mediation, "applicant", mediation.joint)
    piece(mediation, "applicant", upload, FILM, 0)
    with pytest.raises(AudienceChanged) as changed:
        finish_upload(mediation.who("applicant"), upload, audience="somebody else")
    assert exhibits_in(mediation.who("applicant"), mediation.joint) == []
    now = str(changed.value.details["audience"])
    assert finish_upload(mediation.who("applicant"), upload, audience=now).size == len(FILM)


def test_a_private_figure_in_the_name_is_asked_about_first(mediation: Mediation) -> None:
    post_message(mediation.who("applicant"), mediation.caucus[Side.APPLICANT], text="底价 38 万元", client_ref="r")
    with pytest.raises(PrivateFigure):
        start(mediation, "applicant", mediation.joint, name="报价 38万元.mp4")
    assert start(mediation, "applicant", mediation.joint, name="报价 38万元.mp4", knowingly=True)


def private_file(mediation: Mediation, who: str, side: Side) -> Submitted:
    return send(mediation, who, mediation.caucus[side])


def test_a_file_its_sender_showed_in_private_only_is_held_and_nobody_elses_is_compared(mediation: Mediation) -> None:
    private_file(mediation, "applicant", Side.APPLICANT)
    private_file(mediation, "mediator", Side.RESPONDENT)
    with pytest.raises(PrivateFile):
        send(mediation, "applicant", mediation.joint)
    assert exhibits_in(mediation.who("mediator"), mediation.joint) == []
    send(mediation, "respondent", mediation.joint)
    send(mediation, "applicant", mediation.joint)


def test_it_goes_when_its_sender_means_it(mediation: Mediation) -> None:
    private_file(mediation, "applicant", Side.APPLICANT)
    assert send(mediation, "applicant", mediation.joint, knowingly=True).size == len(FILM)


def test_what_a_file_tells_is_asked_about_before_the_others_hear_it(mediation: Mediation) -> None:
    photo = files.picture("JPEG", (300, 200), place=True, maker="Phone")
    upload = start(mediation, "applicant", mediation.joint, photo, "照片.jpg")
    piece(mediation, "applicant", upload, photo, 0)
    with pytest.raises(HiddenData) as asked:
        finish_upload(mediation.who("applicant"), upload)
    assert asked.value.details == {"hidden": ["device", "gps"], "cleanable": True}
    assert ("gps", "39.90556, 116.39139") in uploads.upload_view(mediation.who("applicant"), upload).hidden
    kept = finish_upload(mediation.who("applicant"), upload, clean=True)
    assert b"Phone" not in opened(mediation, "respondent", kept.exhibit_id)
    with exhibit_original(mediation.who("applicant"), kept.exhibit_id).file as file:
        assert file.read() == photo
    for name in ("respondent", "mediator"):
        with pytest.raises(NotFound):
            exhibit_original(mediation.who(name), kept.exhibit_id)


def test_it_goes_as_it_is_when_its_sender_says_so(mediation: Mediation) -> None:
    photo = files.picture("JPEG", place=True)
    kept = send(mediation, "applicant", mediation.joint, photo, "照片.jpg", clean=False)
    assert opened(mediation, "respondent", kept.exhibit_id) == photo
    (seen,) = exhibits_in(mediation.who("respondent"), mediation.joint)
    assert seen.hidden == ()


def test_a_large_file_needs_little_memory(mediation: Mediation, monkeypatch: pytest.MonkeyPatch) -> None:
    """96 MB go through; the process does not grow by a quarter of it."""
    size, step = 96 * 1024**2, uploads.LARGEST_PIECE
    head = files.film(0)[:-8]
    head += (size - len(head)).to_bytes(4, "big") + b"mdat"
    wide = Bounds(file=size, channel=size)
    upload = start_upload(
        mediation.who("applicant"), mediation.joint, name="长片.mp4", size=size, mark="", bounds=wide
    ).id

    def reading(first: bytes) -> Callable[[int], bytes]:
        left = [first]

        def read(length: int) -> bytes:
            data, left[0] = left[0][:length], left[0][length:]
            return data + bytes(length - len(data))

        return read

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for offset in range(0, size, step):
        read = reading(head if offset == 0 else b"")
        append_piece(mediation.who("applicant"), upload, offset=offset, length=min(step, size - offset), read=read)
    kept = finish_upload(mediation.who("applicant"), upload)
    opened_file = exhibit_file(mediation.who("respondent"), kept.exhibit_id)
    with opened_file.file as file:
        total = sum(len(part) for part in iter(lambda: file.read(CHUNK), b""))
    assert total == size
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 24 * 1024
