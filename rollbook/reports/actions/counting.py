"""Keeping a school's figures: derived from the record, which does not change, so that nothing is told of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from rollbook.audit.actions import action, record_nothing_changed
from rollbook.registers.queries.chain import chain_of
from rollbook.reports.models import SchoolFigures
from rollbook.reports.queries.figures import Figures, as_row, figures_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

# While registers come in, a school's figures are counted no more often than this.
APART = timedelta(minutes=3)


@action(Permission.SEE_TRUST)
def keep_figures(actor: Actor, *, figures: Figures) -> None:
    """Put figures in the place of those kept before, unless somebody has kept later ones meanwhile."""
    kept = SchoolFigures.objects.filter(school_id=actor.school, year=figures.year)
    row = as_row(figures)
    if not kept.filter(made_at__lte=figures.made_at).update(**row) and not kept.exists():
        SchoolFigures.objects.create(school_id=actor.school, year=figures.year, **row)
    record_nothing_changed()


def due_at(actor: Actor, year: int) -> datetime | None:
    """When this school's figures may be counted next; None where they were counted at the save that stands."""
    kept = figures_of(actor, year)
    if kept is None:
        return actor.now
    if kept.chain == chain_of(actor):
        return None
    return max(actor.now, kept.made_at + APART)
