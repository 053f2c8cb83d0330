"""Whether the clocks of cases were kept in a period: each time one ran, over many cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rollbook.absence.queries.days import days_met
from rollbook.cases.queries.records import CaseRecord
from rollbook.reports.asked import When
from rollbook.rules.actor import Actor
from rollbook.rules.kept_clocks import ClockKept, Kept, clocks_kept


@dataclass(frozen=True, slots=True)
class Ran:
    """A clock that ran in a case."""

    case: CaseRecord
    clock: ClockKept


@dataclass(frozen=True, slots=True)
class Counted:
    """How often clocks ran, and how they ended."""

    ran: int
    in_time: int
    late: int
    running: int
    overdue: int

    @property
    def ended(self) -> int:
        """Those that can be judged: met, or past their day."""
        return self.in_time + self.late + self.overdue


def clocks_of(actor: Actor, records: Sequence[CaseRecord], days: When, *, only_law: bool = True) -> tuple[Ran, ...]:
    """Every clock of these cases whose last day lies in these days: two statements, three after a closure."""
    if not records:
        return ()
    calendar = days_met(actor)
    ran = (
        Ran(case, clock)
        for case in records
        for clock in clocks_kept(
            case.process,
            opened_on=case.opened_on,
            taken=case.taken,
            facts=case.facts,
            calendar=calendar,
            today=actor.today,
            is_closed=case.closed_on is not None,
            only_law=only_law,
        )
    )
    return tuple(one for one in ran if days.first <= one.clock.due <= days.last)


def counted(ran: Iterable[Ran]) -> Counted:
    """How these ended."""
    ended = [one.clock.kept for one in ran]
    return Counted(len(ended), *(ended.count(kept) for kept in (Kept.IN_TIME, Kept.LATE, Kept.RUNNING, Kept.OVERDUE)))


def by_process(ran: Iterable[Ran]) -> Mapping[str, tuple[Ran, ...]]:
    """The same by the name of the process, in the order in which they are met."""
    found: dict[str, list[Ran]] = {}
    for one in ran:
        found.setdefault(one.case.process.name, []).append(one)
    return {name: tuple(those) for name, those in found.items()}
