"""A file or a function that cannot be read in one sitting is split."""

import pytest

from tests.architecture.source import functions, name_of, own_files, syntax

LINES_IN_A_FILE = 400
LINES_IN_A_FUNCTION = 50
# A migration is a record of one day, generated and never edited again: it is as long as what it records.
BY_HAND = [path for path in own_files(".py") if "versions" not in path.parts]
WRITTEN_BY_HAND = [*BY_HAND, *own_files(".js", ".css", ".html")]


@pytest.mark.parametrize("path", WRITTEN_BY_HAND, ids=name_of)
def test_a_file_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_IN_A_FILE


@pytest.mark.parametrize("path", BY_HAND, ids=name_of)
def test_a_function_is_short(path):
    long = {
        function.name: (function.end_lineno or 0) - function.lineno + 1
        for function in functions(syntax(path))
        if (function.end_lineno or 0) - function.lineno + 1 > LINES_IN_A_FUNCTION
    }
    assert not long


@pytest.mark.parametrize("path", [p for p in own_files(".py") if p.name == "__init__.py"], ids=name_of)
def test_a_package_file_holds_a_docstring_only(path):
    assert len(syntax(path).body) <= 1
