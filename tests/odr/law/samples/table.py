"""A row of the table: a sample clause and what the article it stands on calls for."""

from __future__ import annotations

from dataclasses import dataclass

from odr.law.draft import Subject
from tests.odr.law.drafts import APPLICANT as Q
from tests.odr.law.drafts import RESPONDENT as V

B, W = "block", "warn"
Expected = set[tuple[str, str]]


@dataclass(frozen=True)
class Sample:
    """One clause in free words: `law` is the article that decides; an empty language is filled with idle words."""

    law: str
    zh: str
    en: str
    expected: frozenset[tuple[str, str]]
    subject: Subject = Subject.TRADEMARK


def sample(law: str, zh: str, en: str = "", *expected: tuple[str, str], subject: Subject = Subject.TRADEMARK) -> Sample:
    """A row of the table."""
    return Sample(law, zh, en, frozenset(expected), subject)


__all__ = ["B", "Q", "Sample", "V", "W", "sample"]
