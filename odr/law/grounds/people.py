"""The people: parties clearly named, able to act, and spoken for only by agents with the power to settle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stdnum.cn import ric, uscc

from odr.law.articles import cite
from odr.law.draft import DraftAgent, DraftAgreement, DraftParty
from odr.law.findings import Finding, block, warn
from signing.wording import Words

NEEDED_POWERS = frozenset({"settle", "sign_agreement", "apply_confirmation"})
MOST_AGENTS = 2
_POWER_WORDS = {
    "settle": Words(zh="进行和解", en="to settle"),
    "sign_agreement": Words(zh="签署调解协议", en="to sign the agreement"),
    "apply_confirmation": Words(zh="申请司法确认", en="to apply for confirmation"),
}


def agents_may_settle(draft: DraftAgreement) -> Iterator[Finding]:
    """P-08: an agent who signs needs special authority, filed, with the proof of their kind; at most two a side."""
    for party in draft.parties:
        agents = [agent for agent in draft.agents if agent.principal == party.name]
        if len(agents) > MOST_AGENTS:
            yield block("P-08", cite("CPL 61"), Words(
                zh=f"{party.name}的代理人超过两名。", en=f"{party.name} has more than two agents.",
            ))  # fmt: skip
        for agent in agents:
            yield from _one_agent(agent)


def _one_agent(agent: DraftAgent) -> Iterator[Finding]:
    missing = sorted(NEEDED_POWERS - agent.powers)
    if agent.signs and missing:
        zh = "、".join(_POWER_WORDS[power].zh for power in missing)
        en = ", ".join(_POWER_WORDS[power].en for power in missing)
        yield block("P-08", cite("INT 89"), Words(
            zh=f"代理人{agent.name}没有特别授权：{zh}。只写“全权代理”不够。",
            en=f"Agent {agent.name} lacks special authority {en}. A bare general power is not enough.",
        ), also=(cite("CPL 62"),))  # fmt: skip
    if not agent.mandate_filed:
        yield block("P-08", cite("CPL 62"), Words(
            zh=f"没有代理人{agent.name}的授权委托书。",
            en=f"The power of attorney of agent {agent.name} is not on file.",
        ))  # fmt: skip
    if not agent.proof_filed:
        yield block("P-08", cite("INT 88"), Words(
            zh=f"没有代理人{agent.name}的身份和资格证明。",
            en=f"The proof of identity and standing of agent {agent.name} is not on file.",
        ))  # fmt: skip


def age_on(birth: date, day: date) -> int:
    """Full years of age on a day; somebody born on 29 February ages on 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def capacity(draft: DraftAgreement) -> Iterator[Finding]:
    """P-09: nobody without full capacity signs alone; 16 to 17 living on own work counts as full (CC 18)."""
    for party in draft.parties:
        age = age_on(party.birth_date, draft.on) if party.birth_date else None
        minor = age is not None and age < 18 and not (age >= 16 and party.lives_on_own_work)
        if (minor or party.lacks_capacity) and not party.guardian:
            yield block("P-09", cite("CC 20") if age is not None and age < 8 else cite("CC 145"), Words(
                zh=f"{party.name}没有完全民事行为能力，须由法定代理人代理或者同意。",
                en=f"{party.name} lacks full capacity; a statutory representative must act or consent.",
            ), also=(cite("CPL 60"),))  # fmt: skip


def parties_identified(draft: DraftAgreement) -> Iterator[Finding]:
    """P-20, first half: an agreement whose parties are not clear cannot be enforced (INT 461)."""
    if len(draft.parties) < 2:
        yield block("P-20", cite("INT 461"), Words(
            zh="协议至少要有两方当事人。", en="An agreement needs at least two parties.",
        ))  # fmt: skip
    for party in draft.parties:
        missing = _missing_particulars(party)
        if missing:
            lacking_zh, lacking_en = "、".join(zh for zh, _ in missing), ", ".join(en for _, en in missing)
            yield block("P-20", cite("INT 461"), Words(
                zh=f"{party.name or '一方当事人'}的身份信息不完整：缺少{lacking_zh}。",
                en=f"The particulars of {party.name or 'one party'} are incomplete: {lacking_en}.",
            ), also=(cite("INT 354"),))  # fmt: skip


def _missing_particulars(party: DraftParty) -> list[tuple[str, str]]:
    wanted = [
        (party.name, "名称或者姓名", "name"),
        (party.identity_code, "证件号码", "identity number"),
        (party.address, "住所", "address"),
        (party.contact, "联系方式", "contact"),
    ]
    if party.is_organisation:
        wanted.append((party.representative, "法定代表人或者负责人", "legal representative"))
    return [(zh, en) for value, zh, en in wanted if not value.strip()]


def codes_look_right(draft: DraftAgreement) -> Iterator[Finding]:
    """P-38, first half: a Chinese identity number or credit code carries a check digit; a wrong one is a slip."""
    for party in draft.parties:
        code = party.identity_code.strip().upper()
        if party.foreign or not code:
            continue
        right = uscc.is_valid(code) if party.is_organisation else ric.is_valid(code)
        if not right:
            yield warn("P-38", cite("INT 354"), Words(
                zh=f"{party.name}的证件号码校验位不对，请核对。",
                en=f"The identity number of {party.name} fails its check digit; please compare it with the document.",
            ))  # fmt: skip


def names_identical(draft: DraftAgreement) -> Iterator[Finding]:
    """P-38: names and numbers are the same on every paper of the case."""
    by_name = {party.name: party for party in draft.parties}
    for mention in draft.mentions:
        party = by_name.get(mention.party)
        if party is None:
            continue
        codes_differ = bool(mention.identity_code) and mention.identity_code.upper() != party.identity_code.upper()
        if mention.name != party.name or codes_differ:
            yield block("P-38", cite("INT 354"), Words(
                zh=f"{mention.paper.zh}上的当事人与协议不一致：{mention.name}，{party.name}。",
                en=f"{mention.paper.en} names the party differently from the agreement: {mention.name}, {party.name}.",
            ))  # fmt: skip


def foreign_party_papers(draft: DraftAgreement) -> Iterator[Finding]:
    """P-37: a foreign party's papers are authenticated, and its lawyer is a lawyer of the PRC."""
    for party in draft.parties:
        if party.foreign and not party.identity_authenticated:
            yield warn("P-37", cite("INT 521"), Words(
                zh=f"{party.name}的主体资格证明须经公证认证或者附加证明书。申请确认前必须补齐。",
                en=f"The identity papers of {party.name} must be notarised and authenticated or carry an apostille. "
                "They are needed before filing.",
            ), also=(cite("CPL 275"),))  # fmt: skip


WHOLE_RULES = (
    agents_may_settle,
    capacity,
    parties_identified,
    codes_look_right,
    names_identical,
    foreign_party_papers,
)
