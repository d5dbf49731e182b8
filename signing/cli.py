"""heqi-verify: check a bundle or an agreement offline, with the roots you trust and no others."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from signing.checkpoint import read_extension
from signing.errors import SigningError
from signing.report import report
from signing.trust import TrustRoots
from signing.verdict import Finding, Group, State, Verdict
from signing.verify import verify_agreement, verify_bundle
from signing.wording import Words

SOUND, UNSOUND, UNREADABLE = 0, 1, 2
LARGEST_FILE = 512 * 1024 * 1024
LARGEST_HEAD = 64 * 1024
_PDF = b"%PDF-"
_MARKS = {State.PASSED: "✓", State.JUDGEMENT: "!", State.FAILED: "✗", State.NOT_CHECKED: "–"}
_GROUPS = {
    Group.INTACT: Words("未被改动", "Intact"),
    Group.VALID: Words("签名有效", "Valid"),
    Group.TRUSTED: Words("来源可信", "Trusted"),
    Group.COMPLETE: Words("内容齐全", "Complete"),
}
_LABELS = {
    "file": Words("文件 SHA-256", "SHA-256 of the file"),
    "signatures": Words("签名", "Signatures"),
    "outside": Words("本核验不包括", "Not part of this check"),
    "unreadable": Words("无法打开文件：{name}", "The file cannot be opened: {name}"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0 when sound, 1 when not, 2 when it cannot be read (or roots are missing)."""
    options = _parser().parse_args(arguments)
    try:
        roots = TrustRoots.from_file(options.roots)
        later = _later(options.checkpoint)
        verdict = _verify(options.file, roots, later)
    except SigningError as error:
        return _refuse(error.words, options.lang)
    except OSError:
        return _refuse(_LABELS["unreadable"].filled(name=options.file.name), options.lang)
    _print(verdict, options.lang, as_json=options.json)
    if not verdict.readable:
        return UNREADABLE
    return SOUND if verdict.sound else UNSOUND


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="heqi-verify",
        description="核验材料包或协议文件 · Check a bundle (.asice) or an agreement (.pdf). "
        "Exit status: 0 sound, 1 not sound, 2 unreadable.",
    )
    parser.add_argument("file", metavar="BUNDLE", type=Path, help="材料包或协议 · bundle or agreement")
    parser.add_argument("--roots", type=Path, required=True, help="您信任的根证书 (PEM) · the roots you trust")
    parser.add_argument(
        "--checkpoint",
        metavar="FILE",
        type=Path,
        help="您持有的后来的日志签名头及一致性证明 · a later head of the log that you hold, with its consistency proof",
    )
    parser.add_argument("--json", action="store_true", help="机器可读输出 · machine-readable output")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language of the report")
    return parser


def _verify(path: Path, roots: TrustRoots, later: str) -> Verdict:
    """An agreement is read as a whole, a bundle piece by piece: it may hold more evidence than memory does."""
    with path.open("rb") as file:
        if file.read(len(_PDF)) != _PDF:
            return verify_bundle(path, roots, later)
        data = _PDF + file.read(LARGEST_FILE)
    if len(data) > LARGEST_FILE:
        raise SigningError("container.too_large")
    return verify_agreement(data, roots)


def _later(path: Path | None) -> str:
    """The text of the later head; raises SigningError when it is none."""
    if path is None:
        return ""
    try:
        text = path.read_bytes()[:LARGEST_HEAD].decode()
        read_extension(text)
    except (OSError, UnicodeDecodeError) as error:
        raise SigningError("log.later_unreadable", name=path.name) from error
    return text


def _refuse(words: Words, lang: str) -> int:
    print(words.say(lang), file=sys.stderr)
    return UNREADABLE


def _print(verdict: Verdict, lang: str, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report(verdict, "heqi-verify"), ensure_ascii=False, indent=2))
        return
    print(verdict.headline.say(lang))
    print(f"{_LABELS['file'].say(lang)}: {verdict.sha256}")
    for group in Group:
        print(f"\n{_MARKS[verdict.group(group)]} {_GROUPS[group].say(lang)}")
        for finding in verdict.findings:
            if finding.group is group:
                print(_line(finding, lang))
    _print_signatures(verdict, lang)
    print(f"\n{_LABELS['outside'].say(lang)}")
    for words in verdict.outside:
        print(f"  · {words.say(lang)}")


def _line(finding: Finding, lang: str) -> str:
    mark, title = _MARKS[finding.state], finding.title.say(lang)
    return f"  {mark} {finding.number:2d} {title} — {finding.sentence.say(lang)} [{finding.follows}]"


def _print_signatures(verdict: Verdict, lang: str) -> None:
    if verdict.signatures:
        print(f"\n{_LABELS['signatures'].say(lang)}")
    for one in verdict.signatures:
        when = "" if one.signed_at is None else one.signed_at.strftime("%Y-%m-%d %H:%M:%S UTC")
        print(f"  {one.field}: {one.name} {one.organisation if one.organisation != one.name else ''} {when}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
