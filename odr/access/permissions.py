"""What can be done, and the one table that says by whom. A reviewer reads this screen and knows."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from odr.access import predicates as p
from odr.access.actor import Actor, Duty, Side

Predicate = Callable[[Actor, Any], bool]


class Permission(StrEnum):
    """noun:verb."""

    CASE_READ = "case:read"
    CASE_EDIT = "case:edit"
    CASE_INTAKE = "case:intake"
    CASE_ANSWER = "case:answer"
    CASE_WITHDRAW = "case:withdraw"
    CASE_END = "case:end"
    ROOM_READ = "room:read"
    PARTY_ADD = "party:add"
    SITTING_PREPARE = "sitting:prepare"
    IDENTITY_COMPARE = "identity:compare"
    CAUCUS_LEAD = "caucus:lead"
    GUEST_ASK = "guest:ask"
    GUEST_READ = "guest:read"
    GUEST_CANCEL = "guest:cancel"
    GUEST_ANSWER = "guest:answer"
    GUEST_REMOVE = "guest:remove"
    AGENT_ADMIT = "agent:admit"
    APPOINTMENT_READ = "appointment:read"
    APPOINTMENT_PROPOSE = "appointment:propose"
    APPOINTMENT_DISCLOSE = "appointment:disclose"
    APPOINTMENT_ANSWER = "appointment:answer"
    CHANNEL_READ = "channel:read"
    CHANNEL_SPEAK = "channel:speak"
    SESSION_LEAD = "session:lead"
    CALL_JOIN = "call:join"
    CALL_LEAD = "call:lead"
    NOTES_READ = "notes:read"
    NOTES_WRITE = "notes:write"
    EXHIBIT_READ = "exhibit:read"
    EXHIBIT_OPEN = "exhibit:open"
    EXHIBIT_DISCLOSE = "exhibit:disclose"
    EXHIBIT_RELEASE = "exhibit:release"
    EXHIBIT_FILE = "exhibit:file"
    OFFER_ROUND = "offer:round"
    OFFER_READ = "offer:read"
    OFFER_MAKE = "offer:make"
    OFFER_LEAD = "offer:lead"
    OFFER_OPEN = "offer:open"
    PROPOSAL_MAKE = "proposal:make"
    PROPOSAL_READ = "proposal:read"
    PROPOSAL_ANSWER = "proposal:answer"
    PROPOSAL_LEAD = "proposal:lead"
    PROPOSAL_OPEN = "proposal:open"
    FACT_READ = "fact:read"
    FACT_PROPOSE = "fact:propose"
    FACT_EDIT = "fact:edit"
    FACT_ANSWER = "fact:answer"
    FACT_RELEASE = "fact:release"
    FACT_FILE = "fact:file"
    UPLOAD_OWN = "upload:own"
    RECORD_DRAFT = "record:draft"
    RECORD_READ = "record:read"
    RECORD_LEAD = "record:lead"
    RECORD_ANSWER = "record:answer"
    RECORD_RELEASE = "record:release"
    RECORD_FILE = "record:file"
    OUTCOME_READ = "outcome:read"
    PASSING_ASK = "passing:ask"
    PASSING_READ = "passing:read"
    PASSING_LEAD = "passing:lead"
    PASSING_ANSWER = "passing:answer"
    AGREEMENT_READ = "agreement:read"
    AGREEMENT_EDIT = "agreement:edit"
    AGREEMENT_ACCEPT = "agreement:accept"
    AGREEMENT_LEAD = "agreement:lead"
    AGREEMENT_AMEND = "agreement:amend"
    VERSION_READ = "version:read"
    SIGNATURE_READ = "signature:read"
    SIGNATURE_GIVE = "signature:give"
    SIGNATURE_ASSIST = "signature:assist"
    ASSISTANCE_GIVE = "assistance:give"
    SEAL_AFFIX = "seal:affix"
    ARCHIVE_RENEW = "archive:renew"
    BUNDLE_BUILD = "bundle:build"
    BUNDLE_READ = "bundle:read"
    PAPER_READ = "paper:read"
    CONFIRMATION_OPEN = "confirmation:open"
    CONFIRMATION_READ = "confirmation:read"
    CONFIRMATION_APPLY = "confirmation:apply"
    CONFIRMATION_ANSWER = "confirmation:answer"
    CONFIRMATION_OBJECT = "confirmation:object"
    CONFIRMATION_WITHDRAW = "confirmation:withdraw"
    CONFIRMATION_FILE = "confirmation:file"
    CONFIRMATION_LAPSE = "confirmation:lapse"
    FILING_READ = "filing:read"
    FILING_DECIDE = "filing:decide"
    PERFORMANCE_READ = "performance:read"
    PERFORMANCE_CLOCK = "performance:clock"
    OBLIGATION_READ = "obligation:read"
    OBLIGATION_CLAIM = "obligation:claim"
    OBLIGATION_ANSWER = "obligation:answer"
    BAD_FAITH_READ = "bad_faith:read"
    DESK_READ = "desk:read"
    COURT_DESK_READ = "court_desk:read"


def _any(*rules: Predicate) -> Predicate:
    return lambda actor, target: any(rule(actor, target) for rule in rules)


def _all(*rules: Predicate) -> Predicate:
    return lambda actor, target: all(rule(actor, target) for rule in rules)


def _duty(duty: Duty) -> Predicate:
    return lambda actor, body: actor.has_duty(body.id, duty)


_admitted_or_clerk = _any(p.is_admitted, p.is_clerk_of_record)
_staff = _any(p.is_mediator, p.is_clerk_of_record)
_drafters = _any(p.is_of_a_side, p.is_mediator)

TABLE: dict[Permission, Predicate] = {
    Permission.CASE_READ: _admitted_or_clerk,
    Permission.CASE_EDIT: p.is_of_side(Side.APPLICANT),
    Permission.CASE_INTAKE: p.is_clerk_of_record,
    Permission.CASE_ANSWER: p.is_of_side(Side.RESPONDENT),
    Permission.CASE_WITHDRAW: p.is_of_side(Side.APPLICANT),
    Permission.CASE_END: p.presides,
    Permission.ROOM_READ: _any(p.is_in_the_room, p.is_clerk_of_record),
    Permission.PARTY_ADD: _any(p.is_mediator, p.is_clerk_of_record),
    Permission.SITTING_PREPARE: p.is_of_a_side,
    Permission.IDENTITY_COMPARE: p.is_mediator,
    Permission.CAUCUS_LEAD: p.is_mediator,
    Permission.GUEST_ASK: p.is_mediator,
    Permission.GUEST_READ: p.is_told_of_guest,
    Permission.GUEST_CANCEL: p.is_mediator,
    Permission.GUEST_ANSWER: p.answers_for_guest,
    Permission.GUEST_REMOVE: p.is_mediator_or_oneself,
    Permission.AGENT_ADMIT: p.is_of_a_side,
    Permission.APPOINTMENT_READ: _any(p.is_mediator_proposed, _admitted_or_clerk),
    Permission.APPOINTMENT_PROPOSE: p.is_clerk_of_record,
    Permission.APPOINTMENT_DISCLOSE: p.is_mediator_proposed,
    Permission.APPOINTMENT_ANSWER: p.binds_a_side,
    Permission.CHANNEL_READ: p.hears_channel,
    Permission.CHANNEL_SPEAK: p.may_speak,
    Permission.SESSION_LEAD: p.is_mediator,
    Permission.CALL_JOIN: p.may_speak,
    Permission.CALL_LEAD: _all(p.is_mediator, p.may_speak),
    Permission.NOTES_READ: p.notes_in,
    Permission.NOTES_WRITE: p.notes_in,
    Permission.EXHIBIT_READ: p.hears_exhibit,
    Permission.EXHIBIT_OPEN: p.opens_exhibit,
    Permission.EXHIBIT_DISCLOSE: p.may_disclose,
    Permission.EXHIBIT_RELEASE: p.binds_a_side_that_hears,
    Permission.EXHIBIT_FILE: p.may_file_exhibit,
    Permission.OFFER_ROUND: _any(p.is_mediator, p.binds_a_side),
    Permission.OFFER_READ: p.is_in_round,
    Permission.OFFER_MAKE: p.binds_a_side_of_round,
    Permission.OFFER_LEAD: p.is_mediator,
    Permission.OFFER_OPEN: p.is_the_platform,
    Permission.PROPOSAL_MAKE: p.is_mediator,
    Permission.PROPOSAL_READ: _drafters,
    Permission.PROPOSAL_ANSWER: p.binds_a_side,
    Permission.PROPOSAL_LEAD: p.is_mediator,
    Permission.PROPOSAL_OPEN: p.is_the_platform,
    Permission.FACT_READ: p.hears_its_channel,
    Permission.FACT_PROPOSE: p.may_propose_facts,
    Permission.FACT_EDIT: p.may_change_fact,
    Permission.FACT_ANSWER: p.may_answer_fact,
    Permission.FACT_RELEASE: p.binds_a_side,
    Permission.FACT_FILE: p.may_file_fact,
    Permission.UPLOAD_OWN: p.is_own_upload,
    Permission.RECORD_DRAFT: p.is_mediator,
    Permission.RECORD_READ: p.may_read_record,
    Permission.RECORD_LEAD: p.leads_its_channel,
    Permission.RECORD_ANSWER: p.answers_record,
    Permission.RECORD_RELEASE: p.may_release_record,
    Permission.RECORD_FILE: p.may_file_record,
    Permission.OUTCOME_READ: _any(p.is_admitted, p.is_clerk_of_record),
    Permission.PASSING_ASK: p.may_ask_to_pass,
    Permission.PASSING_READ: p.hears_its_channel,
    Permission.PASSING_LEAD: p.leads_its_channel,
    Permission.PASSING_ANSWER: p.may_let_pass,
    Permission.AGREEMENT_READ: p.is_admitted,
    Permission.AGREEMENT_EDIT: _drafters,
    Permission.AGREEMENT_ACCEPT: p.binds_a_side,
    Permission.AGREEMENT_LEAD: p.is_mediator,
    Permission.AGREEMENT_AMEND: _any(p.is_mediator, p.binds_a_side),
    Permission.VERSION_READ: _admitted_or_clerk,
    Permission.SIGNATURE_READ: _admitted_or_clerk,
    Permission.SIGNATURE_GIVE: p.is_signatory,
    Permission.SIGNATURE_ASSIST: _staff,
    Permission.ASSISTANCE_GIVE: _staff,
    Permission.SEAL_AFFIX: p.is_clerk_of_record,
    Permission.ARCHIVE_RENEW: p.is_the_platform,
    Permission.BUNDLE_BUILD: _any(p.is_mediator, p.is_clerk_of_record),
    Permission.BUNDLE_READ: _admitted_or_clerk,
    Permission.PAPER_READ: _admitted_or_clerk,
    Permission.CONFIRMATION_OPEN: _any(p.binds_a_side, p.is_clerk_of_record),
    Permission.CONFIRMATION_READ: _admitted_or_clerk,
    Permission.CONFIRMATION_APPLY: p.binds_a_side,
    Permission.CONFIRMATION_ANSWER: p.binds_a_side,
    Permission.CONFIRMATION_OBJECT: p.binds_a_side,
    Permission.CONFIRMATION_WITHDRAW: p.binds_a_side,
    Permission.CONFIRMATION_FILE: p.is_clerk_of_record,
    Permission.CONFIRMATION_LAPSE: p.is_the_platform,
    Permission.FILING_READ: p.is_clerk_of_court,
    Permission.FILING_DECIDE: p.is_clerk_of_court,
    Permission.PERFORMANCE_READ: _admitted_or_clerk,
    Permission.PERFORMANCE_CLOCK: p.is_the_platform,
    Permission.OBLIGATION_READ: _admitted_or_clerk,
    Permission.OBLIGATION_CLAIM: p.owes,
    Permission.OBLIGATION_ANSWER: p.receives,
    Permission.BAD_FAITH_READ: p.is_clerk_of_record,
    Permission.DESK_READ: _duty(Duty.ORGANISATION_CLERK),
    Permission.COURT_DESK_READ: _duty(Duty.COURT_CLERK),
}

READ_OF: dict[Permission, Permission] = {
    Permission.CASE_READ: Permission.ROOM_READ,
    Permission.CASE_EDIT: Permission.CASE_READ,
    Permission.CASE_INTAKE: Permission.CASE_READ,
    Permission.CASE_ANSWER: Permission.CASE_READ,
    Permission.CASE_WITHDRAW: Permission.CASE_READ,
    Permission.CASE_END: Permission.CASE_READ,
    Permission.AGENT_ADMIT: Permission.CASE_READ,
    Permission.PARTY_ADD: Permission.CASE_READ,
    Permission.SITTING_PREPARE: Permission.CASE_READ,
    Permission.CAUCUS_LEAD: Permission.CHANNEL_READ,
    Permission.GUEST_ASK: Permission.CASE_READ,
    Permission.GUEST_CANCEL: Permission.GUEST_READ,
    Permission.GUEST_ANSWER: Permission.GUEST_READ,
    Permission.APPOINTMENT_PROPOSE: Permission.CASE_READ,
    Permission.APPOINTMENT_DISCLOSE: Permission.APPOINTMENT_READ,
    Permission.APPOINTMENT_ANSWER: Permission.APPOINTMENT_READ,
    Permission.CHANNEL_SPEAK: Permission.CHANNEL_READ,
    Permission.SESSION_LEAD: Permission.CASE_READ,
    Permission.NOTES_WRITE: Permission.NOTES_READ,
    Permission.EXHIBIT_OPEN: Permission.EXHIBIT_READ,
    Permission.EXHIBIT_DISCLOSE: Permission.EXHIBIT_READ,
    Permission.CALL_JOIN: Permission.CHANNEL_READ,
    Permission.CALL_LEAD: Permission.CHANNEL_READ,
    Permission.EXHIBIT_RELEASE: Permission.EXHIBIT_READ,
    Permission.OFFER_ROUND: Permission.CASE_READ,
    Permission.OFFER_MAKE: Permission.OFFER_READ,
    Permission.OFFER_LEAD: Permission.OFFER_READ,
    Permission.PROPOSAL_MAKE: Permission.CASE_READ,
    Permission.PROPOSAL_ANSWER: Permission.PROPOSAL_READ,
    Permission.PROPOSAL_LEAD: Permission.PROPOSAL_READ,
    Permission.FACT_PROPOSE: Permission.CHANNEL_READ,
    Permission.FACT_EDIT: Permission.FACT_READ,
    Permission.FACT_ANSWER: Permission.FACT_READ,
    Permission.FACT_RELEASE: Permission.CASE_READ,
    Permission.RECORD_DRAFT: Permission.CASE_READ,
    Permission.RECORD_LEAD: Permission.RECORD_READ,
    Permission.RECORD_ANSWER: Permission.RECORD_READ,
    Permission.RECORD_RELEASE: Permission.RECORD_READ,
    Permission.PASSING_ASK: Permission.CHANNEL_READ,
    Permission.PASSING_LEAD: Permission.PASSING_READ,
    Permission.PASSING_ANSWER: Permission.PASSING_READ,
    Permission.AGREEMENT_EDIT: Permission.AGREEMENT_READ,
    Permission.AGREEMENT_ACCEPT: Permission.AGREEMENT_READ,
    Permission.AGREEMENT_LEAD: Permission.AGREEMENT_READ,
    Permission.AGREEMENT_AMEND: Permission.AGREEMENT_READ,
    Permission.SIGNATURE_GIVE: Permission.SIGNATURE_READ,
    Permission.SIGNATURE_ASSIST: Permission.SIGNATURE_READ,
    Permission.SEAL_AFFIX: Permission.VERSION_READ,
    Permission.BUNDLE_BUILD: Permission.CASE_READ,
    Permission.CONFIRMATION_OPEN: Permission.CASE_READ,
    Permission.CONFIRMATION_APPLY: Permission.CONFIRMATION_READ,
    Permission.CONFIRMATION_ANSWER: Permission.CONFIRMATION_READ,
    Permission.CONFIRMATION_OBJECT: Permission.CONFIRMATION_READ,
    Permission.CONFIRMATION_WITHDRAW: Permission.CONFIRMATION_READ,
    Permission.CONFIRMATION_FILE: Permission.CONFIRMATION_READ,
    Permission.FILING_DECIDE: Permission.FILING_READ,
    Permission.OBLIGATION_CLAIM: Permission.OBLIGATION_READ,
    Permission.OBLIGATION_ANSWER: Permission.OBLIGATION_READ,
}


def can(actor: Actor, permission: Permission, target: Any) -> bool:
    """May this actor do this to that row? Whatever the table does not allow is refused."""
    return bool(TABLE[permission](actor, target))
