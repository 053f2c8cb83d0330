"""The fields that this school has added for itself, or its trust for it, and what stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from rollbook.audit.actions import log_access, log_list
from rollbook.audit.keys import decrypt
from rollbook.formats.values.own import shown_own
from rollbook.pupils.models import OwnField, OwnValue, Pupil
from rollbook.pupils.queries.joins import covers
from rollbook.pupils.queries.seeing import NO_PUPIL, seen
from rollbook.rules.actor import Actor
from rollbook.rules.names import order_of
from rollbook.rules.own_fields import AUDIENCES, KINDS, Audience, FieldKind, FieldShape, audiences_of, may_edit
from rollbook.rules.refused import NotFound
from rollbook.schools.queries.joins import at_school

NO_FIELD = "There is no such field in this school, or none that you may see."


@dataclass(frozen=True, slots=True)
class OwnFieldLine:
    """A field as set-up, a pupil's page and a list know it; `filled` counts pupils, where it was asked for."""

    id: int
    public_id: UUID
    shape: FieldShape
    whole_trust: bool
    retired_on: date | None
    may_edit: bool
    filled: int = 0

    @property
    def name(self) -> str:
        return self.shape.name

    @property
    def kind_says(self) -> str:
        return KINDS[self.shape.kind]

    @property
    def audience_says(self) -> str:
        return AUDIENCES[self.shape.audience]


@dataclass(frozen=True, slots=True)
class OwnValueLine:
    """What stands in one field for one pupil, as it is kept and as it is said; empty text for nothing."""

    field: OwnFieldLine
    kept: str
    first: date | None
    made_by: str

    @property
    def says(self) -> str:
        return shown_own(self.field.shape.kind, self.kept)


@dataclass(frozen=True, slots=True)
class PastValue:
    """What stood in a field from a day to a day."""

    name: str
    says: str
    first: date
    last: date | None
    made_by: str


def own_fields(actor: Actor, *, retired: bool = False) -> tuple[OwnFieldLine, ...]:
    """The fields whose values this person may see, by name: one statement. Retired ones only if asked for."""
    mine = audiences_of(actor.permissions)
    rows = _fields(actor) if retired else _fields(actor).filter(retired_on=None)
    return _by_name(_line(actor, row) for row in rows if Audience(row.audience) in mine)


def fields_set_up(actor: Actor) -> tuple[OwnFieldLine, ...]:
    """Every field of the school, retired ones too, with how many pupils have something in it: two statements.

    For set-up: names and kinds, no values, whoever may know those.
    """
    filled: dict[int, int] = defaultdict(int)
    values = OwnValue.objects.filter(covers(actor.today), school_id=actor.school)
    for field_id in values.values_list("field_id", flat=True):
        filled[field_id] += 1
    return _by_name(_line(actor, row, filled[row.pk]) for row in _fields(actor))


def own_field(actor: Actor, public_id: UUID) -> OwnFieldLine:
    """One field of this school, whoever may see what stands in it; NotFound for any other."""
    row = _fields(actor).filter(public_id=public_id).first()
    if row is None:
        raise NotFound(NO_FIELD)
    return _line(actor, row)


def own_values_of(actor: Actor, public_id: UUID, *, sealed: bool = True) -> tuple[OwnValueLine, ...]:
    """Every field this person may see with what stands in it for a pupil today: three statements, one more to note it.

    Without `sealed` those few may know are left out, and nothing is noted. One statement where there is no field;
    else NotFound for a pupil this person may not see.
    """
    fields = [field for field in own_fields(actor) if sealed or not field.shape.sealed]
    if not fields:
        return ()
    pupil_id = _pupil_key(actor, public_id)
    rows = OwnValue.objects.filter(covers(actor.today), pupil_id=pupil_id, field_id__in=[f.id for f in fields])
    found = {row.field_id: row for row in rows}
    if any(field.shape.sealed for field in fields):
        log_access(actor, what="own fields", subject=f"pupil:{public_id}")
    return tuple(_value_line(field, found.get(field.id)) for field in fields)


