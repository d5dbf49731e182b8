"""A letter leaves if and only if its act stands, once as far as its reader can tell, and says nothing private."""

from __future__ import annotations

import email
import email.policy
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from odr import clock
from odr.db import reading, transaction
from odr.errors import Unavailable
from odr.notices import worker
from odr.notices.commands import queue
from odr.notices.models import Notice
from odr.notices.queries import outbox_age
from odr.notices.senders import FileSender, SmtpSender, sender_for
from odr.notices.wording import NOTICES
from odr.settings import UnsafeSettings

URL = "https://heqi.example"
TO = "zhang.min@qinghe.example"


@dataclass
class Postman:
    """A way out that a test can look into and shut."""

    shut: bool = False
    taken: list = field(default_factory=list)

    def send(self, letter):
        if self.shut:
            raise Unavailable(service="mail")
        self.taken.append(letter)


def write(kind="case_moved", **more):
    with transaction() as tx:
        queue(tx, kind, **({"email": TO, "case_ref": "HQ-2026-7F3KQ9"} | more))


def rows():
    with reading() as session:
        return session.scalars(select(Notice)).all()


def pass_time(monkeypatch, by):
    then = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: then)


def test_a_letter_is_sent_once(database):
    write()
    postman = Postman()
    assert worker.drain(postman, URL) == 1
    assert worker.drain(postman, URL) == 0
    assert len(postman.taken) == 1


def test_an_act_that_fails_sends_no_letter(database):
    with pytest.raises(ZeroDivisionError), transaction() as tx:
        queue(tx, "case_moved", email=TO)
        raise ZeroDivisionError
    assert rows() == []


def test_workers_side_by_side_do_not_send_a_letter_twice(database):
    for _ in range(12):
        write()
    postmen = [Postman() for _ in range(4)]
    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(lambda postman: worker.drain(postman, URL), postmen))
    ids = [letter["Message-ID"] for postman in postmen for letter in postman.taken]
    assert len(ids) == len(set(ids)) == 12


def test_what_is_not_taken_is_tried_again_later_and_later(database, monkeypatch):
    write()
    postman, pauses = Postman(shut=True), []
    for _ in range(3):
        worker.drain(postman, URL)
        pause = rows()[0].next_try_at - clock.now()
        pauses.append(round(pause / worker.FIRST_PAUSE))
        assert worker.drain(postman, URL) == 0
        pass_time(monkeypatch, pause + timedelta(seconds=1))
    assert pauses == [1, 2, 4]
    postman.shut = False
    assert worker.drain(postman, URL) == 1


def test_giving_up_is_loud_and_erases_the_link(database, monkeypatch, caplog):
    write("password_reset", link="a-secret-token")
    with caplog.at_level(logging.WARNING):
        for _ in range(worker.TRIES):
            worker.drain(Postman(shut=True), URL)
            pass_time(monkeypatch, worker.LONGEST_PAUSE + timedelta(minutes=1))
    (row,) = rows()
    assert row.given_up_at is not None
    assert row.sealed_link == b""
    assert [record.levelname for record in caplog.records][-1] == "ERROR"
    assert TO not in caplog.text
    assert "a-secret-token" not in caplog.text
    assert worker.drain(Postman(), URL) == 0


