"""The list of blueprints and socket features to mount."""

from __future__ import annotations

from flask import Blueprint

from blueprints.accounts.views import accounts
from blueprints.agreements import socket as agreements_socket
from blueprints.agreements.remarks import agreements
from blueprints.audit.views import audit
from blueprints.bundles.exports import bundles, schemas
from blueprints.calls import socket as calls_socket
from blueprints.calls.views import calls
from blueprints.cases.views import cases
from blueprints.confirmations import socket as confirmations_socket
from blueprints.confirmations.desk import desk
from blueprints.confirmations.views import confirmations
from blueprints.evidence.pages import evidence
from blueprints.evidence.uploads import uploads
from blueprints.guests.views import guests
from blueprints.health.views import health
from blueprints.home.views import home
from blueprints.issues import socket as issues_socket
from blueprints.issues.views import issues
from blueprints.locale import locale
from blueprints.offers import socket as offers_socket
from blueprints.offers.views import offers
from blueprints.performance.views import performance
from blueprints.proposals import socket as proposals_socket
from blueprints.proposals.views import proposals
from blueprints.realtime import Feature
from blueprints.records import socket as records_socket
from blueprints.records.leaving import records
from blueprints.rooms import socket as rooms_socket
from blueprints.rooms.messages import rooms
from blueprints.rooms.parties import parties_pages
from blueprints.rooms.sittings import sittings_pages
from blueprints.signatures.views import signatures
from blueprints.verify.pki import pki
from blueprints.verify.views import verify

BLUEPRINTS: list[Blueprint] = [
    locale,
    home,
    accounts,
    cases,
    health,
    rooms,
    calls,
    sittings_pages,
    parties_pages,
    evidence,
    offers,
    proposals,
    records,
    guests,
    uploads,
    issues,
    agreements,
    signatures,
    bundles,
    schemas,
    confirmations,
    desk,
    performance,
    verify,
    audit,
    pki,
]
SOCKET_FEATURES: list[Feature] = [
    rooms_socket.FEATURE,
    calls_socket.FEATURE,
    agreements_socket.FEATURE,
    confirmations_socket.FEATURE,
    offers_socket.FEATURE,
    proposals_socket.FEATURE,
    records_socket.FEATURE,
    issues_socket.FEATURE,
]
