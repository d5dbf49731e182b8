"""The direction of imports is a contract that a program checks."""

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import CODE, ROOT, functions, name_of, own_files, syntax

LINTER = Path(sys.executable).parent / "lint-imports"


def test_every_import_contract_is_kept():
    outcome = subprocess.run(
        [LINTER, "--no-cache"], cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"}
    )
    assert outcome.returncode == 0, outcome.stdout[-4000:]
    assert " 0 broken" in outcome.stdout


def test_no_import_hides_inside_a_function():
    hidden = [
        f"{name_of(path)}:{function.name}"
        for folder in CODE
        for path in own_files(".py", under=folder)
        for function in functions(syntax(path))
        if any(type(node).__name__ in {"Import", "ImportFrom"} for node in function.body)
    ]
    assert not hidden
