"""How many wrong passwords an address may be sent, and why a stranger cannot lock its owner out.

Strangers share one budget per address. A device on which the owner signed in before carries a mark, and spends a budget
of its own: whoever uses up the strangers' budget does not touch it (SP 800-63B-4, 3.2.2). A new password by e-mail
restores both.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from odr import clock
from odr.access.vault import purpose_subkey
from odr.accounts.models import AttemptBudget
from odr.db import Transaction
from odr.errors import TooMany

BY_STRANGERS = 90
BY_A_KNOWN_DEVICE = 10


def charge(tx: Transaction, email: str, device: str = "") -> str:
    """Spend one try before the password is looked at, so that tries in parallel cannot outrun the count.

    Returns the budget charged, for `restore`. An address without an account is charged alike.

    Raises:
        TooMany: the budget is spent; a new password by e-mail restores it.
    """
    owner = _owner(email)
    if _is_marked(email, device):
        budget = _key(owner, device.partition(".")[0])
        if _spend(tx, budget, owner, BY_A_KNOWN_DEVICE):
            return budget
    budget = _key(owner, "")
    if not _spend(tx, budget, owner, BY_STRANGERS):
        raise TooMany(way_out="reset")
    return budget


def restore(tx: Transaction, budget: str) -> None:
    """The password was right: the count starts anew."""
    tx.session.execute(delete(AttemptBudget).where(AttemptBudget.id == budget))


def restore_all(tx: Transaction, email: str) -> None:
    """A new password was set through the owner's mailbox: every budget of the address starts anew."""
    tx.session.execute(delete(AttemptBudget).where(AttemptBudget.owner == _owner(email)))


def device_mark(email: str) -> str:
    """What a browser keeps after a sign-in, to be told from a stranger the next time."""
    return mark_of(email, secrets.token_urlsafe(12))


def mark_of(email: str, device: str) -> str:
    """The mark of a device that is known by another secret, such as its live sign-in."""
    nonce = sha256(device.encode()).hexdigest()[:24]
    return f"{nonce}.{_seal(email, nonce)}"


def _is_marked(email: str, device: str) -> bool:
    nonce, _, seal = device.partition(".")
    return bool(nonce) and hmac.compare_digest(seal.encode(), _seal(email, nonce).encode())


def _seal(email: str, nonce: str) -> str:
    return hmac.new(purpose_subkey("device"), f"{nonce}|{email}".encode(), sha256).hexdigest()


def _owner(email: str) -> str:
    return hmac.new(purpose_subkey("attempts"), email.encode(), sha256).hexdigest()[:22]


def _key(owner: str, nonce: str) -> str:
    return sha256(f"{owner}|{nonce}".encode()).hexdigest()[:22]


def _spend(tx: Transaction, budget: str, owner: str, most: int) -> bool:
    if _count(tx, budget, most):
        return True
    if tx.session.get(AttemptBudget, budget) is not None:
        return False
    try:
        with tx.session.begin_nested():
            tx.add(AttemptBudget(id=budget, owner=owner, failures=1, last_at=clock.now()))
    except IntegrityError:
        return _count(tx, budget, most)
    return True


def _count(tx: Transaction, budget: str, most: int) -> bool:
    spend = (
        update(AttemptBudget)
        .where(AttemptBudget.id == budget, AttemptBudget.failures < most)
        .values(failures=AttemptBudget.failures + 1, last_at=clock.now())
        .execution_options(synchronize_session=False)
        .returning(AttemptBudget.id)
    )
    return tx.session.execute(spend).first() is not None
