"""Composing the content of an agreement from its case: heads, clauses, standing provisions, places to sign."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import select

from odr import clock
from odr.accounts.models import Account, Body
from odr.agreements.amending import Replaced, named_in, supersedes_clause
from odr.agreements.clause_library import title_of
from odr.agreements.content import (
    AgentContent,
    AgreementContent,
    ClauseContent,
    MediatorContent,
    OrganisationContent,
    PartyContent,
    Provision,
    SignatoryContent,
    SupersededContent,
    masked,
)
from odr.agreements.facts import TRACK_OF, live_clauses, number_of, organisation_words, parties_of
from odr.agreements.models import Agreement, Clause
from odr.agreements.signatories import MEDIATOR, SEAL, SIDE_WORDS, Signatory, mediators_of, signatory_of
from odr.agreements.slots import day_words, instalments_of
from odr.cases.models import Case, Mandate, Origin, Participant, Party, PartyKind
from odr.db import session
from odr.law.draft import ClauseKind, Prevailing
from odr.law.effect import effect_clause
from odr.law.time_limits import beijing_date
from signing.wording import Words


def compose(agreement: Agreement, version: int) -> tuple[AgreementContent, dict[str, dict[str, object]]]:
    """The content to freeze, and for each field who is to sign there; inside a unit that authorised the agreement."""
    case = agreement.case
    organisation = session().get_one(Body, case.organisation_id)
    places, replaced = list(_places(case, organisation)), named_in(agreement)
    content = AgreementContent(
        case_no=case.ref,
        version=version,
        on=beijing_date(clock.now()),
        organisation=OrganisationContent(
            name=organisation.name,
            name_en=organisation.name_en,
            identifier=organisation.credit_code,
            licence=organisation.licence,
            seat=organisation.seat,
        ),
        mediators=tuple(
            MediatorContent(person.name, person.name_en, presiding=index == 0)
            for index, person in enumerate(mediators_of(case))
        ),
        parties=tuple(_party(party, ref) for ref, party in referenced(case)),
        origin=_origin(case, organisation),
        facts=Words(zh=agreement.facts, en=agreement.facts_en),
        issues=Words(zh=agreement.issues, en=agreement.issues_en),
        clauses=tuple(_clause(row, number) for number, row in enumerate(live_clauses(agreement.id), 1)),
        provisions=tuple(_provisions(case, organisation, replaced, agreement.prevailing)),
        signatories=tuple(place for place, _ in places),
        court=_court(case),
        supersedes=replaced and SupersededContent(replaced.version, replaced.effective_on, replaced.content_sha256),
        prevailing=agreement.prevailing,
    )
    return content, {place.field: person for place, person in places}


def referenced(case: Case) -> Iterator[tuple[str, Party]]:
    """Each party with its reference: the side, numbered from the second on."""
    counts: dict[str, int] = {}
    for party in parties_of(case):
        side = party.side.value
        counts[side] = counts.get(side, 0) + 1
        yield side if counts[side] == 1 else f"{side}-{counts[side]}", party


def _party(party: Party, ref: str) -> PartyContent:
    number = number_of(party)
    organisation = party.kind == PartyKind.ORGANISATION
    return PartyContent(
        ref=ref,
        side=party.side.value,
        kind=party.kind.value,
        name=party.name,
        name_en=party.name_en or party.name,
        identifier=number if organisation else "",
        identity_kind=party.id_type,
        identity_masked=number if organisation else masked(number),
        address=party.address,
        representative=party.representative,
        agents=tuple(_agents(party)),
    )


def _agents(party: Party) -> Iterator[AgentContent]:
    rows = session().execute(
        select(Participant, Account, Mandate)
        .join(Account, Account.id == Participant.account_id)
        .join(Mandate, Mandate.participant_id == Participant.id)
        .where(Participant.party_id == party.id, Participant.removed_at.is_(None), Mandate.ended_at.is_(None))
        .order_by(Participant.admitted_at, Participant.id)
    )
    for _, account, mandate in rows:
        yield AgentContent(account.name, mandate.agent_kind, mandate.firm)


def _clause(row: Clause, number: int) -> ClauseContent:
    kept: dict[str, str] = json.loads(row.slots)
    return ClauseContent(
        number=number,
        kind=ClauseKind(row.kind),
        title=title_of(ClauseKind(row.kind), kept),
        text=Words(zh=row.text, en=row.text_en),
        fen=int(kept["fen"]) if kept.get("fen") else None,
        currency="CNY" if kept.get("fen") else "",
        instalments=instalments_of(kept["instalments"]) if kept.get("instalments") else (),
    )


def _origin(case: Case, organisation: Body) -> Words:
    day = day_words(beijing_date(case.accepted_at or case.created_at))
    names = organisation_words(organisation)
    applicant = next((party for party in parties_of(case) if party.side == "applicant"), None)
    who = Words(zh=applicant.name if applicant else "", en=(applicant.name_en or applicant.name) if applicant else "")
    people = "、".join(person.name for person in mediators_of(case))
    people_en = ", ".join(person.name_en for person in mediators_of(case))
    how_zh, how_en = _HOW[case.origin]
    return Words(
        zh=f"{names.zh}于{day.zh}{how_zh}{who.zh}提出的调解申请（{case.ref}），双方同意由调解员{people}主持调解。",
        en=f"On {day.en} {names.en} {how_en} the application of {who.en} ({case.ref}); both sides agreed to mediation "
        f"by {people_en}.",
    )


_HOW = {
    Origin.OWN: ("自行受理", "accepted"),
    Origin.ASSIGNED: ("受人民法院委派，受理", "accepted, by assignment of a people's court before filing,"),
    Origin.ENTRUSTED: ("受人民法院委托，受理", "accepted, entrusted by a people's court after filing,"),
}


def _court(case: Case) -> Words:
    court = session().get(Body, case.court_id) if case.court_id else None
    return organisation_words(court) if court else Words(zh="", en="")


def _provisions(
    case: Case, organisation: Body, replaced: Replaced | None, prevailing: Prevailing
) -> Iterator[Provision]:
    if replaced is not None:
        yield Provision("supersedes", supersedes_clause(case.ref, replaced))
    yield Provision("effect", effect_clause(TRACK_OF[organisation.track]))
    if case.origin != Origin.ENTRUSTED:
        court = _court(case)
        where = Words(zh=court.zh or "有管辖权的人民法院", en=court.en or "the competent people's court")
        yield Provision(
            "confirmation",
            Words(
                zh=f"各方同意自本协议生效之日起三十日内，共同向{where.zh}申请司法确认"
                "（《中华人民共和国民事诉讼法》第二百零五条）。经裁定确认有效后，一方拒绝履行或者未全部履行的，"
                "对方可以向人民法院申请执行（同法第二百零六条）。",
                en=f"The parties agree to apply jointly to {where.en} for judicial "
                "confirmation within thirty days from the day on which this agreement takes effect (Civil Procedure "
                "Law, art. 205). Once it is confirmed, if one party refuses to perform or does not perform in full, "
                "the other may apply to a people's court for enforcement (art. 206).",
            ),
        )
    yield Provision("e-signature", _E_SIGNATURE)
    yield Provision("copies", _COPIES)
    yield Provision("language", _LANGUAGE[prevailing])


_E_SIGNATURE = Words(
    zh="各方约定以数据电文和电子签名的形式订立本协议。签名密钥由签名人专有并在其设备上产生，签署时仅由其本人控制；"
    "签署后对签名、内容和形式的任何改动均能够被发现。各方认可依此所作的签名为可靠的电子签名，与手写签名或者盖章"
    "具有同等的法律效力（《中华人民共和国电子签名法》第三条、第十三条、第十四条）。",
    en="The parties agree to conclude this agreement by data message and electronic signature. The key of a signature "
    "is made on the signatory's own device, belongs to the signatory alone and is under the signatory's sole control "
    "at signing; any later change to signature, content or form can be found. The parties accept signatures so made "
    "as reliable and as having the same legal effect as a handwritten signature or seal (Electronic Signature Law, "
    "arts. 3, 13 and 14).",
)
_COPIES = Words(
    zh="本协议的电子文件为原件。各方各持一份，调解组织存档一份，内容相同，效力相同。",
    en="The electronic file of this agreement is the original. Each party has one and the mediation organisation keeps "
    "one; all are the same and have the same effect.",
)
_LANGUAGE = {
    Prevailing.ZH: Words(
        zh="本协议以中文订立，英文仅供参照；两种文本不一致的，以中文为准。",
        en="This agreement is made in Chinese with an English parallel for reference; where they differ, Chinese "
        "prevails.",
    ),
    Prevailing.EN: Words(
        zh="本协议以英文订立，中文仅供参照；两种文本不一致的，以英文为准。",
        en="This agreement is made in English with a Chinese parallel for reference; where they differ, English "
        "prevails.",
    ),
}


def _places(case: Case, organisation: Body) -> Iterator[tuple[SignatoryContent, dict[str, object]]]:
    """Each place on the signature page, with the person asked to sign there."""
    for ref, party in referenced(case):
        person = signatory_of(party)
        words = SIDE_WORDS[party.side.value]
        yield (
            SignatoryContent(ref, party.name, party.name_en or party.name, words),
            _asked(person, party.id, _speaking_for(words, person.capacity)),
        )
    for index, person in enumerate(mediators_of(case), 1):
        field = "mediator" if index == 1 else f"mediator-{index}"
        yield (
            SignatoryContent(field, person.name, person.name_en, MEDIATOR),
            _asked(person, None, MEDIATOR),
        )
    name_en = organisation.name_en or organisation.name
    yield (
        SignatoryContent("seal", organisation.name, name_en, SEAL, seal=True),
        _asked(Signatory("", organisation.name, name_en, "organisation"), None, SEAL),
    )


_AS = {
    "legal_representative": Words(zh="之法定代表人", en="Legal representative of the "),
    "agent": Words(zh="之特别授权代理人", en="Agent with special authority of the "),
}


def _speaking_for(side: Words, capacity: str) -> Words:
    """In which capacity somebody signs for a party, as it stands in the visible mark."""
    how = _AS.get(capacity)
    return Words(zh=side.zh + how.zh, en=how.en + side.en.lower()) if how else side


def _asked(person: Signatory, party_id: str | None, capacity: Words) -> dict[str, object]:
    return {
        "participant_id": person.participant_id or None,
        "party_id": party_id,
        "name": person.name,
        "name_en": person.name_en,
        "capacity": person.capacity,
        "capacity_words": {"zh": capacity.zh, "en": capacity.en},
    }
