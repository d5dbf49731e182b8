"""A bag for an archive: complete, the same each time, and true to RFC 8493."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from signing.bag import BagInfo, bag_folder, bag_zip
from signing.errors import BundleError
from signing.source import FileContent

INFO = BagInfo("京华知识产权调解中心", "HQ-2026-0001", "Sealed\nbundle", date(2026, 11, 26))
PAYLOAD = {"HQ-2026-0001-1.asice": b"PK" * 900, "agreement.pdf": b"%PDF-1.7"}


@dataclass(frozen=True)
class Bag:
    """Every file of a bag by its name within it."""

    files: dict[str, bytes]

    @classmethod
    def zipped(cls, data: bytes, top: str) -> "Bag":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            assert {name.split("/")[0] for name in archive.namelist()} == {top}
            return cls({name.partition("/")[2]: archive.read(name) for name in archive.namelist()})

    def problems(self) -> list[str]:
        """What RFC 8493 §3 asks of a valid bag and this one lacks."""
        found = [] if self.files["bagit.txt"].startswith(b"BagIt-Version: 1.0\n") else ["declaration"]
        payload = {name for name in self.files if name.startswith("data/")}
        for algorithm in ("sha256", "sha512"):
            tags = {name for name in self.files if name not in payload and not name.startswith("tagmanifest-")}
            for manifest, covered in ((f"manifest-{algorithm}.txt", payload), (f"tagmanifest-{algorithm}.txt", tags)):
                listed = dict(line.split("  ")[::-1] for line in self.files[manifest].decode().splitlines())
                found += [manifest] if set(listed) != covered else []
                found += [
                    name
                    for name, value in listed.items()
                    if hashlib.new(algorithm, self.files.get(name, b"")).hexdigest() != value
                ]
        octets = sum(len(self.files[name]) for name in payload)
        found += [] if f"Payload-Oxum: {octets}.{len(payload)}\n".encode() in self.files["bag-info.txt"] else ["oxum"]
        return found


def zipped(payload: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    bag_zip(target, "HQ-2026-0001", payload, INFO)
    return target.getvalue()


def test_a_bag_is_valid_and_the_same_each_time() -> None:
    made = zipped(PAYLOAD)
    assert made == zipped(dict(reversed(PAYLOAD.items())))
    bag = Bag.zipped(made, "HQ-2026-0001")
    assert bag.problems() == []
    assert bag.files["data/agreement.pdf"] == PAYLOAD["agreement.pdf"]
    assert "External-Description: Sealed bundle\n" in bag.files["bag-info.txt"].decode()


def test_a_bag_in_a_directory_holds_the_same_and_a_file_on_disk_is_never_read_whole(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 700_000)
    bag_folder(tmp_path / "bag", {"large.txt": FileContent(tmp_path / "large"), **PAYLOAD}, INFO)
    files = {str(one.relative_to(tmp_path / "bag")): one.read_bytes() for one in (tmp_path / "bag").rglob("*.*")}
    assert Bag(files).problems() == [] and files["data/large.txt"] == b"x" * 700_000
    with pytest.raises(FileExistsError):
        bag_folder(tmp_path / "bag", PAYLOAD, INFO)


def test_a_bag_with_a_changed_file_is_seen_to_be_broken() -> None:
    bag = Bag.zipped(zipped(PAYLOAD), "HQ-2026-0001")
    assert Bag({**bag.files, "data/agreement.pdf": b"%PDF-1.8"}).problems() == ["data/agreement.pdf"] * 2


@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "证据", "", "a\nb"])
def test_a_name_that_some_system_could_not_store_is_refused(name: str) -> None:
    with pytest.raises(BundleError):
        zipped({name: b""})
