"""A platform with everybody in it: the people of a case, their neighbours, and those of other houses."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from odr.access.actor import Actor, Role, Side
from odr.accounts import administration as admin
from odr.accounts.invitations import issue
from odr.accounts.models import LinkPurpose
from odr.agreements.models import Clause
from odr.bundles.models import Bundle
from odr.cases.mandates import Authority, invite_agent, remove_agent
from odr.cases.models import AgentInvitation, AgentKind
from odr.db import reading, transaction
from odr.evidence.commands import submit_exhibit
from odr.evidence.uploads import Bounds, start_upload
from odr.guests.commands import remove_guest
from odr.issues.commands import add_note, share_issue
from odr.issues.contents import IssueNote
from odr.issues.queries import notebook
from odr.records.commands import confirm_fact, object_to_fact, propose_fact
from odr.records.passing import ask_to_pass, refuse_to_pass
from odr.records.recording import answer_record, draft_record, finalise_record, open_record, write_record
from odr.records.sittings import record_page
from odr.records.states import Verdict
from odr.rooms.commands import end_mediation_session, open_mediation_session
from odr.rooms.drafts import keep_draft
from odr.rooms.muting import mute
from odr.rooms.posting import post_message
from odr.rooms.queries import room_page
from odr.rooms.receipts import mark_read
from odr.rooms.translation import agree_to_translation
from signing.wording import Words
from tests.factories import files
from tests.factories.agreements import BeforeCourt, before_court, filed, mediated_case
from tests.factories.bargains import Bargained
from tests.factories.browsers import browser_of
from tests.factories.guests import guest_of
from tests.factories.notes import note_everything
from tests.factories.people import (
    PASSWORD,
    CaseInHand,
    Known,
    make_account,
    make_agent,
    make_case,
    make_clerk,
    make_co_mediator,
    make_mediator,
    make_organisation,
)
from tests.leaks.performed import perform
from tests.leaks.policy import (
    APPLICANT_CAUCUS,
    GUESTS,
    IN_THE_ROOM,
    JOINT,
    MEDIATORS,
    NOBODY,
    OF_THE_CASE,
    PRINCIPALS,
    RESPONDENT_CAUCUS,
    SIDES_AND_MEDIATOR,
    Thing,
)
from tests.leaks.remarked import remark

LIMIT = 1024 * 1024
BOUNDS = Bounds(file=LIMIT, channel=LIMIT)
EVERYBODY = frozenset(PRINCIPALS)


@dataclass
class Town:
    """The platform, its people by name, its things, and the secret word hidden in each place.

    `names` are those of the words that name a person: names of accounts are not encrypted in the database.
    """

    app: Flask
    case: CaseInHand
    accounts: dict[str, str | None]
    found: list[Thing] = field(default_factory=list)
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    _browsers: dict[tuple[str, bool], FlaskClient] = field(default_factory=dict)

    def browser(self, principal: str, *, forged: bool = False) -> FlaskClient:
        """The browser of a person. A forged request lacks the page's token; all others are excused from it."""
        self.app.config["WTF_CSRF_ENABLED"] = forged
        key = (principal, forged)
        if key not in self._browsers:
            self._browsers[key] = browser_of(self.app, self.accounts[principal])
        return self._browsers[key]

    def rules(self) -> list[Rule]:
        """Every route of the running platform but the files everybody may load."""
        return [rule for rule in self.app.url_map.iter_rules() if rule.endpoint != "static"]

    def things(self, names: frozenset[str]) -> list[Thing]:
        """Everything that has exactly these names in its address."""
        return [thing for thing in self.found if set(thing.values) == names]

    def add(self, name: str, known_by: frozenset[str], /, *plain: str, **values: object) -> None:
        """List something that has an address; the values named in `plain` are no secret."""
        self.found.append(Thing(name, values, known_by, frozenset(plain)))

    def hide(self, known_by: frozenset[str]) -> str:
        """A new word that nobody but these people may ever come across."""
        word = f"canary{secrets.token_hex(16)}"
        self.secrets[word] = known_by
        return word


