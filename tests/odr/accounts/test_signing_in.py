"""Signing in tells nothing about who has an account, and nobody can lock another person out."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from odr import clock, events
from odr.access.actor import SYSTEM
from odr.accounts import attempts, commands, passwords
from odr.accounts.models import Account, Login
from odr.accounts.queries import my_account, signed_in
from odr.cases.participants import actor_for
from odr.db import reading, transaction
from odr.errors import BadCredentials, InvalidInput, NotSignedIn, TooMany
from tests.factories.people import PASSWORD, letters, make_account


@pytest.fixture
def person(database):
    return make_account("张敏", email="zhang.min@qinghe.example")


@pytest.fixture
def revoked(database):
    heard = []
    events.subscribe(events.AccessRevoked, heard.append)
    return heard


@pytest.fixture
def quick_passwords(monkeypatch):
    """A hash of the lowest cost, so that a hundred wrong passwords take no minutes."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    return quick


def wrong(email, device=""):
    with pytest.raises(BadCredentials):
        commands.sign_in(email, "quite another passphrase", device=device)


def test_the_right_password_opens_a_sign_in(person):
    facts = signed_in(commands.sign_in(person.email, PASSWORD))
    assert facts is not None
    assert facts.account_id == person.account_id


def test_letter_case_and_spaces_of_an_address_do_not_matter(person):
    assert signed_in(commands.sign_in("  Zhang.Min@QINGHE.example ", PASSWORD))


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(person):
    refusals = []
    for email in (person.email, "nobody@mail.example", "not an address", ""):
        with pytest.raises(BadCredentials) as refused:
            commands.sign_in(email, "quite another passphrase")
        refusals.append((type(refused.value), refused.value.details))
    assert len({str(refusal) for refusal in refusals}) == 1


def test_an_unknown_address_costs_one_password_check_like_a_known_one(person, monkeypatch):
    checked = []
    real = passwords.verify_here
    monkeypatch.setattr(passwords, "verify_here", lambda *given: checked.append(given[0]) or real(*given))
    wrong(person.email)
    wrong("nobody@mail.example")
    known, unknown = (stored.split("$")[:4] for stored in checked)
    assert known == unknown


def test_only_a_digest_of_the_token_is_kept(person):
    token = commands.sign_in(person.email, PASSWORD)
    with reading() as session:
        kept = session.scalars(select(Login.token_digest)).all()
    assert token.encode() not in kept[0]


def test_signing_out_ends_the_sign_in_and_its_sockets(person, revoked):
    token = commands.sign_in(person.email, PASSWORD)
    commands.sign_out(token)
    commands.sign_out(token)
    assert signed_in(token) is None
    assert [event.audience for event in revoked] == [(person.account_id,)]


def test_a_sign_in_runs_out(person, monkeypatch):
    token = commands.sign_in(person.email, PASSWORD)
    later = clock.now() + commands.LASTS
    monkeypatch.setattr(clock, "now", lambda: later)
    assert signed_in(token) is None


def test_an_outdated_hash_is_renewed_at_the_next_sign_in(database):
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    person = make_account(password_hash=weak)
    commands.sign_in(person.email, PASSWORD)
    with reading() as session:
        renewed = session.get_one(Account, person.account_id).password_hash
    assert renewed != weak
    assert not passwords.is_outdated(renewed)
    assert commands.sign_in(person.email, PASSWORD)


def test_of_many_wrong_passwords_at_most_a_hundred_are_looked_at(quick_passwords, database):
    person = make_account(password_hash=quick_passwords.hash(PASSWORD))
    looked_at = 0
    for _ in range(150):
        try:
            commands.sign_in(person.email, "quite another passphrase")
        except BadCredentials:
            looked_at += 1
        except TooMany:
            pass
    assert looked_at == attempts.BY_STRANGERS <= 100
    with pytest.raises(TooMany):
        commands.sign_in(person.email, PASSWORD)


def test_guesses_in_parallel_do_not_outrun_the_count(quick_passwords, database):
    person = make_account(password_hash=quick_passwords.hash(PASSWORD))

    def guess(number):
        try:
            commands.sign_in(person.email, f"guess number {number} of many")
        except BadCredentials:
            return 1
        except TooMany:
            return 0
        raise AssertionError("a guess opened the account")

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(guess, range(120))) == attempts.BY_STRANGERS


