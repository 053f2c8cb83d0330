"""Whether the figures that are kept are those that a fresh count gives."""

from __future__ import annotations

from rollbook.registers.queries.beside import Fault
from rollbook.reports.queries.figures import Figures, count_year, figures_of
from rollbook.rules.actor import Actor
from rollbook.rules.year_row import year_of


def figure_faults(actor: Actor) -> tuple[Fault, ...]:
    """A fault for this year and the last where what is kept was counted at the save that stands, and is another."""
    years = (year_of(actor.today) - 1, year_of(actor.today))
    return tuple(fault for year in years if (fault := _fault(actor, year)) is not None)


def _fault(actor: Actor, year: int) -> Fault | None:
    kept = figures_of(actor, year)
    if kept is None:
        return None
    fresh = count_year(actor, year)
    if kept.chain != fresh.chain or _sums(kept) == _sums(fresh):
        return None
    return Fault(f"figures of {year}/{(year + 1) % 100:02}", "are not what a fresh count gives")


def _sums(found: Figures) -> object:
    """What marks alone decide: year groups and days looked at move on without a save."""
    return found.whole, found.weeks