PUBLISHED: dict[str, dict[str, object]] = {
    "head of the log": {"size": 1},
    "growth of the log": {"old": 1, "new": 1},
    "growth of the log since": {"old": 1},
    "leaf of the log": {"value": "00" * 32},
    "leaf of the log under a head": {"value": "00" * 32, "size": 1},
    "sealed text in the log": {"sha256": "00" * 32},
    "number on a paper": {"number": "ABCD-EFGH-JKLM"},
    "file of an authority": {"name": "root"},
    "schema of a record": {"schema_name": "evidence-2"},
}


def build(app: Flask) -> Town:
    """A case before the court, a case next door, and everybody around them."""
    case = mediated_case()
    bargained = Bargained(case)
    agent, beside = make_agent(case, special=False), make_co_mediator(case)
    removed = make_agent(case, side="applicant", special=False, name="旧代理人")
    remove_agent(case.applicant.actor, removed.actor.participations[case.id].participant_id)
    case.agents.remove(removed)
    stage = filed(before_court(applied=2, case=case))
    next_door = mediated_case()
    town = Town(app, case, _people(stage, agent, removed, next_door))
    town.accounts["co_mediator"] = beside.account_id
    _record(town)
    _guests(town)
    _channels(town, case, agent)
    _facts(town, case)
    _bargaining(town, bargained)
    _passings(town, case)
    _notes(town, case)
    _papers(town, stage)
    remark(town, stage, agent)
    _next_door(town, next_door)
    _single_things(town)
    return town


def _people(stage: BeforeCourt, agent: Known, removed: Known, next_door: CaseInHand) -> dict[str, str | None]:
    case = stage.case
    assert case.respondent is not None and case.mediator is not None
    administrator = admin.create_administrator(email="root@heqi.example", name="管理员", password=PASSWORD)
    return {
        "anonymous": None,
        "applicant": case.applicant.account_id,
        "respondent": case.respondent.account_id,
        "agent": agent.account_id,
        "mediator": case.mediator.account_id,
        "other_mediator": make_mediator(case.organisation_id, "方远").account_id,
        "clerk": case.clerk.account_id,
        "other_clerk": make_clerk(next_door.organisation_id, "何静").account_id,
        "court_clerk": stage.court_clerk.account_id,
        "other_court_clerk": stage.foreign_clerk.account_id,
        "admin": administrator,
        "removed": removed.account_id,
        "outsider": make_account("路人").account_id,
    }


def _guests(town: Town) -> None:
    """An interpreter of the applicant's caucus, an observer of the joint channel, and one who was sent out of both.

    What was said and shown in each channel before they came is theirs never.
    """
    case, mediator = town.case, town.case.mediator
    assert mediator is not None
    rooms = {channel.side: channel.id for channel in room_page(mediator.actor, case.ref).channels}
    joint, caucus = rooms[None], rooms[Side.APPLICANT]
    for channel, known in ((joint, SIDES_AND_MEDIATOR), (caucus, APPLICANT_CAUCUS - {"interpreter"})):
        post_message(case.applicant.actor, channel, text=town.hide(known), client_ref="before")
        inside, shown = io.BytesIO(town.hide(known).encode()), f"{town.hide(known)}.txt"
        kept = submit_exhibit(case.applicant.actor, channel, name=shown, source=inside, max_bytes=LIMIT)
        town.add("file from before", known, exhibit_id=kept.exhibit_id)
    for name, role, heard, known in (
        ("interpreter", Role.INTERPRETER, [caucus], APPLICANT_CAUCUS),
        ("observer", Role.OBSERVER, [joint], JOINT),
        ("sent_out", Role.EXPERT, [joint, caucus], SIDES_AND_MEDIATOR),
    ):
        shown = town.hide(known | {name})
        town.names.add(shown)
        guest, wish = guest_of(case, role, heard, name=shown)
        town.accounts[name] = guest.account_id
        participant = guest.actor.participations[case.id].participant_id
        if name == "sent_out":
            remove_guest(mediator.actor, participant)
        town.add(f"guest: {name}", OF_THE_CASE | ({name} & GUESTS), "ref", ref=case.ref, participant_id=participant)
        town.add(f"wish: {name}", known - GUESTS, "ref", ref=case.ref, invitation_id=wish)


