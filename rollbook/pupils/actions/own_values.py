"""What stands in a field of the school's own: written for one pupil, or for many at once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.formats.values.cells import Unreadable
from rollbook.formats.values.own import read_own
from rollbook.pupils.actions.finding import locked_pupil
from rollbook.pupils.events import OwnFieldFilled, OwnValueCleared, OwnValueSet
from rollbook.pupils.models import OwnField, OwnValue, Pupil
from rollbook.pupils.queries.own_fields import NO_FIELD, kept_words, own_place, shape_of
from rollbook.pupils.queries.seeing import NO_PUPIL, seen
from rollbook.rules.actor import Actor
from rollbook.rules.own_fields import EDITS, FieldShape, require_edit
from rollbook.rules.refused import NotFound, Refused
from rollbook.schools.queries.joins import at_school

MOST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class _Written:
    """One pupil's new words, what stands open in the field now, and from which day the new ones hold."""

    pupil_id: int
    kept: str
    standing: OwnValue | None
    first: date

    @property
    def changes(self) -> bool:
        return self.kept != (kept_words(self.standing) if self.standing else "")


@action(*EDITS)
def set_own_value(actor: Actor, *, field: UUID, pupil: UUID, says: str, first: date | None = None) -> None:
    """Write in a field for one pupil, from a day on (today unless the field is dated); empty words empty it.

    Raises Refused for words that are not of the field's kind, with what was typed, and for a day before the
    one since which something else stands there.
    """
    row = _field(actor, field)
    shape = shape_of(row)
    require_edit(actor, shape.audience)
    held = locked_pupil(actor, pupil)
    if not Pupil.objects.filter(seen(actor), pk=held.pk).exists():
        raise NotFound(NO_PUPIL)
    since = (first if shape.dated else None) or actor.today
    standing = OwnValue.objects.filter(field=row, pupil=held, last=None).first()
    written = _Written(held.pk, _read(shape, says), standing, since)
    if not written.changes:
        record_nothing_changed()
        return
    _require_order(written)
    _write(actor, row, [written])
    if written.kept:
        record(actor, OwnValueSet(pupil, field, since))
    else:
        record(actor, OwnValueCleared(pupil, field, since - timedelta(days=1)))


@action(*EDITS)
def fill_own_field(actor: Actor, *, field: UUID, values: Mapping[int, str], first: date | None = None) -> int:
    """Write in a field for many pupils (by key) at once; gives for how many something changed.

    Ten statements at most, however many pupils. Raises Refused for the first value that is not of the field's
    kind: nothing is written then.
    """
    row = _field(actor, field)
    shape = shape_of(row)
    require_edit(actor, shape.audience)
    if len(values) > MOST_AT_ONCE:
        raise Refused(f"These are {len(values)} pupils; at most {MOST_AT_ONCE} are written at once.")
    since = (first if shape.dated else None) or actor.today
    ours = Pupil.objects.select_for_update().filter(seen(actor), pk__in=values).order_by("pk")
    known = list(ours.values_list("pk", flat=True))
    standing = {one.pupil_id: one for one in OwnValue.objects.filter(field=row, pupil_id__in=known, last=None)}
    all_of_them = [_Written(pk, _read(shape, values[pk]), standing.get(pk), since) for pk in known]
    written = [one for one in all_of_them if one.changes]
    for one in written:
        _require_order(one)
    if not written:
        record_nothing_changed()
        return 0
    _write(actor, row, written)
    record(actor, OwnFieldFilled(field, len(written)))
    return len(written)


def _field(actor: Actor, field: UUID) -> OwnField:
    """A field that can be written in: of this school or its trust, and not retired."""
    row = OwnField.objects.filter(at_school(actor.school), public_id=field).first()
    if row is None:
        raise NotFound(NO_FIELD)
    if row.retired_on is not None:
        raise Refused(f"“{row.name}” was retired. Take it up again in set-up to write in it.")
    return row


def _read(shape: FieldShape, says: str) -> str:
    try:
        return read_own(shape, says)
    except Unreadable as bad:
        raise Refused(bad.says) from None


def _require_order(written: _Written) -> None:
    standing = written.standing
    if standing is not None and written.first < standing.first:
        since = f"{standing.first.day} {standing.first:%B %Y}"
        raise Refused(f"Something stands here since {since}. Say that day or a later one.")


def _write(actor: Actor, field: OwnField, written: Sequence[_Written]) -> None:
    """End what stood the day before; one that was written the same day was never in force."""
    ended = [one.standing for one in written if one.standing is not None]
    for one in written:
        if one.standing is not None:
            one.standing.last = one.first - timedelta(days=1)
    OwnValue.objects.bulk_update(ended, ["last"], batch_size=1_000)
    OwnValue.objects.bulk_create(
        [_row(actor, field, one) for one in written if one.kept],
        batch_size=1_000,
    )


def _row(actor: Actor, field: OwnField, one: _Written) -> OwnValue:
    public_id = uuid.uuid4()
    sealed = shape_of(field).sealed
    return OwnValue(
        school_id=actor.school,
        public_id=public_id,
        field=field,
        pupil_id=one.pupil_id,
        says="" if sealed else one.kept,
        sealed=encrypt(one.kept, place=own_place(public_id)) if sealed else b"",
        first=one.first,
        made_at=actor.now,
        made_by_name=actor.name,
    )
