"""Reports' work in the background: schools' figures counted, and what shards say kept; reports sent."""

from __future__ import annotations

from datetime import timedelta

from rollbook.jobs.queue import enqueue
from rollbook.jobs.registry import job
from rollbook.reports.actions.counting import due_at, keep_figures
from rollbook.reports.actions.sending import send_due_reports
from rollbook.reports.hub.reading import keep
from rollbook.reports.queries.figures import count_year
from rollbook.rules.actor import Actor
from rollbook.rules.year_row import year_of


@job("reports.count_school")
def count_school(actor: Actor) -> None:
    """Count this year's figures where marks were saved since; what was counted a moment ago waits its turn (REP-D)."""
    year = year_of(actor.today)
    due = due_at(actor, year)
    if due is None:
        return
    if due > actor.now:
        key = f"reports.count_school:school={actor.school}"  # the one that wiring gives it: the two are one
        enqueue("reports.count_school", key=key, school=actor.school, run_after=due - actor.shift)
        return
    keep_figures(actor, figures=count_year(actor, year))


@job("reports.count_years")
def count_years(actor: Actor) -> None:
    """Count this year and the last anew, whatever was saved: who joined, left or changed a year group counts too."""
    for year in (year_of(actor.today) - 1, year_of(actor.today)):
        keep_figures(actor, figures=count_year(actor, year))


@job("reports.keep_shards")
def keep_shards(actor: Actor) -> None:
    """On a hub: keep what every shard says, for the day on which one does not answer."""
    keep(actor.now)


@job("reports.send_due", lease=timedelta(minutes=10))
def send_due(actor: Actor) -> None:
    """Send every report whose time has come, to whoever may read it (REP-F)."""
    send_due_reports(actor)
