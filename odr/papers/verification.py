"""The report of a verification as a paper: from the JSON that any of our verifiers gives, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from odr.papers.paper import Block, Heading, Paper, Particulars, Row, Table, Text
from odr.papers.typeset import typeset
from signing.canonical import canonical_bytes
from signing.wording import Words

_TITLE = Words("核验报告", "Verification report")
_SUBJECTS = {"bundle": Words("材料包", "Bundle"), "agreement": Words("单独的协议文件", "Agreement alone")}
_VERIFIERS = {
    "heqi-verify": Words("heqi-verify（命令行）", "heqi-verify (command line)"),
    "web": Words("平台公开核验页", "Public page of the platform"),
    "offline-page": Words("离线核验网页", "Offline page"),
}
_STATES = {
    "passed": Words("通过", "Passed"),
    "judgement": Words("需判断", "To judge"),
    "failed": Words("不通过", "Failed"),
    "not_checked": Words("未检查", "Not checked"),
    "undecided": Words("未作结论", "Not decided"),
}
_HEAD = (Words("序号", "No."), Words("结果", "Result"), Words("检查内容", "What was checked"), Words("依据", "Follows"))
_SHARES = (0.08, 0.13, 0.53, 0.26)


def verification_report(report: Mapping[str, Any], name: str = "") -> bytes:
    """The report as PDF/A-3b with its JSON attached; slow, so run it in a worker.

    Args:
        report: as `signing.report.report` makes it (schema odr/report/1).
        name: what the checked file was called, or nothing.

    Raises:
        Unavailable: the fonts are not there yet.
    """
    paper = Paper(
        title=_TITLE,
        reference=report["sha256"][:16],
        code="",
        author="Heqi",
        blocks=tuple(_blocks(report, name)),
        development=report["development"],
        attachment=canonical_bytes(report),
        attachment_name="report.json",
        made_at=datetime.fromisoformat(report["checked_at"]),
    )
    return typeset(paper).pdf


def _blocks(report: Mapping[str, Any], name: str) -> Iterator[Block]:
    yield Text(_words(report["headline"]), indent=False)
    yield Particulars(tuple(_facts(report, name)))
    yield Heading(Words("逐项结果", "Step by step"))
    head = (
        Words("序号", "No."),
        Words("结果", "Result"),
        Words("检查内容", "What was checked"),
        Words("依据", "Follows"),
    )
    yield Table(head, tuple(_row(one) for one in report["findings"]), _SHARES)
    if report["signatures"]:
        yield Heading(Words("签名", "Signatures"))
        yield Particulars(tuple(_signature(one) for one in report["signatures"]))
    yield Heading(Words("本核验不包括", "Not part of this check"))
    for words in report["outside"]:
        yield Text(_words(words))


def _facts(report: Mapping[str, Any], name: str) -> Iterator[Row]:
    if name:
        yield Row(Words("文件", "File"), (_plain(_printable(name)),))
    yield Row(Words("类型", "Kind"), (_SUBJECTS[report["subject"]],))
    yield Row(Words("文件 SHA-256", "SHA-256 of the file"), (_plain(report["sha256"]),))
    yield Row(Words("核验方式", "Verifier"), (_VERIFIERS[report["verifier"]],))
    yield Row(Words("核验时间", "Checked"), (_plain(report["checked_at"]),))
    if report["evaluated_at"]:
        yield Row(Words("信任判断时点", "Trust judged as of"), (_plain(report["evaluated_at"]),))


def _row(finding: Mapping[str, Any]) -> tuple[Words, ...]:
    title, said = _words(finding["title"]), _words(finding["sentence"])
    asked = Words(f"{title.zh}：{said.zh}", f"{title.en}: {said.en}")
    zh, _, en = finding["follows"].partition(" / ")
    return _plain(str(finding["number"])), _STATES[finding["state"]], asked, Words(zh, en)


def _signature(line: Mapping[str, Any]) -> Row:
    organisation = line["organisation"] if line["organisation"] != line["name"] else ""
    said = "　".join(part for part in (line["name"], organisation, line["signed_at"] or "") if part)
    return Row(_plain(line["field"]), (_plain(_printable(said)), _plain(line["certificate_sha256"])))


def _printable(text: str) -> str:
    """A name that somebody else chose, without what no font shows: the report must not fail over it."""
    return "".join(one if one.isprintable() and ord(one) < 0x10000 else "?" for one in text)


def _words(both: Mapping[str, str]) -> Words:
    return Words(both["zh"], both["en"])


def _plain(text: str) -> Words:
    return Words(text, "")
