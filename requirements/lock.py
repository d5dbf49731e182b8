"""Resolve the dependencies of pyproject.toml into hashed locks: `make lock`.

The resolver is uv because its locks name no host: one file serves a mirror, a wheelhouse and the index.
"""

import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PROJECT = ["pyproject.toml"]
LOCKS = {
    "base": PROJECT,
    "dev": [*PROJECT, "--extra", "dev", "--constraints", "requirements/base.txt"],
    "production": [*PROJECT, "--extra", "production", "--constraints", "requirements/base.txt"],
    "hsm": [*PROJECT, "--extra", "hsm", "--constraints", "requirements/base.txt"],
    "sm2": [*PROJECT, "--extra", "sm2", "--constraints", "requirements/base.txt"],
    "uv": ["requirements/uv.in", "--constraints", "requirements/dev.txt"],
    "node": ["requirements/node.in", "--constraints", "requirements/dev.txt"],
}
OPTIONS = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--no-config", "--quiet"]


def main() -> None:
    uv = ROOT / ".venv" / "bin" / "uv"
    for name, sources in LOCKS.items():
        print(f"  requirements/{name}.txt", flush=True)
        output = ["--output-file", f"requirements/{name}.txt"]
        subprocess.run([uv, "pip", "compile", *sources, *OPTIONS, *output], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
