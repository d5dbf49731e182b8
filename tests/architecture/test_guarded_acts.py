"""Whoever acts or reads says who they are first, and gets rows through the permission check only."""

import ast
from functools import cache

import pytest

from tests.architecture.source import ROOT, features, functions, name_of, syntax

ASKS = {"load", "open_channel", "can", "load_many"}
# Acts of somebody who is not an actor yet, or of the platform itself; each line says why.
WITHOUT_ACTOR: dict[str, str] = {}
# Acts on nothing but the actor's own account: there is no row of another to be guarded.
OWN_ACCOUNT: dict[str, str] = {}


def modules():
    return [
        path
        for feature in features()
        for path in (ROOT / "odr" / feature / "commands.py", ROOT / "odr" / feature / "queries.py")
        if path.exists()
    ]


def public_functions():
    return [
        (f"{name_of(path)}:{node.name}", path, node)
        for path in modules()
        for node in syntax(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


PUBLIC = public_functions()


def called_names(node):
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            if isinstance(call.func, ast.Name):
                yield call.func.id
            elif isinstance(call.func, ast.Attribute) and call.func.attr not in ASKS:
                yield call.func.attr


@cache
def guards_of_the_domain():
    """Names of functions of the domain that end in the permission check, directly or through another."""
    calls = {
        node.name: set(called_names(node))
        for path in (ROOT / "odr").rglob("*.py")
        for node in functions(syntax(path))
    }
    asking = set(ASKS)
    while True:
        more = {name for name, called in calls.items() if called & asking} - asking
        if not more:
            return frozenset(asking)
        asking |= more


@pytest.mark.parametrize("name, path, node", PUBLIC, ids=[name for name, _, _ in PUBLIC])
def test_the_actor_comes_first(name, path, node):
    if name in WITHOUT_ACTOR:
        return
    first = node.args.args[0] if node.args.args else None
    assert first is not None and first.arg == "actor", "name the actor first, or say in WITHOUT_ACTOR why not"


@pytest.mark.parametrize("name, path, node", PUBLIC, ids=[name for name, _, _ in PUBLIC])
def test_rows_come_through_the_permission_check(name, path, node):
    if name in WITHOUT_ACTOR or name in OWN_ACCOUNT:
        return
    assert set(called_names(node)) & guards_of_the_domain()


@pytest.mark.parametrize("name, path, node", PUBLIC, ids=[name for name, _, _ in PUBLIC])
def test_what_follows_the_second_argument_is_named(name, path, node):
    assert len(node.args.posonlyargs + node.args.args) <= 3


def test_every_exception_still_exists():
    names = {name for name, _, _ in PUBLIC}
    assert set(WITHOUT_ACTOR) | set(OWN_ACCOUNT) <= names
