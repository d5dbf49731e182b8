"""Every refusal the domain can give has a status, a page, an acknowledgement, and two sentences in two languages."""

import json

import pytest
from flask_babel import force_locale

from blueprints.errors import TABLE, as_ack, refusal_of
from odr.errors import InvalidInput, OdrError

HAN = range(0x4E00, 0xA000)


def leaves(kind: type[OdrError] = OdrError) -> list[type[OdrError]]:
    below = kind.__subclasses__()
    return [leaf for child in below for leaf in leaves(child)] if below else [kind]


LEAVES = sorted(leaves(), key=lambda leaf: leaf.__name__)
each_leaf = pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)


def refused(leaf: type[OdrError]) -> OdrError:
    return InvalidInput(text="empty") if leaf is InvalidInput else leaf()


@each_leaf
def test_a_refusal_has_a_row_of_its_own(leaf):
    assert leaf in TABLE


@each_leaf
def test_its_status_is_that_of_a_refusal(leaf):
    assert 400 <= TABLE[leaf].status <= 599


def test_no_two_refusals_share_a_code():
    codes = [leaf.code for leaf in LEAVES]
    assert len(set(codes)) == len(codes)


@each_leaf
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_it_says_what_happened_and_what_to_do_in_both_languages(app, leaf, locale):
    with app.test_request_context(), force_locale(locale):
        refusal = refusal_of(refused(leaf))
        for sentence in (str(refusal.title), str(refusal.advice)):
            assert sentence.strip()
            assert any(ord(letter) in HAN for letter in sentence) == (locale == "zh_Hans_CN")


@each_leaf
def test_its_acknowledgement_travels_as_json(app, leaf):
    with app.test_request_context():
        acknowledgement = json.loads(json.dumps(as_ack(refused(leaf))))
    assert acknowledgement["ok"] is False
    assert acknowledgement["error"]["code"] == leaf.code
    assert acknowledgement["error"]["status"] == TABLE[leaf].status


@each_leaf
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_its_page_shows_the_sentences(app, leaf, locale):
    with app.test_request_context(headers={"Accept": "text/html"}), force_locale(locale):
        error = refused(leaf)
        page, status = app.error_handler_spec[None][None][OdrError](error)
        assert status == TABLE[leaf].status
        assert str(TABLE[leaf].title) in page.replace("&#39;", "'").replace("&#34;", '"')