def _channels(town: Town, case: CaseInHand, agent: Known) -> None:
    assert case.mediator is not None and case.respondent is not None
    rooms = {channel.side: channel.id for channel in room_page(case.mediator.actor, case.ref).channels}
    for side, known, speaker in (
        (None, JOINT, case.applicant),
        (Side.APPLICANT, APPLICANT_CAUCUS, case.applicant),
        (Side.RESPONDENT, RESPONDENT_CAUCUS, agent),
    ):
        channel, name = rooms[side], f"{side or 'joint'} channel"
        post_message(speaker.actor, channel, text=town.hide(known), client_ref="secret")
        _about_it(town, channel, known, (speaker.actor, case.mediator.actor))
        inside, shown = io.BytesIO(town.hide(known).encode()), f"{town.hide(known)}.txt"
        kept = submit_exhibit(speaker.actor, channel, name=shown, source=inside, max_bytes=LIMIT)
        post_message(speaker.actor, channel, text=shown, client_ref="file", exhibit_id=kept.exhibit_id)
        town.add(name, known, channel_id=channel)
        town.add(name, known, "ref", ref=case.ref, channel_id=channel)
        town.add(f"message in the {name}", known, "seq", channel_id=channel, seq=1)
        town.add(f"file in the {name}", known, exhibit_id=kept.exhibit_id)
        own = frozenset({"agent" if side == Side.RESPONDENT else "applicant"})
        coming = start_upload(speaker.actor, channel, name=f"{town.hide(own)}.txt", size=9, mark="", bounds=BOUNDS)
        town.add(f"file on its way to the {name}", own, upload_id=coming.id)
    _trade_secret(town, case, rooms[None])


def _trade_secret(town: Town, case: CaseInHand, joint: str) -> None:
    """Everybody in the room knows that there is one; the mediator is named, but has not undertaken to keep it."""
    assert case.mediator is not None
    own, inside = frozenset({"applicant"}), io.BytesIO()
    inside.write(files.pdf(town.hide(own)))
    inside.seek(0)
    named = {case.mediator.actor.participations[case.id].participant_id}
    kept = submit_exhibit(
        case.applicant.actor, joint, name=f"{town.hide(own)}.pdf", source=inside, max_bytes=LIMIT, secret_for=named
    )
    town.add("trade secret", JOINT, exhibit_id=kept.exhibit_id)


def _record(town: Town) -> None:
    """The finished record of the sitting, of which the clerk keeps a copy. Drafted before anything secret is joint."""
    case = town.case
    assert case.mediator is not None and case.respondent is not None
    mediator = case.mediator.actor
    joint = next(channel.id for channel in room_page(mediator, case.ref).channels if channel.side is None)
    post_message(case.applicant.actor, joint, text="在。", client_ref="here")
    end_mediation_session(mediator, case.id)
    record = draft_record(mediator, case.id, 1)
    written = replace(record_page(mediator, record).content.written, remarks=town.hide(OF_THE_CASE))
    revision = write_record(mediator, record, revision=1, written=written)
    open_record(mediator, record, revision=revision)
    answer_record(case.applicant.actor, record, revision=revision, verdict=Verdict.CONFIRMED)
    finalise_record(mediator, record, revision=revision, development=True)
    town.add("record", OF_THE_CASE, record_id=record)
    for act in ("confirm", "refuse", "close", "let-go"):
        town.add(f"record: {act}", OF_THE_CASE, "act", record_id=record, act=act)


def _passings(town: Town, case: CaseInHand) -> None:
    """In each caucus a sentence that was asked for; in the applicant's, one that was refused as well."""
    assert case.mediator is not None
    rooms = {channel.side: channel.id for channel in room_page(case.mediator.actor, case.ref).channels}
    for side, known in ((Side.APPLICANT, APPLICANT_CAUCUS - GUESTS), (Side.RESPONDENT, RESPONDENT_CAUCUS)):
        for refused in (False, True):
            asked = ask_to_pass(case.mediator.actor, rooms[side], to_id=rooms[None], text=town.hide(known))
            if refused and side == Side.APPLICANT:
                refuse_to_pass(case.applicant.actor, asked, revision=1)
            for act in ("agree", "refuse", "reword", "withdraw", "pass-on"):
                town.add(f"passing: {act}", known, "act", passing_id=asked, act=act)


