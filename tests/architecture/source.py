"""What the project consists of: its own files, seen as text and as syntax."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("odr", "blueprints", "signing")
_FETCHED = {".git", ".venv", "build", "var", "node_modules", "vendor", "__pycache__"}
_PASSING = (".pytest_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache", ".egg-info")


def own_files(*suffixes: str, under: str = ".") -> list[Path]:
    """Every file that is ours, not fetched and not made, below a folder of the project."""
    return [path for path in sorted((ROOT / under).rglob("*")) if _is_ours(path, suffixes)]


def _is_ours(path: Path, suffixes: tuple[str, ...]) -> bool:
    parts = path.relative_to(ROOT).parts
    if _FETCHED.intersection(parts) or any(part.endswith(_PASSING) for part in parts):
        return False
    return path.is_file() and (not suffixes or path.suffix in suffixes)


def name_of(path: Path) -> str:
    """The path as people write it in this project."""
    return path.relative_to(ROOT).as_posix()


def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def features() -> list[str]:
    """Folders of the domain that hold acts or reads of their own."""
    return sorted(
        folder.name
        for folder in (ROOT / "odr").iterdir()
        if (folder / "commands.py").exists() or (folder / "queries.py").exists()
    )
