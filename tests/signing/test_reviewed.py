"""What came after a signature is reviewed once for all verdicts on one document, and never for another document."""

from __future__ import annotations

from typing import Any

from pyhanko.sign.diff_analysis import DiffPolicy, DiffResult, ModificationLevel
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm

from signing.document_rules import open_document
from signing.pdf_validation import Reviewed
from tests.signing.ceremony import Signed

OWN_FIELD = FieldMDPSpec(FieldMDPAction.INCLUDE, ["applicant"])
OTHER_FIELD = FieldMDPSpec(FieldMDPAction.INCLUDE, ["respondent"])
WHOLE = FieldMDPSpec(FieldMDPAction.ALL)


class Counting(DiffPolicy):
    """Notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def apply(self, *_: Any, **__: Any) -> DiffResult:
        raise AssertionError("nothing but whole files is asked here")

    def review_file(self, *asked: Any, **named: Any) -> DiffResult:
        self.asked.append((*asked, *named.values()))
        return DiffResult(ModificationLevel.NONE, set())


def test_the_same_question_is_answered_once(signed: Signed) -> None:
    reader, policy = open_document(signed.finished), Counting()
    reviewed = Reviewed(reader, policy)
    first = reviewed.review_file(reader, 1, OWN_FIELD, None)
    assert reviewed.review_file(reader, 1, field_mdp_spec=OWN_FIELD, doc_mdp=None) is first
    assert len(policy.asked) == 1


def test_another_revision_lock_or_permission_is_another_question(signed: Signed) -> None:
    reader, policy = open_document(signed.finished), Counting()
    reviewed = Reviewed(reader, policy)
    questions = [
        (1, OWN_FIELD, None),
        (2, OWN_FIELD, None),
        (1, OTHER_FIELD, None),
        (1, WHOLE, None),
        (1, None, None),
        (1, OWN_FIELD, MDPPerm.NO_CHANGES),
    ]
    found = [reviewed.review_file(reader, *question) for question in questions]
    assert len({id(one) for one in found}) == len(questions)
    assert [one[1:] for one in policy.asked] == questions


def test_another_document_is_never_answered_from_what_was_kept(signed: Signed) -> None:
    reader, other, policy = open_document(signed.finished), open_document(signed.finished), Counting()
    reviewed = Reviewed(reader, policy)
    first = reviewed.review_file(reader, 1, OWN_FIELD, None)
    assert reviewed.review_file(other, 1, OWN_FIELD, None) is not first
    assert [one[0] for one in policy.asked] == [reader, other]
