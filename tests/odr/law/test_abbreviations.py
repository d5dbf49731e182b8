"""Articles in short."""

from odr.law.abbreviations import short
from odr.law.articles import cite


def test_an_article_is_shortened_as_clerks_say_it():
    assert short(cite("INT 355(5)")).zh == "民诉法解释第355条第5项"
    assert short(cite("CPL 205")).en == "Civil Procedure Law art. 205"


def test_a_statute_without_a_short_form_keeps_its_name():
    assert short(cite("EVI 3")) == cite("EVI 3").words()
