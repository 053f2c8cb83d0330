"""Before planned school days are taken away, those parts of the office that would mind are asked.

The registers lie above the schools and refuse for days that already have marks (COD-18).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rollbook.rules.actor import Actor
from rollbook.schools.models import School
from rollbook.schools.queries import calendar_of

before_days_go: list[Callable[[Actor, tuple[date, ...]], None]] = []
"""Each is given the school days that are about to go, in order, and raises Refused if they may not."""


def lock(actor: Actor) -> School:
    """The actor's school, held until the end of the action, so that two changes of its calendar never cross."""
    return School.objects.select_for_update().get(pk=actor.school)


def school_days(actor: Actor) -> frozenset[date]:
    return frozenset(calendar_of(actor).days)


def ask_about_days_gone(actor: Actor, before: frozenset[date]) -> None:
    """Ask everybody listed about the days that were school days and are none after this change."""
    gone = tuple(sorted(before - school_days(actor)))
    if not gone:
        return
    for ask in before_days_go:
        ask(actor, gone)
