"""The signed lists and records of a bundle: each in its one writing."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from signing.authority.ports import OrganisationSubject
from signing.bundle import (
    read_bundle,
)
from signing.canonical import canonical_bytes
from signing.cms import build_signed
from signing.container import write_container
from signing.manifest import SEAL, SEAL_MANIFEST, TIME, TIME_MANIFEST, seal_manifest, time_manifest
from signing.timestamps import stamp
from signing.verify import verify_bundle
from tests.signing.ceremony import (
    ORGANISATION,
    Platform,
    Signed,
    bundle_contents,
    sealed_bundle,
)


def _resealed(
    files: dict[str, bytes],
    platform: Platform,
    organisation: OrganisationSubject,
    write: Callable[[dict[str, bytes]], bytes] = seal_manifest,
) -> bytes:
    """The same files under a new seal and time-stamp, without any check of the writer's."""
    made = {name: data for name, data in files.items() if not name.startswith("META-INF/")}
    made[SEAL_MANIFEST] = write(made)
    seal = platform.authority.seal_identity(organisation)
    made[SEAL] = build_signed(
        made[SEAL_MANIFEST],
        seal,
        content_type="data",
        detached=True,
        signing_time=datetime.now(UTC),
        embed_chain=True,
        stamp=lambda value: stamp(platform.timestamps, sha256(value).digest()),
    )
    made[TIME_MANIFEST] = time_manifest(made)
    made[TIME] = stamp(platform.timestamps, sha256(made[TIME_MANIFEST]).digest())
    return write_container(made)


def test_a_list_in_another_writing_is_refused_though_sealed(signed: Signed, files: dict[str, bytes]) -> None:
    def loose(made: dict[str, bytes]) -> bytes:
        return seal_manifest(made).replace(b"<asic:SigReference", b"<!-- a remark --><asic:SigReference")

    verdict = verify_bundle(_resealed(files, signed.platform, ORGANISATION, loose), signed.platform.roots)
    assert [one.code for one in verdict.failed] == ["container_manifest"]


def test_a_list_that_names_a_file_twice_or_not_at_all_is_refused(signed: Signed, files: dict[str, bytes]) -> None:
    def twice(made: dict[str, bytes]) -> bytes:
        text = seal_manifest(made)
        first = text.index(b"<asic:DataObjectReference")
        end = text.index(b"\n", first)
        return text[:end] + text[first:end] + text[end:]

    def shortened(made: dict[str, bytes]) -> bytes:
        return seal_manifest({name: data for name, data in made.items() if not name.startswith("evidence/0")})

    for write in (twice, shortened, lambda made: b"<a/>", lambda made: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"):
        verdict = verify_bundle(_resealed(files, signed.platform, ORGANISATION, write), signed.platform.roots)
        assert verdict.failed[0].code == "container_manifest"


def test_records_in_another_writing_are_refused(signed: Signed, files: dict[str, bytes]) -> None:
    platform = signed.platform
    assert verify_bundle(_resealed(files, platform, ORGANISATION), platform.roots).sound
    for name in ("application.json", "ceremony.json", "evidence/index.json", "log/inclusion.json"):
        loose = {**files, name: json.dumps(json.loads(files[name])).encode()}
        verdict = verify_bundle(_resealed(loose, platform, ORGANISATION), platform.roots)
        assert verdict.failed[0].code == "container_records"
        assert canonical_bytes(json.loads(files[name])) == files[name]


def test_a_changed_exhibit_is_refused_though_sealed(signed: Signed, files: dict[str, bytes]) -> None:
    changed = {**files, "evidence/0001.txt": "证據".encode()}
    verdict = verify_bundle(_resealed(changed, signed.platform, ORGANISATION), signed.platform.roots)
    assert [one.code for one in verdict.failed] == ["evidence_index"]


def test_seal_and_time_of_another_bundle_do_not_fit(signed: Signed, files: dict[str, bytes]) -> None:
    other = read_bundle(sealed_bundle(signed, bundle_contents(signed, evidence=())))
    for names in ((SEAL,), (TIME,), (SEAL_MANIFEST,), (SEAL_MANIFEST, SEAL), (TIME_MANIFEST, TIME)):
        mixed = {**files, **{name: other[name] for name in names}}
        assert not verify_bundle(write_container(mixed), signed.platform.roots).sound
