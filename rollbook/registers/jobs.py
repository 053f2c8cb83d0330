"""The register's work in the background: sessions closed, late ones told, the day's seal, new years' tables."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from rollbook.audit.partitions import make_year_partition
from rollbook.audit.planner import look_over_tables
from rollbook.jobs.registry import job
from rollbook.registers import actions
from rollbook.registers.actions.chasing import escalate, show_change
from rollbook.registers.actions.closing import close_session
from rollbook.registers.actions.copying import copy_month
from rollbook.registers.actions.telling_staff import tell_staff
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.rules.year_row import year_of

# A machine that was switched off over a weekend still closes what it left open.
CATCH_UP = timedelta(days=4)


@job("registers.seal_day")
def seal_day(actor: Actor) -> None:
    """Seal the day that is over; a day without a save is sealed with the head as it stands."""
    actions.seal_day(actor, day=actor.today - timedelta(days=1))


@job("registers.close_sessions")
def close_sessions(actor: Actor) -> None:
    """Give the planned code to pupils still unmarked once their register has closed; also of the last days."""
    for back in range(CATCH_UP.days + 1):
        for half in Half:
            close_session(actor, on=actor.today - timedelta(days=back), half=half)


@job("registers.monthly_copy", lease=timedelta(minutes=30))
def monthly_copy(actor: Actor) -> None:
    """Write the sealed copy of the month that is over, if it is not there yet."""
    copy_month(actor)


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


@job("registers.look_over_tables")
def look_over(_: Actor) -> None:
    """Let SQLite see in the night how its tables have grown; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        look_over_tables()


@job("registers.chase")
def chase(actor: Actor) -> None:
    """Tell the next on the school's ladder of each register that is late."""
    escalate(actor)


@job("registers.tell_staff")
def tell_staff_of_late_registers(actor: Actor) -> None:
    """Tell by text or e-mail whoever was asked, told or sent for a late register and has not seen it."""
    tell_staff(actor)


@job("registers.count_board_change")
def count_board_change(actor: Actor) -> None:
    """Let open boards show who covers, once somebody was named."""
    show_change(actor)
