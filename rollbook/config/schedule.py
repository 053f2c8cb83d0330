"""The jobs of the day, in English local time; a test says when one of them is not there."""

from __future__ import annotations

from rollbook.jobs.registry import known_jobs
from rollbook.jobs.scheduling import Scheduled

SCHEDULE: tuple[Scheduled, ...] = (
    # After midnight, so that the day it seals is over; made up for in the morning by a machine
    # that is switched off at night.
    Scheduled("registers.seal_day", "10 0 * * *", each_school=True),
    Scheduled("registers.chase", "*/2 7-18 * * *", each_school=True),
    Scheduled("registers.close_sessions", "*/10 8-18 * * *", each_school=True),
    # Every minute, so that the first messages are out two minutes after the registers close (ABS-B).
    Scheduled("absence.reach_families", "* 7-18 * * 1-5", each_school=True),
    Scheduled("comms.read_mailbox", "* * * * *", each_school=True),
    Scheduled("comms.look_after", "*/5 * * * *", each_school=True),
    Scheduled("absence.announce_daily_lists", "*/5 6-18 * * 1-5", each_school=True),
    Scheduled("reports.send_due", "*/10 5-20 * * *", each_school=True),
    Scheduled("absence.watch_visitors", "* * * * *", each_school=True),
    # Before the office opens: a clock ends with the day, whether a mark changed or not.
    Scheduled("cases.reassess", "0 5 * * *", each_school=True),
    # A starting day agreed weeks ago is today: the return is due five days from it (RET-1).
    Scheduled("processes.open_new_pupil_returns", "5 5 * * *", each_school=True),
    Scheduled("registers.make_year_rows", "20 0 * * *", each_school=True),
    # After the year rows: whoever joined or left moves a school's figures without a mark (REP-D).
    Scheduled("reports.count_years", "45 0 * * *", each_school=True),
    # Only a hub has shards to keep something of.
    Scheduled("reports.keep_shards", "*/10 * * * *"),
    Scheduled("registers.make_partitions", "30 0 * * *"),
    Scheduled("registers.look_over_tables", "15 2 * * *"),
    # Every night, though it writes once a month: what failed on the first is made up for on the second.
    Scheduled("registers.monthly_copy", "20 1 * * *", each_school=True),
    # Made anew only where something changed; who came or was marked meanwhile also calls for it (wiring).
    Scheduled("site.keep_emergency_list", "*/2 6-20 * * *", each_school=True),
    Scheduled("site.forget_emergency_list", "5 0 * * *", each_school=True),
    Scheduled("absence.forget_parent_visits", "35 0 * * *", each_school=True),
    Scheduled("pupils.forget_uploads", "40 0 * * *", each_school=True),
    Scheduled("files.clear_strays", "50 0 * * *", each_school=True),
)


def jobs_of_the_day() -> tuple[Scheduled, ...]:
    """The schedule, without what this installation has no part of the office for."""
    return tuple(entry for entry in SCHEDULE if entry.job in known_jobs())