def test_an_address_without_an_account_is_counted_alike(quick_passwords, database):
    for _ in range(attempts.BY_STRANGERS):
        wrong("nobody@mail.example")
    with pytest.raises(TooMany):
        commands.sign_in("nobody@mail.example", "quite another passphrase")


def test_strangers_cannot_lock_out_a_device_its_owner_used_before(quick_passwords, database):
    person = make_account(password_hash=quick_passwords.hash(PASSWORD))
    mark = attempts.device_mark(person.email)
    for _ in range(attempts.BY_STRANGERS):
        wrong(person.email)
    assert commands.sign_in(person.email, PASSWORD, device=mark)


def test_a_mark_of_another_address_or_a_forged_one_is_a_stranger(quick_passwords, database):
    person = make_account(password_hash=quick_passwords.hash(PASSWORD))
    foreign = attempts.device_mark("somebody.else@mail.example")
    for _ in range(attempts.BY_STRANGERS):
        wrong(person.email)
    for mark in (foreign, "x." + "0" * 64, "....", "x"):
        with pytest.raises(TooMany):
            commands.sign_in(person.email, PASSWORD, device=mark)


def test_a_success_starts_the_count_anew(quick_passwords, database):
    person = make_account(password_hash=quick_passwords.hash(PASSWORD))
    for _ in range(2):
        for _ in range(attempts.BY_STRANGERS - 1):
            wrong(person.email)
        commands.sign_in(person.email, PASSWORD)


def test_confirming_the_password_refreshes_this_sign_in_only(person):
    token, other = (commands.sign_in(person.email, PASSWORD) for _ in range(2))
    before = {t: signed_in(t).password_at for t in (token, other)}
    with pytest.raises(BadCredentials):
        commands.confirm_password(token, "quite another passphrase")
    assert signed_in(token).password_at == before[token]
    commands.confirm_password(token, PASSWORD)
    assert signed_in(token).password_at > before[token]
    assert signed_in(other).password_at == before[other]


def test_confirming_without_a_sign_in_is_refused(person):
    with pytest.raises(NotSignedIn):
        commands.confirm_password("no such token", PASSWORD)


def test_changing_the_password_ends_every_sign_in_but_the_fresh_one(person, revoked):
    here, elsewhere = (commands.sign_in(person.email, PASSWORD) for _ in range(2))
    fresh = commands.change_password(here, old=PASSWORD, new="an entirely new passphrase")
    assert signed_in(here) is None
    assert signed_in(elsewhere) is None
    assert signed_in(fresh) is not None
    assert (person.account_id,) in [event.audience for event in revoked]
    assert letters(person.email) == ["password_changed"]
    wrong_now = pytest.raises(BadCredentials)
    with wrong_now:
        commands.sign_in(person.email, PASSWORD)


def test_a_weak_new_password_changes_nothing(person):
    token = commands.sign_in(person.email, PASSWORD)
    with pytest.raises(InvalidInput):
        commands.change_password(token, old=PASSWORD, new="too short")
    assert signed_in(token) is not None


def test_a_person_ends_their_own_sign_ins_only(person):
    stranger = make_account()
    token = commands.sign_in(person.email, PASSWORD, device_name="Chrome · Mac")
    view = my_account(actor_for(person.account_id), token)
    assert [(login.device, login.here) for login in view.logins] == [("Chrome · Mac", True)]
    commands.revoke_login(actor_for(stranger.account_id), view.logins[0].id)
    assert signed_in(token) is not None
    commands.revoke_login(actor_for(person.account_id), view.logins[0].id)
    assert signed_in(token) is None


def test_only_a_known_language_is_remembered(person):
    commands.choose_locale(person.account_id, "en")
    with pytest.raises(InvalidInput):
        commands.choose_locale(person.account_id, "fr")
    with reading() as session:
        assert session.get_one(Account, person.account_id).locale == "en"


def test_the_system_has_no_sign_in(database):
    with transaction() as tx:
        assert tx.session.get(Account, SYSTEM.account_id) is None
