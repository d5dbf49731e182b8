"""Whatever the web calls names its actor first, and gets rows through the permission check only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, functions, name_of, own_files, syntax

ASKS = frozenset({"load", "open_channel", "open_notes", "open_released", "can"})
# Modules the web may use that hold no act and no read of rows.
PLAIN = ("odr.errors", "odr.events", "odr.clock", "odr.settings", "odr.law", "odr.access", "odr.offload", "odr.schema")
# Called by somebody who has no account yet or proves by a secret who they are; each line says which secret.
BY_A_SECRET = {
    "odr.accounts.commands.sign_in": "the password",
    "odr.accounts.commands.sign_out": "the sign-in's token",
    "odr.accounts.commands.confirm_password": "the sign-in's token and the password",
    "odr.accounts.commands.change_password": "the sign-in's token and the password",
    "odr.accounts.commands.ask_for_reset": "none: a letter goes to the owner of the address",
    "odr.accounts.commands.ask_for_account": "none: a letter goes to the owner of the address",
    "odr.accounts.commands.reset_password": "a one-time link",
    "odr.accounts.commands.open_account": "a one-time link",
    "odr.accounts.invitations.look": "a one-time link",
    "odr.accounts.queries.signed_in": "the sign-in's token",
    "odr.cases.respondent.invitation_view": "a one-time link",
    "odr.cases.respondent.accept_as_new": "a one-time link",
    "odr.cases.respondent.decline": "a one-time link",
    "odr.cases.respondent.not_me": "a one-time link",
    "odr.cases.mandates.agent_invitation_view": "a one-time link",
    "odr.cases.mandates.act_as_new": "a one-time link",
    "odr.cases.mandates.act_as_known": "a one-time link, sent to the actor's own address",
    "odr.cases.mandates.decline_mandate": "a one-time link",
    "odr.rooms.parties.party_link_view": "a one-time link",
    "odr.rooms.parties.accede_as_new": "a one-time link",
    "odr.rooms.parties.accede_as_known": "a one-time link, sent to the actor's own address",
    "odr.rooms.parties.decline_to_accede": "a one-time link",
    "odr.guests.queries.guest_link_view": "a one-time link",
    "odr.guests.commands.attend_as_new": "a one-time link",
    "odr.guests.commands.attend_as_known": "a one-time link, sent to the actor's own address",
    "odr.guests.commands.decline_to_attend": "a one-time link",
    "odr.cases.respondent.accept_as_known": "a one-time link, sent to the actor's own address",
}
# Concern nobody's case: the actor's own account, what everybody may read, or the making of the actor itself.
NOBODYS_CASE: dict[str, str] = {
    "odr.cases.participants.actor_for": "makes the actor",
    "odr.accounts.commands.choose_locale": "the language of one's own account",
    "odr.accounts.commands.revoke_login": "one's own sign-in, found by the actor's account",
    "odr.accounts.queries.my_account": "one's own account",
    "odr.accounts.attempts.device_mark": "computes; reads no row",
    "odr.accounts.particulars.email_address": "computes; reads no row",
    "odr.audit.queries.checkpoint_note": "public: heads of the log",
    "odr.audit.queries.checkpoint_stamp": "public: heads of the log",
    "odr.audit.queries.extension_text": "public: proofs of the log",
    "odr.audit.queries.inclusion_of_hash": "public: whoever knows the hash of a leaf knows the leaf",
    "odr.audit.queries.log_alarmed": "public: one word on the log",
    "odr.audit.queries.log_state": "public: heads of the log",
    "odr.signatures.heads.sealed_proof": "public: whoever knows the digest of a sealed file has the file",
    "odr.audit.witnesses.add_cosignature": "a witness, known by the signature itself",
    "odr.papers.verification.verification_report": "a report that the caller made of a file of their own",
    "odr.bundles.roots.published_roots": "public",
    "odr.bundles.roots.published_roots_pem": "public",
    "odr.signatures.operation.timestamps_failing": "one word for whoever watches the service",
    "odr.signatures.published.authority_certificate": "public",
    "odr.signatures.published.revocation_list": "public",
    "odr.cases.facts.check_complete": "computes; reads no row",
    "odr.cases.facts.application_from": "computes; reads no row",
    "odr.cases.facts.party_kind": "computes; reads no row",
    "odr.cases.facts.party_facts": "computes; reads no row",
    "odr.cases.application.start_draft": "makes a case of the actor's own",
    "odr.cases.queries.organisations": "public: the names of organisations",
    "odr.notices.queries.outbox_age": "one number for whoever watches the service",
    "odr.agreements.clause_library.text_of": "computes; reads no row",
    "odr.records.minutes.identity_words": "computes; reads no row",
    "odr.records.minutes.notice_words": "computes; reads no row",
    "odr.rooms.commands.leave_room": "the connection that is gone",
    "odr.rooms.commands.tell_of_presence": "what another process has noticed, told to those whom the person meets",
    "odr.rooms.presence.moved": "computes; what another process has noticed",
    "odr.rooms.presence.mirror": "computes; what another process has noticed",
    "odr.rooms.presence.watch": "computes; reads no row",
    "odr.rooms.presence.forget_others": "computes; reads no row",
    "odr.rooms.presence.places_here": "computes; for the other processes of the site",
    "odr.calls.commands.connection_gone": "the connection that is gone",
}


@cache
def called_by_the_web() -> dict[str, ast.FunctionDef]:
    """Full name → definition of every function of the domain that the web imports or calls through a module."""
    found: dict[str, ast.FunctionDef] = {}
    for path in own_files(".py", under="blueprints"):
        if path.name in {"cli.py", "trust_cli.py"}:
            continue
        for name in _names_used(syntax(path)):
            definition = _definition(name)
            if definition is not None and not name.startswith(PLAIN):
                found[name] = definition
    return found


def _names_used(tree: ast.Module) -> Iterator[str]:
    modules: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("odr"):
            for alias in node.names:
                modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield f"{modules[node.value.id]}.{node.attr}"


def _definition(name: str) -> ast.FunctionDef | None:
    module, _, function = name.rpartition(".")
    path = ROOT / Path(*module.split(".")).with_suffix(".py")
    if not path.exists():
        return None
    for node in syntax(path).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return node
    return None


def called_names(node: ast.AST) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            if isinstance(call.func, ast.Name):
                yield call.func.id
            elif isinstance(call.func, ast.Attribute) and call.func.attr not in ASKS:
                yield call.func.attr


@cache
def guards() -> frozenset[str]:
    """Names of functions of the domain that end in the permission check, directly or through another."""
    calls = {
        node.name: set(called_names(node)) for path in own_files(".py", under="odr") for node in functions(syntax(path))
    }
    asking = set(ASKS)
    while more := {name for name, called in calls.items() if called & asking} - asking:
        asking |= more
    return frozenset(asking)


CALLED = sorted(called_by_the_web())
each_function = pytest.mark.parametrize("name", CALLED)


@each_function
def test_the_actor_comes_first(name):
    if name in BY_A_SECRET or name in NOBODYS_CASE:
        return
    arguments = called_by_the_web()[name].args.args
    assert arguments, "name the actor first"
    assert arguments[0].arg == "actor", "name the actor first, or say by which secret the caller is known"


@each_function
def test_rows_come_through_the_permission_check(name):
    if name in BY_A_SECRET or name in NOBODYS_CASE:
        return
    assert set(called_names(called_by_the_web()[name])) & guards()


@each_function
def test_what_follows_the_third_argument_is_named(name):
    arguments = called_by_the_web()[name].args
    assert len(arguments.posonlyargs + arguments.args) <= 3


def test_every_exception_is_still_needed():
    assert set(BY_A_SECRET) | set(NOBODYS_CASE) <= set(CALLED)


def test_the_list_is_not_empty_by_mistake():
    assert len(CALLED) > 40
    assert name_of(ROOT / "odr" / "rooms" / "commands.py") == "odr/rooms/commands.py"
