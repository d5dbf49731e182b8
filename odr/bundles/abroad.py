"""The pack for use abroad (Singapore Convention art. 4): from a sealed bundle, only what shows a mediated settlement.

The organisation's seal covers the list of all files with their digests. So the pack can leave out what only the Chinese
court needs (identity numbers, addresses, exhibits), and what is in it is still proved by that seal.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from typing import BinaryIO

from odr.law.abroad import ELEMENTS, STATUS, Approval, Purpose
from signing.manifest import SEAL, SEAL_MANIFEST, TIME, TIME_MANIFEST

STATEMENT, ATTESTATION = "STATEMENT.txt", "documents/mediation-proof.pdf"
FILES = (
    "agreement.pdf",
    ATTESTATION,
    "trust/root.pem",
    "trust/issuing.pem",
    "trust/tsa.pem",
    "trust/root.crl",
    "trust/issuing.crl",
    SEAL_MANIFEST,
    SEAL,
    TIME_MANIFEST,
    TIME,
)
"""A closed list: a file of the bundle that is not named here is not in the pack."""
_TIME = (1980, 1, 1, 0, 0, 0)
_HOW = """\
How to check it without us / 怎样独立核验
  1. agreement.pdf: heqi-verify agreement.pdf --roots roots.pem    (roots.pem from a source you trust)
  2. The attestation is named with its SHA-256 in META-INF/ASiCManifest001.xml, which the organisation sealed:
     openssl cms -verify -binary -cades -purpose any -inform DER -in META-INF/signature001.p7s \\
       -content META-INF/ASiCManifest001.xml -CAfile roots.pem -certfile trust/issuing.pem -out /dev/null
     openssl dgst -sha256 -binary documents/mediation-proof.pdf | openssl base64
     (seals expire within a day: add -attime with the time of META-INF/timestamp002.tst)
  3. Files named in that list and not in this pack were left out on purpose: they hold personal data that this use does
     not need. The whole bundle can be had from the organisation.
"""


def write_pack(
    target: BinaryIO, files: Mapping[str, bytes], *, purpose: Purpose, approval: Approval | None
) -> tuple[str, ...]:  # fmt: skip
    """Write the pack of a bundle's `files` as a ZIP; returns the names in it. The same input gives the same bytes.

    Raises KeyError when the bundle has no attestation by the organisation.
    """
    pack = {name: files[name] for name in FILES}
    pack = {STATEMENT: statement(pack, files, purpose=purpose, approval=approval), **pack}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in pack.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.external_attr, entry.create_system = 0o100644 << 16, 3
            archive.writestr(entry, data)
    return tuple(pack)


def statement(
    pack: Mapping[str, bytes], files: Mapping[str, bytes], *, purpose: Purpose, approval: Approval | None
) -> bytes:  # fmt: skip
    """What the pack is, which file shows which element of article 4, and what the law says on handing it over."""
    application = json.loads(files["application.json"])
    lines = ["Settlement agreement resulting from mediation / 经调解产生的和解协议", ""]
    lines += [
        f"Case / 案号: {application['case_no']}",
        f"Organisation / 调解组织: {_both(application['organisation'])}",
    ]
    lines += [f"Mediator / 调解员: {one['name']}" for one in application["mediators"]]
    lines += [f"Party / 当事人: {_both(one)}" for one in application["parties"]]
    lines += ["", "United Nations Convention on International Settlement Agreements Resulting from Mediation, art. 4"]
    for element in ELEMENTS:
        lines += [f"  {element.article}  {element.asked.en} / {element.asked.zh}"]
        lines += [f"      {name}" for name in element.files]
    lines += ["", STATUS.en, STATUS.zh, "", *_on_handing_over(purpose, approval), "", _HOW, "SHA-256"]
    lines += [f"  {hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(pack.items())]
    return ("\n".join(lines) + "\n").encode()


def _both(named: Mapping[str, str]) -> str:
    return named["name"] if named["name_en"] in ("", named["name"]) else f"{named['name']} · {named['name_en']}"


def _on_handing_over(purpose: Purpose, approval: Approval | None) -> list[str]:
    law = [
        "Personal Information Protection Law of the PRC art. 41, Data Security Law of the PRC art. 36:",
        "未经中华人民共和国主管机关批准，不得向外国司法或者执法机构提供存储于境内的数据。",
        "Data stored in China must not be given to foreign courts or law-enforcement bodies without approval.",
    ]
    if purpose is Purpose.FOREIGN_PROCEEDINGS and approval is not None:
        stated = f"{approval.authority}, {approval.number}, {approval.on}"
        return [
            *law,
            f"Approval as stated by whoever exported this pack, not checked / 导出人填写的批准，未经核实: {stated}",
        ]
    return [*law, "Exported for the party's own records only / 仅供当事人自行保存"]
