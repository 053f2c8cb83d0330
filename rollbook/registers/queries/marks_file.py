"""The marks that stand as a CSV file, one session a row, which an import here finds to change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rollbook.audit.actions import log_access
from rollbook.formats.values.guarded import csv_file
from rollbook.pupils.queries.identifying import ids_of, pupils_by_reference
from rollbook.registers.models import Mark
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half

COLUMNS = ("UPN", "MIS ID", "Admission Number", "Date", "Session", "Mark", "Minutes Late")


def marks_csv(actor: Actor, first: date | None = None, last: date | None = None) -> bytes:
    """The marks from a day to a day, in order of sessions; without the codes that the calendar sets (#, Z).

    A pupil is named by UPN, MIS id and admission number, as the other systems know them.
    """
    actor.require(Permission.SEE_ALL_PUPILS)
    actor.require(Permission.SEE_REASONS)
    log_access(actor, what="export of the marks", subject=f"school:{actor.school}")
    return csv_file(COLUMNS, _rows(actor, first or date.min, last or date.max))


def _rows(actor: Actor, first: date, last: date) -> Iterator[tuple[str, ...]]:
    references = {public: tuple(known) for public, *known in pupils_by_reference(actor)}
    known = {key: references[public] for public, key in ids_of(actor, references).items()}
    marks = Mark.objects.filter(school_id=actor.school, date__range=(first, last)).order_by("date", "half", "pupil_id")
    rows = marks.values_list("pupil_id", "date", "half", "code", "minutes")
    for pupil, on, half, code, minutes in rows.iterator(chunk_size=5000):
        if in_force(on)[code].enterable:
            late = "" if minutes is None else str(minutes)
            yield (*known[pupil], f"{on:%d/%m/%Y}", Half(half).name, code, late)
