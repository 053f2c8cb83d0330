"""Writing down a reviewed file: in bulk, in the order that the constraints need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Model

from rollbook.pupils.models import (
    Characteristic,
    Contact,
    ContactEmail,
    ContactPhone,
    Enrolment,
    Group,
    GroupMembership,
    ImportRun,
    Provenance,
    Pupil,
    PupilAddress,
    PupilContact,
)
from rollbook.pupils.queries.importing.changes import Writing

_BATCH = 200
# A row is written after those it points at.
_ORDER: tuple[type[Model], ...] = (
    Pupil,
    Contact,
    Enrolment,
    PupilAddress,
    Characteristic,
    GroupMembership,
    ContactPhone,
    ContactEmail,
    PupilContact,
)


def write_down(run: ImportRun, writing: Writing) -> None:
    """Write everything a file says, inside the caller's transaction; what ends is ended before what begins."""
    Group.objects.bulk_create(writing.groups)
    _update(writing.changed.values())
    by_model: defaultdict[type[Model], list[Model]] = defaultdict(list)
    for row in writing.new:
        by_model[type(row)].append(row)
    for model in _ORDER:
        model._default_manager.bulk_create(by_model[model])
    Provenance.objects.bulk_create(
        Provenance(
            school_id=run.school_id,
            run=run,
            pupil=told.pupil,
            row=told.row,
            created=told.created,
            fields=list(told.fields),
        )
        for told in writing.told
    )


def _update(changed: Iterable[tuple[Model, set[str]]]) -> None:
    """Update what changed: rows that get the same values together, the rest by model and fields."""
    alike: defaultdict[tuple[type[Model], tuple[str, ...]], list[Model]] = defaultdict(list)
    for row, fields in changed:
        alike[type(row), tuple(sorted(fields))].append(row)
    for (model, names), rows in sorted(alike.items(), key=lambda each: (each[0][0].__name__, each[0][1])):
        if names == ("last",):
            _end(model, rows)
        else:
            model._default_manager.bulk_update(rows, names, batch_size=_BATCH)


def _end(model: type[Model], rows: Sequence[Model]) -> None:
    """A new school year ends thousands of memberships on one day."""
    by_day: defaultdict[object, list[object]] = defaultdict(list)
    for row in rows:
        by_day[getattr(row, "last", None)].append(row.pk)
    for last, ids in by_day.items():
        for start in range(0, len(ids), _BATCH):
            model._default_manager.filter(pk__in=ids[start : start + _BATCH]).update(last=last)