def _facts(town: Town, case: CaseInHand) -> None:
    """One fact every party has confirmed, one that is disputed, one in every state of its words."""
    assert case.mediator is not None and case.respondent is not None
    joint = next(channel.id for channel in room_page(case.mediator.actor, case.ref).channels if channel.side is None)
    words = [Words(zh=f"事实{town.hide(SIDES_AND_MEDIATOR)}", en=town.hide(SIDES_AND_MEDIATOR)) for _ in range(2)]
    fixed, disputed = (propose_fact(case.mediator.actor, joint, one) for one in words)
    for side in (case.applicant, case.respondent):
        confirm_fact(side.actor, fixed, revision=1)
    object_to_fact(case.applicant.actor, disputed, revision=1, reason=town.hide(SIDES_AND_MEDIATOR))
    for fact in (fixed, disputed):
        town.add("fact", SIDES_AND_MEDIATOR, "ref", ref=case.ref, fact_id=fact)
        for act in ("confirm", "object", "withdraw"):
            town.add(f"fact: {act}", SIDES_AND_MEDIATOR, "ref", "act", ref=case.ref, fact_id=fact, act=act)


def _bargaining(town: Town, bargained: Bargained) -> None:
    ref = town.case.ref
    town.secrets |= dict.fromkeys(bargained.words, SIDES_AND_MEDIATOR)
    town.add("kind of a round", OF_THE_CASE | GUESTS, "round_kind", ref=ref, round_kind="package")
    for name, ident in (("open round", bargained.open), ("agreed round", bargained.agreed)):
        town.add(name, SIDES_AND_MEDIATOR, "ref", ref=ref, round_id=ident)
        town.add(f"rules of the {name}", SIDES_AND_MEDIATOR, "ref", "answer", ref=ref, round_id=ident, answer="decline")
        town.add(f"act on the {name}", SIDES_AND_MEDIATOR, "ref", "act", ref=ref, round_id=ident, act="call_off")
    town.add("proposal", SIDES_AND_MEDIATOR, "ref", ref=ref, proposal_id=bargained.proposal)


def _notes(town: Town, case: CaseInHand) -> None:
    """A mediator's notes about both sides, and an issue that was shown to everybody."""
    assert case.mediator is not None
    mediator = case.mediator.actor
    applicant, respondent = (side.party_id for side in notebook(mediator, case.ref).sides)
    for side, other in ((applicant, respondent), (respondent, applicant)):
        noted = note_everything(mediator, case.id, side=side, other=other, mark=town.hide(MEDIATORS))
        for kind, ident in (
            ("issue", noted.issue),
            ("interest", noted.interest),
            ("offer", noted.offer),
            ("promise", noted.promise),
        ):
            town.add(f"noted {kind}", MEDIATORS, "ref", "note_kind", ref=case.ref, note_kind=kind, note_id=ident)
            for act in ("remove", "restore", "share", "unshare", "link", "up", "consent", "told"):
                values = {"ref": case.ref, "note_kind": kind, "note_id": ident, "note_act": act}
                town.add(f"{act} a noted {kind}", MEDIATORS, "ref", "note_kind", "note_act", **values)
    town.add("kind of note", MEDIATORS, "note_kind", ref=case.ref, note_kind="issue")
    shared = add_note(mediator, case.id, IssueNote(town.hide(JOINT), remark=town.hide(MEDIATORS)))
    share_issue(mediator, shared)


def _about_it(town: Town, channel: str, known: frozenset[str], speakers: tuple[Actor, Actor]) -> None:
    """An answer, a correction, a translation and a draft of the first message, each with a word of its own."""
    author, mediator = speakers
    post_message(mediator, channel, text=town.hide(known), client_ref="answer", quotes=1, translation=town.hide(known))
    post_message(author, channel, text=town.hide(known), client_ref="correction", corrects=1)
    post_message(mediator, channel, text=town.hide(known), client_ref="translation", translates=1)
    keep_draft(mediator, channel, text=town.hide(frozenset({"mediator"})))
    mute(author, channel, muted=True)
    agree_to_translation(author, channel, agreed=True)
    mark_read(mediator, channel, 1)


