"""The papers of a case for each person entitled: which there are, what is missing and who can give it, and their words.

Default-deny: `PAPERS` is the whole list, each of a kind of material that may go to the court, and none is made from
anything but `paper_facts`, which reads no channel, offer, proposal or draft (OMR 18; INV 22). A party reads its own
particulars only; those of the other side go to the court and are read by the mediator and the organisation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from odr import offload
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.models import Agreement, Version
from odr.bundles.collect import paper_facts
from odr.bundles.contents import CourtApplication, Entry, PaperFacts, PartyFacts, entry_of
from odr.bundles.documents import paper_of
from odr.bundles.people import COVERED
from odr.cases.models import Case
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.errors import NotFound
from odr.law.articles import Citation
from odr.papers.fonts import unprintable
from odr.papers.machine import content_of
from odr.papers.paper import Paper
from odr.papers.typeset import typeset
from odr.records.queries import facts_pad
from odr.records.sittings import SittingView, records_page
from odr.records.states import RecordState
from signing.manifest import DocumentKind
from signing.wording import Words

K = DocumentKind
PAPERS = (K.COURT_APPLICATION, K.UNDERTAKING, K.MEDIATION_PROOF, K.SERVICE_ADDRESS, K.IDENTITY_LIST)
PERSONAL = (K.SERVICE_ADDRESS, K.IDENTITY_LIST, K.COURT_APPLICATION)
"""Papers with numbers and addresses of people: of the other side a party sees the name alone."""
OF_APPLICATION = (K.COURT_APPLICATION, K.UNDERTAKING)
ORGANISATION = Words(zh="调解组织", en="the mediation organisation")
EVERYBODY = Words(zh="各方当事人", en="the parties")


@dataclass(frozen=True)
class Missing:
    """One thing a paper waits for, who can give it, and the page where this reader gives it, if it is theirs."""

    words: Words
    who: Words
    page: str = ""


@dataclass(frozen=True)
class PaperLine:
    """One paper: `kind` names it in its address; `href` is "" for a paper of another page."""

    kind: str
    title: Words
    citation: Citation | None
    missing: tuple[Missing, ...]
    there: bool
    """Whether it can be read already, perhaps with empty fields."""
    own_part: bool = False
    version_id: str = ""
    record_id: str = ""

    @property
    def ready(self) -> bool:
        return self.there and not self.missing


@dataclass(frozen=True)
class CasePapers:
    """The page."""

    case_id: str
    case_ref: str
    title: Words
    is_party: bool
    lines: tuple[PaperLine, ...]


@dataclass(frozen=True)
class PaperView:
    """One paper for reading on a page: its content as in the file (`odr/paper/1`)."""

    case_ref: str
    case_title: Words
    kind: str
    title: Words
    content: dict[str, Any]
    own_part: bool


@query
def case_papers(actor: Actor, case_ref: str, *, application: CourtApplication | None) -> CasePapers:
    """Every paper of the case with its state.

    Raises:
        NotFound: the case is not the actor's to see.
    """
    case, facts, mine = _facts(actor, case_ref, application)
    version = _newest(case.id)
    lines = [_agreement_line(version, facts)]
    lines += [_line(entry_of(kind), facts, mine) for kind in PAPERS]
    lines += [_record_line(one) for one in reversed(records_page(actor, case_ref).sittings)]
    if actor.in_case(case.id) is not None and case.mediation_from is not None:
        fixed = facts_pad(actor, case_ref).fixed
        lines += [PaperLine("facts", entry_of(K.UNDISPUTED_FACTS).title, None, (), there=True)] if fixed else []
    return CasePapers(case.id, case.ref, facts.title, bool(mine), tuple(lines))


def paper_file(actor: Actor, case_ref: str, kind: str, *, application: CourtApplication | None) -> tuple[str, bytes]:
    """One paper as PDF/A: (file name, bytes). Set in a worker.

    Raises:
        NotFound: no such paper, not for this actor, or not there yet.
        InvalidInput: a name with a character that no font shows.
        Unavailable: the fonts are still being fetched.
    """
    paper, case_id = _paper(actor, case_ref, kind, application)
    return f"{paper.reference}-{kind}.pdf", offload.run(typeset, paper).pdf


@query
def paper_view(actor: Actor, case_ref: str, kind: str, *, application: CourtApplication | None) -> PaperView:
    """One paper for reading on a page. Raises as `paper_file`."""
    case, facts, mine = _facts(actor, case_ref, application)
    paper = _made(kind, facts, mine)
    content = json.loads(content_of(paper))
    return PaperView(case.ref, facts.title, kind, paper.title, content, bool(mine) and K(kind) in PERSONAL)


@query
def _paper(actor: Actor, case_ref: str, kind: str, application: CourtApplication | None) -> tuple[Paper, str]:
    case, facts, mine = _facts(actor, case_ref, application)
    return _made(kind, facts, mine), case.id


def _facts(actor: Actor, case_ref: str, application: CourtApplication | None) -> tuple[Case, PaperFacts, str]:
    """The case, its facts, and the actor's own party ("" for the mediator and the organisation)."""
    case = load(actor, Permission.PAPER_READ, Case, case_id_of(case_ref))
    here = actor.in_case(case.id)
    return case, paper_facts(case, _newest(case.id), application), (here.party_id or "") if here else ""


