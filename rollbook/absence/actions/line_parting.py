"""A report about brothers and sisters taken apart, so that each child is filed on its own (ABS-A)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from rollbook.absence.actions.line_filing import MOST_PUPILS
from rollbook.absence.actions.line_states import lock_waiting
from rollbook.absence.events import ReportParted
from rollbook.absence.models import Report, ReportFile, ReportPupil
from rollbook.absence.queries.line_words import opened, sealed
from rollbook.audit.actions import action, record
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused

_SEALED = {"words": "words", "said_by": "said-by", "number": "number", "rung": "rung"}
_SAME = (
    *("way", "state", "doubt", "number_key", "contact_id", "told_at", "taken_at", "taken_by", "taken_by_name"),
    *("taken_by_role", "first", "last", "halves", "expected_back", "code", "rung_at", "rung_by_name"),
)


@action(Permission.FILE_REPORTS)
def part_report(actor: Actor, *, report: uuid.UUID, seen: int, pupils: Sequence[str]) -> tuple[uuid.UUID, ...]:
    """One report for each of these pupils (public ids), in the same words: the one that waits is the first child's.

    Each is then filed, rung back or put aside for itself, with a code and days of its own.
    """
    row = lock_waiting(actor, report, seen)
    wanted = tuple(dict.fromkeys(pupils))
    if not 2 <= len(wanted) <= MOST_PUPILS:
        raise Refused(f"Choose 2 to {MOST_PUPILS} children, each to be filed on its own.")
    ids = ids_of(actor, wanted)
    if len(pupil_lines(actor, tuple(ids.values()), actor.today)) < len(wanted):
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    first, *others = (ids[one] for one in wanted)
    ReportPupil.objects.filter(report=row).delete()
    row.version += 1
    row.save(update_fields=["version"])
    parts = [_part(actor, row) for _ in others]
    Report.objects.bulk_create(parts)
    ReportPupil.objects.bulk_create(
        ReportPupil(school_id=actor.school, report=one, pupil_id=pupil)
        for one, pupil in zip((row, *parts), (first, *others), strict=True)
    )
    files = list(ReportFile.objects.filter(report=row).order_by("id").values_list("file", flat=True))
    ReportFile.objects.bulk_create(
        ReportFile(school_id=actor.school, report=one, file=file) for one in parts for file in files
    )
    record(actor, ReportParted(row.public_id, tuple(str(one.public_id) for one in parts)))
    return (row.public_id, *(one.public_id for one in parts))


def _part(actor: Actor, row: Report) -> Report:
    """The same report once more, with its texts encrypted for their new place."""
    ref = uuid.uuid4()
    texts = {
        field: sealed(opened(getattr(row, field), row.public_id, what), ref, what) for field, what in _SEALED.items()
    }
    same = {field: getattr(row, field) for field in _SAME}
    return Report(school_id=actor.school, public_id=ref, source=f"part:{ref}", **texts, **same)