def _papers(town: Town, stage: BeforeCourt) -> None:
    ref, version = stage.case.ref, stage.agreed.version_id
    with reading() as now:
        clause = now.scalars(sa.select(Clause.id).where(Clause.agreement_id == stage.agreed.agreement_id)).first()
        bundle = now.scalars(sa.select(Bundle.id).where(Bundle.case_id == stage.case.id)).one()
    town.add("case", IN_THE_ROOM, ref=ref)
    for act in ("withdraw", "end", "close"):
        town.add(f"ending: {act}", IN_THE_ROOM, "act", ref=ref, act=act)
    town.add("application", IN_THE_ROOM, "side", ref=ref, side="applicant")
    town.add("paper", IN_THE_ROOM, "kind", ref=ref, kind="service-address")
    town.add("clause to write", IN_THE_ROOM, "model", ref=ref, model="stop")
    town.add("clause", SIDES_AND_MEDIATOR, "ref", ref=ref, clause_id=clause)
    town.add("act on a clause", SIDES_AND_MEDIATOR, "ref", "act", ref=ref, clause_id=clause, act="accept")
    town.add("version", OF_THE_CASE, version_id=version)
    town.add("version's changes", SIDES_AND_MEDIATOR, "ref", ref=ref, version_id=version)
    town.add("place to sign", OF_THE_CASE, "field", version_id=version, field="applicant")
    town.add("bundle", OF_THE_CASE, "ref", ref=ref, bundle_id=bundle)
    perform(town, stage)
    town.add("filing", frozenset({"court_clerk"}), filing_id=stage.confirmation_id)
    town.add("file of a filing", frozenset({"court_clerk"}), "place", filing_id=stage.confirmation_id, place=0)
    town.add("act on a filing", frozenset({"court_clerk"}), "act", filing_id=stage.confirmation_id, act="accept")


def _next_door(town: Town, case: CaseInHand) -> None:
    assert case.mediator is not None and case.respondent is not None
    open_mediation_session(case.mediator.actor, case.id)
    sides = [side.party_id for side in notebook(case.mediator.actor, case.ref).sides]
    mark = town.hide(NOBODY)
    noted = note_everything(case.mediator.actor, case.id, side=sides[0], other=sides[1], mark=mark)
    town.add("note next door", NOBODY, "note_kind", ref=case.ref, note_kind="interest", note_id=noted.interest)
    joint = next(channel.id for channel in room_page(case.mediator.actor, case.ref).channels if channel.side is None)
    post_message(case.applicant.actor, joint, text=town.hide(NOBODY), client_ref="secret")
    authority = Authority(kind=AgentKind.LAWYER, document_digest="cd" * 32)
    invite_agent(case.respondent.actor, case.id, name="新代理人", email="new.agent@mail.example", authority=authority)
    agent = make_agent(case, special=False, name="邻案代理人")
    with reading() as now:
        asked = now.scalars(sa.select(AgentInvitation.id).where(AgentInvitation.case_id == case.id)).first()
    town.add("case next door", frozenset({"other_clerk"}), ref=case.ref)
    town.add("channel next door", NOBODY, channel_id=joint)
    town.add("agent asked next door", frozenset({"other_clerk"}), "ref", ref=case.ref, invitation_id=asked)
    participant = agent.actor.participations[case.id].participant_id
    town.add("agent next door", frozenset({"other_clerk"}), "ref", ref=case.ref, participant_id=participant)
    draft = make_case("draft", organisation_id=make_organisation("第三中心"))
    town.add("somebody's draft", NOBODY, ref=draft.ref)
    own_draft = make_case("draft", organisation_id=town.case.organisation_id)
    town.add("draft to the same organisation", NOBODY, ref=own_draft.ref)


def _single_things(town: Town) -> None:
    account = town.case.applicant
    with transaction() as tx:
        lasts = timedelta(hours=1)
        token = issue(tx, LinkPurpose.RESET, email=account.email, subject=account.account_id, lasts=lasts)
    town.add("link of a letter", EVERYBODY, token=token)
    for name, plain in PUBLISHED.items():
        town.add(name, EVERYBODY, *plain, **plain)
    town.add("help in signing of another", NOBODY, assistance_id=secrets.token_urlsafe(16))
    town.add("sign-in of another", NOBODY, login_id=secrets.token_urlsafe(16))
