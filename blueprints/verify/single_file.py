"""Put the offline verifier together into one HTML file: script, style, rules and libraries inside, nothing fetched.

The libraries are those of static/vendor. Our modules keep their scopes: each becomes a function that is called once,
after the modules it imports. The policy in the file allows this one script and this one style, and no connection.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

STATIC = Path(__file__).parents[2] / "static"
VENDOR = STATIC / "vendor"
OWN = STATIC / "verify" / "offline"
SHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/forms.css",
    "css/parts.css",
    "css/records.css",
    "verify/offline/offline.css",
)
_HASHES = ("crypto", "utils", "_md", "_u64", "legacy", "sha1", "sha2")
_BYTES = ("bit", "byte_stream", "bit_stream", "seq_stream", "seq_bit_stream", "helpers", "index")
# Name that `require` is called with → file of static/vendor, the version left out.
LIBRARIES: dict[str, str] = {
    **{f"@noble/hashes/{name}": f"noble-hashes/{name}.js" for name in _HASHES},
    "pvutils": "pvutils/index.js",
    "pvtsutils": "pvtsutils/index.js",
    **{f"bytestreamjs/{name}": f"bytestreamjs/cjs/{name}.js" for name in _BYTES},
    "asn1js": "asn1js/index.js",
    "pkijs": "pkijs/index.js",
    "fflate": "fflate/index.js",
    "sm-crypto-v2": "sm-crypto-v2/sm-crypto.mjs",
}
_ALIASES = {"bytestreamjs": "bytestreamjs/index"}
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.-]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function\*?|class|const) (\w+))", re.MULTILINE)
_EXPORTED = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
_LOADER = """const libraries = {};
const loaded = {};
const require = (from, wanted) => {
  const name = wanted.startsWith(".") ? from.replace(/[^/]*$/, "") + wanted.replace(/^[.][/]|[.]js$/g, "") : wanted;
  const key = libraries[name] ? name : aliases[name];
  if (!key) return {};
  if (!loaded[key]) {
    loaded[key] = { exports: {} };
    libraries[key](loaded[key], loaded[key].exports, (other) => require(key, other));
  }
  return loaded[key].exports;
};"""


def single_file(page: str, data: Mapping[str, Any]) -> bytes:
    """The HTML file: `page` with its marks STYLE, SCRIPT and POLICY replaced; `data` is what the script goes by."""
    style, script = styles(), program(data, "page.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_source(script)}'",
            f"style-src '{_source(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    for mark, text in (
        ("POLICY", policy),
        ("STYLE", f"<style>{style}</style>"),
        ("SCRIPT", f'<script type="module">{script}</script>'),
    ):
        before, found, after = page.partition(f"%{mark}%")
        if not found:
            raise ValueError(mark)
        page = before + text + after
    return page.encode()


def program(data: Mapping[str, Any], entry: str) -> str:
    """The script: libraries, data, then our modules that `entry` needs, `entry` last."""
    values = json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    given = 'globalThis.heqiLibraries = { pkijs: require("", "pkijs"), fflate: require("", "fflate"), '
    given += 'smCrypto: require("", "sm-crypto-v2") };'
    parts = [
        _libraries(),
        given,
        f"globalThis.heqiPublished = {values};",
        *(_wrapped(name) for name in _ordered(entry)),
    ]
    return "\n".join(parts)


@cache
def styles() -> str:
    """The style sheets of the site that the page uses, and its own."""
    return "\n".join((STATIC / name).read_text("utf-8") for name in SHEETS)


@cache
def _libraries() -> str:
    parts = [f"const aliases = {json.dumps(_ALIASES)};", _LOADER]
    for name, file in LIBRARIES.items():
        text = _vendored(file).read_text("utf-8").replace("</script", "<\\/script")
        parts.append(f"libraries[{json.dumps(name)}] = function (module, exports, require) {{\n{text}\n}};")
    return "\n".join(parts)


def _vendored(file: str) -> Path:
    """The file in the folder of that library in static/vendor; raises FileNotFoundError before it is fetched."""
    folder, _, name = file.partition("/")
    for found in sorted(VENDOR.glob(f"{folder}-[0-9]*")):
        return found / name
    raise FileNotFoundError(file)


def missing_libraries() -> bool:
    """Were the libraries not fetched on this machine?"""
    try:
        return not all(_vendored(file).exists() for file in LIBRARIES.values())
    except FileNotFoundError:
        return True


def _ordered(entry: str) -> list[str]:
    found: list[str] = []

    def visit(name: str) -> None:
        if name in found:
            return
        for needed in _imports(name):
            visit(needed)
        found.append(name)

    visit(entry)
    return found


def _imports(name: str) -> Iterator[str]:
    return (one[2] for one in _IMPORT.finditer(_text(name)))


@cache
def _text(name: str) -> str:
    return (OWN / name).read_text("utf-8")


def _wrapped(name: str) -> str:
    """A module as a constant: what it exports."""
    text = _text(name)
    exported = [one[1] for one in _EXPORT.finditer(text)]
    exported += [part.strip() for one in _EXPORTED.finditer(text) for part in one[1].split(",")]
    text = _IMPORT.sub(lambda one: f"const {{{one[1].replace(' as ', ': ')}}} = {_constant(one[2])};", text)
    text = _EXPORTED.sub("", _EXPORT.sub("", text))
    return f"const {_constant(name)} = (() => {{\n{text}\nreturn {{ {', '.join(exported)} }};\n}})();"


def _constant(name: str) -> str:
    return "of_" + re.sub(r"\W", "_", name.removesuffix(".js"))


def _source(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
