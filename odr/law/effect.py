"""When a mediation agreement takes effect, which differs from one kind of mediation to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from odr.law.articles import Citation, cite
from odr.law.draft import Track
from odr.law.time_limits import beijing_date
from signing.wording import Words


@dataclass(frozen=True)
class Completed:
    """Who has signed and when; None for somebody who has not. Instants carry a time zone."""

    parties: tuple[datetime | None, ...]
    mediators: tuple[datetime | None, ...]
    seal: datetime | None


@dataclass(frozen=True)
class Effect:
    """The day of effect, if any, and the acts still outstanding for the agreement to be issued."""

    effective_at: datetime | None
    citation: Citation
    outstanding: tuple[Words, ...]

    @property
    def effective_on(self) -> date | None:
        """The Beijing day from which the thirty days run: the earliest defensible one."""
        return beijing_date(self.effective_at) if self.effective_at else None

    @property
    def issued(self) -> bool:
        """Whether the agreement is in effect and in the form the law asks for."""
        return self.effective_at is not None and not self.outstanding


_PARTIES = Words(zh="当事人签名", en="the signature of every party")
_MEDIATOR = Words(zh="调解员签名", en="the mediator's signature")
_SEAL = Words(zh="调解组织印章", en="the organisation's seal")
_BASIS = {
    Track.PEOPLE: cite("PML 29"),
    Track.COURT_PLATFORM: cite("OMR 19"),
    Track.COURT_ASSIGNED: cite("INV 24"),
    Track.COMMERCIAL: cite("CC 490"),
    Track.INDUSTRY: cite("CC 490"),
    Track.ADMINISTRATIVE: cite("CC 490"),
}


def _last(instants: tuple[datetime | None, ...]) -> datetime | None:
    """The latest instant, or None while one is missing or nobody is expected."""
    known = [instant for instant in instants if instant is not None]
    return max(known) if known and len(known) == len(instants) else None


def effect_of(track: Track, completed: Completed) -> Effect:
    """The effect of an agreement on its track.

    People's mediation needs parties, mediator and seal (PML 29). Elsewhere the parties' last signature counts
    (OMR 19; INV 24; CC 490), while mediator and seal are still asked for as form (CMR 22; OMR 19).
    """
    parties, mediators = _last(completed.parties), _last(completed.mediators)
    outstanding = tuple(
        words for words, done in ((_PARTIES, parties), (_MEDIATOR, mediators), (_SEAL, completed.seal)) if done is None
    )
    effective = parties
    if track is Track.PEOPLE:
        effective = _last((parties, mediators, completed.seal))
    return Effect(effective, _BASIS[track], outstanding)


def effect_clause(track: Track) -> Words:
    """The sentence that the agreement itself carries on when it takes effect."""
    if track is Track.PEOPLE:
        return Words(
            zh="本协议自各方当事人签名、调解员签名并加盖调解组织印章之日起生效。",
            en="This agreement takes effect on the day on which all parties and the mediator have signed it and the "
            "mediation organisation has affixed its seal.",
        )
    return Words(
        zh="本协议自各方当事人全部完成签名之日起生效，并由调解员签名、加盖调解组织印章。",
        en="This agreement takes effect on the day on which all parties have completed their signatures; the mediator "
        "signs it and the mediation organisation affixes its seal.",
    )
