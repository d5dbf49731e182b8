"""A platform with everybody in it: the people of a case, their neighbours, and those of other houses."""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from odr import clock
from odr.access.actor import Duty, Role, Side
from odr.accounts.models import Account, Body, BodyKind, Membership
from odr.cases.models import Participant
from odr.db import Transaction, transaction
from odr.evidence.commands import submit_exhibit
from odr.rooms.commands import post_message
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation
from tests.leaks.policy import APPLICANT_CAUCUS, OF_THE_CASE, RESPONDENT_CAUCUS, SIDES_AND_MEDIATOR, Thing

LIMIT = 1024 * 1024


@dataclass
class Town:
    """The platform, its people by name, its things, and the secret word hidden in each place."""

    app: Flask
    mediation: Mediation
    accounts: dict[str, str | None]
    found: list[Thing] = field(default_factory=list)
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
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

    def hide(self, place: str, known_by: frozenset[str]) -> str:
        """A new word that nobody but these people may ever come across."""
        word = f"canary{secrets.token_hex(16)}"
        self.secrets[word] = known_by
        return word


def neighbours(tx: Transaction, mediation: Mediation) -> dict[str, str]:
    """People who are near the case and have no business in it."""
    now = clock.now()
    elsewhere = tx.add(Body(kind=BodyKind.COURT, name="另一人民法院"))
    people = {
        key: tx.add(Account(email=f"{key}@people.example", name=name, created_at=now, platform_admin=key == "admin")).id
        for key, name in (("other_court_clerk", "孙岚"), ("admin", "管理员"), ("removed", "旧代理人"))
    }
    tx.add(Membership(account_id=people["other_court_clerk"], body_id=elsewhere.id, duty=Duty.COURT_CLERK))
    tx.add(
        Participant(
            case_id=mediation.case_id,
            account_id=people["removed"],
            role=Role.AGENT,
            party_id=mediation.parties[Side.APPLICANT],
            admitted_at=now,
            removed_at=now,
        )
    )
    return people


def furnish(town: Town) -> None:
    """Put a secret word and a secret file into every channel, and list what now has an address."""
    mediation = town.mediation
    town.found.append(Thing("case", {"ref": mediation.case_ref}, OF_THE_CASE))
    for name, channel, known, speaker in (
        ("joint channel", mediation.joint, SIDES_AND_MEDIATOR, "applicant"),
        ("applicant's caucus", mediation.caucus[Side.APPLICANT], APPLICANT_CAUCUS, "applicant"),
        ("respondent's caucus", mediation.caucus[Side.RESPONDENT], RESPONDENT_CAUCUS, "agent"),
    ):
        actor = mediation.who(speaker)
        post_message(actor, channel, text=town.hide(f"word in the {name}", known), client_ref="secret")
        file_name = f"{town.hide(f'file name in the {name}', known)}.txt"
        inside = town.hide(f"file in the {name}", known).encode()
        kept = submit_exhibit(actor, channel, name=file_name, source=io.BytesIO(inside), max_bytes=LIMIT)
        post_message(actor, channel, text="见附件。", client_ref="file", exhibit_id=kept.exhibit_id)
        town.found += [
            Thing(name, {"channel_id": channel}, known),
            Thing(name, {"ref": mediation.case_ref, "channel_id": channel}, known, frozenset({"ref"})),
            Thing(f"file in the {name}", {"exhibit_id": kept.exhibit_id}, known),
        ]


def build(app: Flask, mediation: Mediation) -> Town:
    """The whole town over a case that is being mediated."""
    with transaction() as tx:
        people: Mapping[str, str] = {**mediation.accounts, **neighbours(tx, mediation)}
    town = Town(app, mediation, {**people, "anonymous": None})
    furnish(town)
    return town
