"""The register's work in the background: the day's seal, new years' rows, new years' partitions."""

from __future__ import annotations

from datetime import timedelta

from rollbook.audit.partitions import make_year_partition
from rollbook.jobs.registry import job
from rollbook.registers import actions
from rollbook.rules.actor import Actor
from rollbook.rules.year_row import year_of


@job("registers.seal_day")
def seal_day(actor: Actor) -> None:
    """Seal the day that is over; a day without a save is sealed with the head as it stands."""
    actions.seal_day(actor, day=actor.today - timedelta(days=1))


@job("registers.make_year_rows")
def make_year_rows(actor: Actor) -> None:
    """Give everybody on roll their row for the year, so that a register finds it when it is saved."""
    actions.make_rows_for_roll(actor)


@job("registers.make_partitions")
def make_partitions(actor: Actor) -> None:
    """Keep a partition ready for this year's marks and the next's (PostgreSQL)."""
    for year in (year_of(actor.today), year_of(actor.today) + 1):
        make_year_partition("registers_mark", year)
        make_year_partition("registers_lessonmark", year)
