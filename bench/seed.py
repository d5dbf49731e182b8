"""Cases with four people each, straight into the tables, and the cookie of everybody's browser."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

from blueprints.guard import TOKEN
from odr import clock, schema
from odr.access.actor import Role, Side
from odr.accounts.models import Account, Body, BodyKind, Login, Track
from odr.accounts.queries import digest_of
from odr.cases.models import Appointment, AppointmentState, Case, DisputeType, Participant, Party, PartyKind
from odr.cases.participants import actor_for
from odr.cases.refs import LENGTH, LETTERS
from odr.cases.states import CaseState
from odr.db import new_id, transaction
from odr.rooms.batch import Posting
from odr.rooms.commands import open_mediation_session
from odr.rooms.content import Content
from odr.rooms.posting import post_messages
from odr.rooms.queries import room_page
from tests.factories.opening import get_ready
from wsgi import create_app

ROLES = (
    (Role.PARTY, Side.APPLICANT),
    (Role.PARTY, Side.RESPONDENT),
    (Role.AGENT, Side.RESPONDENT),
    (Role.MEDIATOR, None),
)


def seed(rooms: int, history: int) -> list[dict[str, Any]]:
    """Make `rooms` cases, the first with `history` messages in its joint channel."""
    app = create_app()
    schema.bring_up_to_date()
    signer: Any = app.session_interface
    dumps = signer.get_signing_serializer(app).dumps
    members: list[dict[str, Any]] = []
    with transaction() as tx:
        centre = tx.add(Body(kind=BodyKind.ORGANISATION, name="调解中心", track=Track.INDUSTRY))
        cases = [_case(tx, centre.id, number) for number in range(rooms)]
    for case_id, ref, people in cases:
        mediator = actor_for(people[3][0])
        get_ready(case_id)
        open_mediation_session(mediator, case_id)
        joint = room_page(mediator, ref).channels[0].id
        for account_id, token in people:
            cookie = f"{app.config['SESSION_COOKIE_NAME']}={dumps({TOKEN: token, '_user_id': token})}"
            members.append({"channel_id": joint, "ref": ref, "account_id": account_id, "cookie": cookie})
    for start in range(0, history, 500):
        post_messages(
            [
                Posting(members[n % 4]["account_id"], members[0]["channel_id"], Content(f"message {n}"), f"h{n}")
                for n in range(start, min(history, start + 500))
            ]
        )
    return members


def _case(tx: Any, centre: str, number: int) -> tuple[str, str, list[tuple[str, str]]]:
    now, case_id, ref = clock.now(), new_id(), _ref(number)
    case = Case(id=case_id, ref=ref, title="商标纠纷", dispute_type=DisputeType.TRADEMARK, organisation_id=centre)
    case.state, case.created_at, case.filed_at, case.accepted_at = CaseState.MEDIATING, now, now, now
    case.mediation_from = now
    people = [(new_id(), new_id()) for _ in ROLES]
    accounts = [
        Account(id=account_id, email=f"{place}.{number}@bench.example", name="某某", created_at=now)
        for place, (account_id, _) in enumerate(people)
    ]
    _write(tx, [case, *accounts])
    parties = {
        side: Party(id=new_id(), case_id=case_id, side=side, kind=PartyKind.ORGANISATION, name=f"{side}")
        for side in (Side.APPLICANT, Side.RESPONDENT)
    }
    _write(tx, list(parties.values()))
    rows: list[Any] = []
    for (account_id, token), (role, side) in zip(people, ROLES, strict=True):
        login = Login(account_id=account_id, token_digest=digest_of(token), created_at=now, last_password_at=now)
        login.expires_at = now + timedelta(days=1)
        party = parties[side].id if side else None
        rows += [login, Participant(case_id=case_id, account_id=account_id, role=role, party_id=party, admitted_at=now)]
    appointed = Appointment(case_id=case_id, account_id=people[3][0], state=AppointmentState.CONFIRMED)
    appointed.has_interest, appointed.proposed_at, appointed.disclosed_at = False, now, now
    _write(tx, [*rows, appointed])
    return case_id, ref, people


def _ref(number: int) -> str:
    letters = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters = LETTERS[place] + letters
    return f"HQ-2026-{letters}"


def _write(tx: Any, rows: list[Any]) -> None:
    tx.session.add_all(rows)
    tx.session.flush()


if __name__ == "__main__":
    print("MEMBERS " + json.dumps(seed(int(sys.argv[1]), int(sys.argv[2]))))
