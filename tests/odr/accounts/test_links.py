"""A one-time link works once, for one person, for a while."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from odr import clock
from odr.accounts import commands
from odr.accounts.invitations import INVITATION_LASTS, cancel, issue, look, spend
from odr.accounts.models import LinkPurpose, OneTimeLink
from odr.accounts.queries import signed_in
from odr.db import reading, transaction
from odr.errors import BadCredentials, InvalidInput, InvitationSpent
from tests.factories.people import PASSWORD, last_link, letters, make_account

NEW = "an entirely new passphrase"


def link(subject="party-1", email="respondent@verdant.example", purpose=LinkPurpose.RESPOND):
    with transaction() as tx:
        return issue(tx, purpose, email=email, subject=subject)


def use(token, purpose=LinkPurpose.RESPOND):
    with transaction() as tx:
        return spend(tx, token, purpose)


def test_looking_at_a_link_uses_nothing_up(database):
    token = link()
    assert look(token) == look(token)
    assert use(token).email == "respondent@verdant.example"


def test_a_link_works_once(database):
    token = link()
    use(token)
    with pytest.raises(InvitationSpent):
        use(token)
    with pytest.raises(InvitationSpent):
        look(token)


def test_of_many_who_use_a_link_at_once_exactly_one_wins(database):
    token = link()

    def attempt(_):
        try:
            return use(token) and 1
        except InvitationSpent:
            return 0

    with ThreadPoolExecutor(12) as crowd:
        assert sum(crowd.map(attempt, range(12))) == 1


def test_an_act_that_fails_does_not_use_its_link_up(database):
    token = link()
    with pytest.raises(ZeroDivisionError), transaction() as tx:
        spend(tx, token, LinkPurpose.RESPOND)
        raise ZeroDivisionError
    assert use(token)


def test_a_new_link_to_the_same_subject_replaces_the_old_one(database):
    old, other, new = link("party-1"), link("party-2"), link("party-1")
    with pytest.raises(InvitationSpent):
        look(old)
    assert look(new)
    assert look(other)


def test_a_link_runs_out_after_72_hours(database, monkeypatch):
    token, made = link(), clock.now()
    monkeypatch.setattr(clock, "now", lambda: made + INVITATION_LASTS - timedelta(minutes=1))
    assert look(token)
    monkeypatch.setattr(clock, "now", lambda: made + INVITATION_LASTS + timedelta(minutes=1))
    with pytest.raises(InvitationSpent):
        look(token)


def test_a_link_for_one_purpose_is_none_for_another(database):
    token = link()
    with pytest.raises(InvitationSpent):
        use(token, LinkPurpose.RESET)
    assert use(token)


def test_a_cancelled_link_is_spent(database):
    token = link()
    with transaction() as tx:
        cancel(tx, LinkPurpose.RESPOND, "party-1")
    with pytest.raises(InvitationSpent):
        look(token)


def test_a_link_carries_128_bits_and_only_its_digest_is_kept(database):
    token = link()
    assert len(token) >= 22
    with reading() as session:
        row = session.scalars(select(OneTimeLink)).one()
        assert token not in (row.id, row.email, row.subject)
        assert token.encode() != row.token_digest


def test_an_invented_token_opens_nothing(database):
    link()
    for token in ("", "x", "A" * 22):
        with pytest.raises(InvitationSpent):
            look(token)


def test_a_forgotten_password_is_set_anew_through_the_mailbox(database):
    person = make_account()
    live = commands.sign_in(person.email, PASSWORD)
    commands.ask_for_reset(person.email)
    commands.reset_password(last_link(person.email), new=NEW)
    assert signed_in(live) is None
    assert commands.sign_in(person.email, NEW)
    with pytest.raises(BadCredentials):
        commands.sign_in(person.email, PASSWORD)
    assert letters(person.email) == ["password_reset", "password_changed"]


def test_a_reset_link_works_once_and_for_one_hour(database, monkeypatch):
    person = make_account()
    commands.ask_for_reset(person.email)
    token = last_link(person.email)
    commands.reset_password(token, new=NEW)
    with pytest.raises(InvitationSpent):
        commands.reset_password(token, new="one more passphrase of mine")
    commands.ask_for_reset(person.email)
    late = last_link(person.email)
    gone = clock.now() + commands.RESET_LASTS
    monkeypatch.setattr(clock, "now", lambda: gone)
    with pytest.raises(InvitationSpent):
        commands.reset_password(late, new=NEW)


def test_a_weak_password_leaves_the_reset_link_good(database):
    person = make_account()
    commands.ask_for_reset(person.email)
    token = last_link(person.email)
    with pytest.raises(InvalidInput):
        commands.reset_password(token, new="short")
    commands.reset_password(token, new=NEW)


def test_asking_for_a_reset_tells_only_the_mailbox_whether_there_is_an_account(database):
    assert commands.ask_for_reset("nobody@mail.example") is None
    assert commands.ask_for_reset("no address") is None
    assert letters("nobody@mail.example") == ["no_account"]
    with reading() as session:
        assert session.scalars(select(OneTimeLink)).all() == []


def test_a_mailbox_is_not_flooded_with_reset_letters(database):
    person = make_account()
    for _ in range(20):
        commands.ask_for_reset(person.email)
        commands.ask_for_reset("nobody@mail.example")
    assert len(letters(person.email)) == len(letters("nobody@mail.example")) == commands.LETTERS_A_DAY


def test_an_account_opens_through_its_own_mailbox(database):
    commands.ask_for_account("New.Person@mail.example")
    token = last_link("new.person@mail.example")
    assert commands.open_account(token, name="新人", password=PASSWORD) == "new.person@mail.example"
    assert commands.sign_in("new.person@mail.example", PASSWORD)


def test_who_has_an_account_gets_a_letter_that_says_so_and_no_link(database):
    person = make_account()
    commands.ask_for_account(person.email)
    assert letters(person.email) == ["account_exists"]


def test_a_mailbox_is_not_flooded_with_account_letters(database):
    person = make_account()
    for _ in range(20):
        commands.ask_for_account(person.email)
        commands.ask_for_account("someone.new@mail.example")
    assert len(letters(person.email)) == len(letters("someone.new@mail.example")) == commands.LETTERS_A_DAY
