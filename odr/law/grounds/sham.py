"""Signs of sham mediation, for the mediator and the supervisor alone: what one side reads of the other is not here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from odr.law.articles import cite
from odr.law.draft import DraftAgreement, DraftParty
from odr.law.findings import Eyes, Finding, warn
from signing.wording import Words

INSTANT_HOURS = 2
"""A dispute settled sooner after the opening than this, with nothing contested, deserves a second look."""


def _sign(message: Words) -> Finding:
    return warn("P-30", cite("INV 18"), message, also=(cite("OMR 23"), cite("CPL 115")), eyes=Eyes.MEDIATOR)


def no_common_agent(draft: DraftAgreement) -> Iterator[Finding]:
    """P-30: one agent on both sides (INV 18; OMR 23; CPL 115)."""
    principals: dict[str, set[str]] = defaultdict(set)
    for agent in draft.agents:
        principals[agent.name].add(agent.principal)
    for name, sides in principals.items():
        if len(sides) > 1:
            yield _sign(Words(
                zh=f"{name}同时代理双方。请由督导人员审查是否为虚假调解。",
                en=f"{name} acts for both sides. A supervisor should review whether the mediation is a sham.",
            ))  # fmt: skip


def _shared(draft: DraftAgreement, read: Callable[[DraftParty], str]) -> bool:
    values = ["".join(read(party).split()).casefold() for party in draft.parties]
    said = [value for value in values if value]
    return len(said) != len(set(said))


def separate_addresses(draft: DraftAgreement) -> Iterator[Finding]:
    """P-30: two parties at one address, or reached by one telephone or mail address (INV 18)."""
    if _shared(draft, lambda party: party.address):
        yield _sign(Words(zh="双方登记的住所相同。", en="Both sides give the same address."))
    if _shared(draft, lambda party: party.contact):
        yield _sign(Words(zh="双方登记的联系方式相同。", en="Both sides give the same telephone or mail address."))


def unrelated_parties(draft: DraftAgreement) -> Iterator[Finding]:
    """P-30: companies led by one person, or one party leading the other (INV 18)."""
    leaders = [party.representative.strip() for party in draft.parties if party.representative.strip()]
    people = {party.name.strip() for party in draft.parties if not party.is_organisation}
    if len(leaders) != len(set(leaders)) or people & set(leaders):
        yield _sign(Words(
            zh="双方的法定代表人或者负责人是同一人，可能是关联公司。",
            en="One person leads both sides; they may be related companies.",
        ))  # fmt: skip


def a_real_dispute(draft: DraftAgreement) -> Iterator[Finding]:
    """P-30: a deal within hours of the opening about which nobody ever differed (INV 18)."""
    hours = draft.signals.hours_of_mediation
    if hours is not None and hours < INSTANT_HOURS and draft.signals.contested is False:
        yield _sign(Words(
            zh="开始调解后很快达成协议，双方没有任何争执。",
            en="The deal came at once after the opening, and nothing was contested.",
        ))  # fmt: skip


def no_repeated_pair(draft: DraftAgreement) -> Iterator[Finding]:
    """P-30: the same two parties in other cases before the same organisation (INV 18)."""
    count = draft.signals.earlier_cases
    if count:
        yield _sign(Words(
            zh=f"相同的双方在本机构还有{count}起案件。",
            en=f"The same two parties have {count} more cases before this organisation.",
        ))  # fmt: skip


WHOLE_RULES = (
    no_common_agent,
    separate_addresses,
    unrelated_parties,
    a_real_dispute,
    no_repeated_pair,
)
