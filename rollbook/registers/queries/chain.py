"""Where a school's chain stands: what is counted from the registers says which save it was counted at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rollbook.registers.models import Chain
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class ChainAt:
    """The last save of a chain: its year, its number in that year, and its hash; noughts before the first."""

    year: int = 0
    seq: int = 0
    head: bytes = b""


BEFORE_THE_FIRST = ChainAt()


def chain_of(actor: Actor) -> ChainAt:
    """Where the chain of the actor's school stands: one statement."""
    return chains_of(actor, (actor.school,)).get(actor.school, BEFORE_THE_FIRST)


def chains_of(actor: Actor, schools: Iterable[int]) -> Mapping[int, ChainAt]:
    """The same of many schools, whose figures the caller may see: one statement; those without a save are left out."""
    rows = Chain.objects.filter(school_id__in=tuple(schools)).order_by("school_id")
    found = rows.values_list("school_id", "year", "seq", "head")
    return {school: ChainAt(year, seq, bytes(head)) for school, year, seq, head in found}
