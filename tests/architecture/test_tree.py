"""The annotated tree in the documentation is the tree in the repository."""

import pytest

from tests.architecture import tree
from tests.architecture.source import CODE, ROOT, name_of, own_files


def test_the_documented_tree_equals_the_files():
    assert tree.PAGE.read_text(encoding="utf-8") == tree.render(), "run `make tree`"


@pytest.mark.parametrize("path", [p for folder in CODE for p in own_files(".py", under=folder)], ids=name_of)
def test_every_module_says_what_lives_in_it(path):
    assert tree.sentence(path)


def test_the_top_level_holds_only_what_a_newcomer_expects():
    names = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    files = {
        "wsgi.py",
        "pyproject.toml",
        "Makefile",
        "README.md",
        "LICENSE",
        "package.json",
        "package-lock.json",
    }
    made = {"build", "var", "node_modules", "__pycache__"}
    assert names - files - made <= set(tree.FOLDERS)