def test_a_worker_that_dies_before_it_marks_a_letter_repeats_it_under_the_same_id(database, monkeypatch):
    write()
    first, second = Postman(), Postman()
    monkeypatch.setattr(worker, "_done", lambda notice: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        worker.drain(first, URL)
    monkeypatch.undo()
    assert worker.drain(second, URL) == 0
    pass_time(monkeypatch, worker.LEASE + timedelta(seconds=1))
    assert worker.drain(second, URL) == 1
    assert first.taken[0]["Message-ID"] == second.taken[0]["Message-ID"]


def test_a_one_time_link_is_sealed_until_it_is_sent_and_then_erased(database):
    write("case_invitation", link="a-secret-token", locale="")
    assert b"a-secret-token" not in rows()[0].sealed_link
    postman = Postman()
    worker.drain(postman, URL)
    assert f"{URL}/invitation/a-secret-token" in postman.taken[0].get_content()
    assert rows()[0].sealed_link == b""


@pytest.mark.parametrize("kind", NOTICES)
def test_every_notice_speaks_both_languages_and_leads_to_our_own_pages(kind):
    wording = NOTICES[kind]
    for words in (wording.subject, wording.body):
        assert words.zh and words.en and words.zh != words.en
    assert wording.path.startswith("/")
    assert wording.path.format(ref="R", link="L")


@pytest.mark.parametrize("locale, there, absent", [("en", "Sign in", "请登录"), ("zh_Hans_CN", "请登录", "Sign in")])
def test_a_letter_is_in_its_readers_language(database, locale, there, absent):
    write(locale=locale)
    postman = Postman()
    worker.drain(postman, URL)
    text = postman.taken[0].get_content()
    assert there in text
    assert absent not in text
    assert "HQ-2026-7F3KQ9" in text


def test_who_has_no_account_gets_both_languages(database):
    write("case_invitation", link="t")
    postman = Postman()
    worker.drain(postman, URL)
    assert postman.taken[0]["Subject"] == "您收到一份调解邀请 / You are invited to a mediation"


def test_an_unknown_kind_is_a_mistake_of_the_writer(database):
    with pytest.raises(KeyError):
        write("no_such_kind")


def test_without_a_mail_server_letters_become_files_and_the_operator_is_warned(database, settings, caplog):
    with caplog.at_level(logging.WARNING):
        sender = sender_for(settings)
    assert isinstance(sender, FileSender)
    assert "HEQI_MAIL_URL" in caplog.text
    write()
    worker.drain(sender, URL)
    (path,) = settings.outbox_dir.glob("*")
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert letter["To"] == TO
    assert path.stat().st_mode & 0o077 == 0
    sender.send(letter)
    assert len(list(settings.outbox_dir.iterdir())) == 1


def test_a_mail_server_is_named_by_its_address(settings):
    plain = sender_for(replace(settings, mail_url="smtp://user:p%40ss@mail.example"))
    assert plain == SmtpSender("mail.example", 587, "user", "p@ss", implicit_tls=False)
    assert sender_for(replace(settings, mail_url="smtps://mail.example")).port == 465
    with pytest.raises(UnsafeSettings):
        sender_for(replace(settings, mail_url="mail.example:25"))


def test_a_server_that_does_not_answer_is_unavailable():
    letter = email.message_from_string("To: a@b.example\n\nx", policy=email.policy.default)
    with pytest.raises(Unavailable):
        SmtpSender("127.0.0.1", 1, "", "", implicit_tls=False).send(letter)


def test_the_worker_stops_when_told(database):
    write()
    stop, postman = threading.Event(), Postman()
    postman.send = lambda letter: (postman.taken.append(letter), stop.set())
    worker.run(postman, URL, stop, pause=0)
    assert len(postman.taken) == 1


def test_a_chore_that_fails_stops_neither_the_letters_nor_the_other_chores(database, monkeypatch, caplog):
    monkeypatch.setattr(worker, "AFTER_A_FAILURE_SECONDS", 0)
    write()
    stop, postman, done = threading.Event(), Postman(), []

    def fails():
        raise ZeroDivisionError

    worker.run(postman, URL, stop, pause=0, chores=(fails, lambda: (done.append(1), stop.set())))
    assert (len(postman.taken), done) == (1, [1])
    assert "failed" in caplog.text


def test_the_state_of_the_service_shows_how_long_letters_wait(database, monkeypatch):
    assert outbox_age() == 0
    write()
    pass_time(monkeypatch, timedelta(minutes=20))
    assert outbox_age() >= 1200
