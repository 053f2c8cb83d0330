"""Where the school's chain stands, and the seals of its days: what a head prints and keeps (REG-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.registers.models import Chain, Seal
from rollbook.rules.actor import Actor
from rollbook.rules.chain import GENESIS
from rollbook.rules.year_row import year_of

MOST_SEALS = 31


@dataclass(frozen=True, slots=True)
class SealLine:
    """A day's seal: the chain's last save as it stood, how many were made that day, whose key signed it."""

    day: date
    chain_year: int
    seq: int
    head: str
    saves: int
    key_id: str

    @property
    def place(self) -> str:
        return f"{self.chain_year}/{self.seq}"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The chain's head at this moment, with the latest seal; `seal` None before the first night."""

    chain_year: int
    seq: int
    head: str
    seal: SealLine | None

    @property
    def place(self) -> str:
        return f"{self.chain_year}/{self.seq}"


def fingerprint(actor: Actor) -> Fingerprint:
    """Where the chain stands now: two statements."""
    chain = Chain.objects.filter(school_id=actor.school).first()
    latest = seals(actor, most=1)
    seal = latest[0] if latest else None
    if chain is None:
        return Fingerprint(year_of(actor.today), 0, GENESIS.hex(), seal)
    return Fingerprint(chain.year, chain.seq, bytes(chain.head).hex(), seal)


def seals(actor: Actor, *, most: int = MOST_SEALS) -> tuple[SealLine, ...]:
    """The latest seals, the newest first: one statement."""
    rows = Seal.objects.filter(school_id=actor.school).order_by("-day")[:most]
    return tuple(SealLine(s.day, s.chain_year, s.seq, bytes(s.head).hex(), s.saves, s.key_id) for s in rows)