def _made(kind: str, facts: PaperFacts, mine: str) -> Paper:
    if kind not in PAPERS or not _there(K(kind), facts):
        raise NotFound(kind="paper")
    if mine and kind in PERSONAL:
        parties = tuple(party if party.id == mine else _name_alone(party) for party in facts.parties)
        facts = replace(facts, parties=parties)
    return paper_of(K(kind), facts)


def _name_alone(party: PartyFacts) -> PartyFacts:
    """The other side in a party's own reading: what the court gets of it is covered, never empty."""
    hidden = {name: COVERED for name in ("id_number", "address", "phone", "email", "representative_post")}
    given = {name: COVERED for name in party.for_court.__dataclass_fields__ if name != "paper_copies"}
    for_court = replace(party.for_court, **given, paper_copies="")
    return replace(party, **hidden, id_type="", for_court=for_court)


def _there(kind: K, facts: PaperFacts) -> bool:
    if kind in OF_APPLICATION:
        return facts.application is not None and facts.agreement is not None
    return kind != K.MEDIATION_PROOF or facts.agreement is not None


def _line(entry: Entry, facts: PaperFacts, mine: str) -> PaperLine:
    missing: list[Missing] = []
    if entry.kind in (*OF_APPLICATION, K.MEDIATION_PROOF) and facts.agreement is None:
        missing.append(Missing(
            Words(zh="调解协议书还没有全部签名并盖章", en="The agreement is not yet signed by all and sealed"),
            EVERYBODY, "agreement",
        ))  # fmt: skip
    elif entry.kind in OF_APPLICATION:
        missing += _applications(facts, mine)
    if entry.kind in PERSONAL:
        missing += [one for party in facts.parties for one in _fields(party, mine)]
    if entry.kind == K.MEDIATION_PROOF:
        missing += [
            Missing(Words(zh=f"调解组织的{zh}", en=f"{en} of the organisation"), ORGANISATION)
            for zh, en, value in (
                ("设立或备案文号", "Licence", facts.organisation.licence),
                ("住所", "Seat", facts.organisation.seat),
            )
            if not value
        ]
    return PaperLine(
        str(entry.kind), entry.title, entry.citation, tuple(missing), _there(entry.kind, facts),
        own_part=bool(mine) and entry.kind in PERSONAL,
    )  # fmt: skip


def _applications(facts: PaperFacts, mine: str) -> list[Missing]:
    if facts.application is None:
        words = Words(zh="还没有选择法院", en="No court has been chosen yet")
        return [Missing(words, EVERYBODY, "confirmation" if mine else "")]
    applied = {applicant.party_id for applicant in facts.application.applicants}
    words = Words(zh="还没有申请司法确认", en="Has not applied for confirmation yet")
    return [
        Missing(words, Words(zh=party.name, en=party.name_en), "confirmation" if party.id == mine else "")
        for party in facts.parties
        if party.id not in applied
    ]


def _fields(party: PartyFacts, mine: str) -> list[Missing]:
    """The fields a court sends papers back for (INT 354); all others may stay empty and are said to be."""
    wanted = [
        ("证件号码", "Identity number", party.id_number),
        ("住所地", "Address", party.address),
        ("联系电话", "Telephone", party.phone),
    ]
    if party.kind == "organisation":
        wanted.append(("法定代表人", "Legal representative", party.representative))
    who, page = Words(zh=party.name, en=party.name_en), "particulars" if party.id == mine else ""
    signs = unprintable("".join((party.name, party.name_en, party.representative, party.address)))
    if signs:
        listed = " ".join(signs)
        wanted.append(
            (f"无法打印的字符（{listed}）的替代写法", f"Another way to write {listed} (no font shows it)", "")
        )
    return [Missing(Words(zh=zh, en=en), who, page) for zh, en, value in wanted if not value]


def _agreement_line(version: Version | None, facts: PaperFacts) -> PaperLine:
    title = Words(zh="调解协议书", en="Mediation agreement")
    if version is None:
        words = Words(zh="还没有定稿", en="It has not been made final")
        return PaperLine("agreement", title, None, (Missing(words, EVERYBODY, "agreement"),), there=False)
    words = Words(zh="还没有全部签名并盖章", en="Not yet signed by all and sealed")
    missing = () if facts.agreement else (Missing(words, EVERYBODY, "signatures"),)
    return PaperLine("agreement", title, None, missing, there=True, version_id=version.id)


def _record_line(one: SittingView) -> PaperLine:
    title = Words(zh=f"调解笔录（第{one.number}次）", en=f"Record of session no. {one.number}")
    if one.state == RecordState.FINAL:
        return PaperLine("record", title, None, (), there=True, record_id=one.record_id)
    words = Words(zh="还没有完成确认", en="Not yet completed and confirmed")
    who = Words(zh="调解员和到场人员", en="the mediator and those present")
    return PaperLine("record", title, None, (Missing(words, who, "records"),), there=False)


def _newest(case_id: str) -> Version | None:
    found = (
        select(Version)
        .join(Agreement, Agreement.id == Version.agreement_id)
        .where(Agreement.case_id == case_id, Version.void_at.is_(None))
        .order_by(Version.frozen_at.desc())
    )
    return session().scalars(found).first()
