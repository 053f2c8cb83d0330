"""The statutory returns of a period: how many fell due, and whether they were made in time (RET-1 to RET-4)."""

from __future__ import annotations

from dataclasses import dataclass

from rollbook.cases.queries.records import case_records
from rollbook.reports.asked import When
from rollbook.reports.queries.clocks import Counted, clocks_of, counted
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class Return:
    """One kind of return, in words that somebody outside the office understands, and how its clocks ended."""

    process: str
    title: str
    rule: str
    clocks: Counted


RETURNS = {
    "new_pupil_return": ("New pupils returned to the authority within five days", "RET-1"),
    "deletion": ("The authority told before a name came off the roll", "RET-2"),
    "ten_day_return": ("Ten school days of unauthorised absence in a row reported", "RET-3"),
    "sickness_return": ("Fifteen school days of illness reported", "RET-4"),
}


def returns(actor: Actor, days: When) -> tuple[Return, ...]:
    """Every kind of return with the clocks of it that ended in these days: five statements, six after a closure."""
    records = case_records(actor, tuple(RETURNS), days.first, days.last)
    ran = clocks_of(actor, records, days)
    return tuple(
        Return(
            key,
            title,
            rule,
            counted(one for one in ran if one.case.process.key == key and one.clock.clock.rule == rule),
        )
        for key, (title, rule) in RETURNS.items()
    )