def past_values_of(actor: Actor, public_id: UUID) -> tuple[PastValue, ...]:
    """What stood before, or will stand, in the fields this person may see, latest first: three statements.

    Retired fields are among them.
    """
    pupil_id = _pupil_key(actor, public_id)
    fields = {field.id: field for field in own_fields(actor, retired=True)}
    rows = OwnValue.objects.filter(pupil_id=pupil_id, field_id__in=fields).order_by("-first", "-id")
    now = [row for row in rows if not _in_force(row, actor.today) or fields[row.field_id].retired_on]
    return tuple(
        PastValue(
            name=fields[row.field_id].name,
            says=shown_own(fields[row.field_id].shape.kind, kept_words(row)),
            first=row.first,
            last=row.last,
            made_by=row.made_by_name,
        )
        for row in now
        if row.last is None or row.last >= row.first
    )


def own_values(
    actor: Actor, fields: Collection[OwnFieldLine], pupil_ids: Collection[int], on: date
) -> Mapping[int, Mapping[int, str]]:
    """What is kept in these fields for these pupils on a day, by field and pupil: one statement, one more to note it.

    Fields this person may not see have nothing; that encrypted ones were opened in a list is noted.
    """
    mine = audiences_of(actor.permissions)
    wanted = [field for field in fields if field.shape.audience in mine]
    if not wanted:
        return {}
    rows = OwnValue.objects.filter(covers(on), school_id=actor.school, field_id__in=[field.id for field in wanted])
    asked = frozenset(pupil_ids)
    found: dict[int, dict[int, str]] = {field.id: {} for field in wanted}
    for row in rows.only("public_id", "field_id", "pupil_id", "says", "sealed"):
        if row.pupil_id in asked:
            found[row.field_id][row.pupil_id] = kept_words(row)
    sealed = {pupil for field in wanted if field.shape.sealed for pupil in found[field.id]}
    if sealed:
        log_list(actor, what="own fields", count=len(sealed))
    return found


def kept_words(row: OwnValue) -> str:
    """What stands in a row, decrypted where it is sealed."""
    return decrypt(row.sealed, place=own_place(row.public_id)) if row.sealed else row.says


def own_place(public_id: UUID) -> str:
    """Where a value's words belong, to which their encryption is bound."""
    return f"pupils.ownvalue|{public_id}"


def shape_of(row: OwnField) -> FieldShape:
    return FieldShape(
        name=row.name,
        kind=FieldKind(row.kind),
        audience=Audience(row.audience),
        help=row.help,
        choices=tuple(row.choices),
        dated=row.dated,
    )


def _fields(actor: Actor) -> QuerySet[OwnField]:
    return OwnField.objects.filter(at_school(actor.school)).distinct().order_by("id")


def _line(actor: Actor, row: OwnField, filled: int = 0) -> OwnFieldLine:
    shape = shape_of(row)
    return OwnFieldLine(
        id=row.pk,
        public_id=row.public_id,
        shape=shape,
        whole_trust=row.trust_id is not None,
        retired_on=row.retired_on,
        may_edit=row.retired_on is None and may_edit(actor.permissions, shape.audience),
        filled=filled,
    )


def _by_name(lines: Iterable[OwnFieldLine]) -> tuple[OwnFieldLine, ...]:
    return tuple(sorted(lines, key=lambda line: (*order_of(line.name), line.id)))


def _value_line(field: OwnFieldLine, row: OwnValue | None) -> OwnValueLine:
    if row is None:
        return OwnValueLine(field, "", None, "")
    return OwnValueLine(field, kept_words(row), row.first, row.made_by_name)


def _in_force(row: OwnValue, on: date) -> bool:
    return row.first <= on and (row.last is None or on <= row.last)


def _pupil_key(actor: Actor, public_id: UUID) -> int:
    found = Pupil.objects.filter(seen(actor), public_id=public_id).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(NO_PUPIL)
    return found
