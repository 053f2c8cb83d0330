"""Year rows made ahead, so that the first save of a year costs what every save costs."""

from __future__ import annotations

from datetime import date

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.pupils.queries.identifying import keys_on_roll
from rollbook.registers.events import YearRowsMade
from rollbook.registers.models import PupilYear
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.year_row import EMPTY, year_of


@action(Permission.TAKE_ANY_REGISTER, Permission.EDIT_PUPILS, Permission.IMPORT_DATA)
def make_rows_for_roll(actor: Actor, *, on: date | None = None) -> int:
    """Give every pupil on roll that day, or to come that year, their year row; how many were new."""
    year = year_of(on or actor.today)
    wanted = set(keys_on_roll(actor, on or actor.today))
    held = set(PupilYear.objects.filter(school_id=actor.school, year=year).values_list("pupil_id", flat=True))
    missing = sorted(wanted - held)
    if not missing:
        record_nothing_changed()
        return 0
    PupilYear.objects.bulk_create(
        [PupilYear(school_id=actor.school, year=year, pupil_id=pk, codes=EMPTY) for pk in missing],
        ignore_conflicts=True,
        batch_size=500,
    )
    record(actor, YearRowsMade(year=year, rows=len(missing)))
    return len(missing)
