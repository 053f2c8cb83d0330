"""Fields of a school's own: added, changed, retired."""

from __future__ import annotations

from uuid import UUID

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.pupils.events import OwnFieldChanged, OwnFieldMade, OwnFieldRetired, OwnFieldTakenUp
from rollbook.pupils.models import OwnField, OwnValue
from rollbook.pupils.queries.own_fields import NO_FIELD, kept_words, shape_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.names import plain
from rollbook.rules.own_fields import FieldKind, FieldShape, require_change, sound
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.queries import school_line
from rollbook.schools.queries.joins import at_school

MOST_FIELDS = 200


@action(Permission.SET_UP_SCHOOL, Permission.SEE_TRUST)
def make_own_field(actor: Actor, *, field: UUID, shape: FieldShape, whole_trust: bool = False) -> None:
    """Add a field for this school, or for every school of its trust; the same `field` again changes nothing.

    Raises Refused for an unsound field and for a name that the school has already; NotAllowed for a trust's
    field without the trust's permission, and for a school's without leave to set it up.
    """
    if OwnField.objects.filter(public_id=field).exists():
        record_nothing_changed()
        return
    trust = _trust_of(actor) if whole_trust else None
    if not whole_trust:
        actor.require(Permission.SET_UP_SCHOOL)
    made = sound(shape)
    _require_free(actor, made.name)
    OwnField.objects.create(
        public_id=field,
        school_id=None if trust else actor.school,
        trust_id=trust,
        name=made.name,
        kind=made.kind,
        audience=made.audience,
        help=made.help,
        choices=list(made.choices),
        dated=made.dated,
        made_at=actor.now,
        made_by_name=actor.name,
    )
    record(actor, OwnFieldMade(field, made.kind, whole_trust))


@action(Permission.SET_UP_SCHOOL, Permission.SEE_TRUST)
def change_own_field(actor: Actor, *, field: UUID, shape: FieldShape) -> None:
    """Change a field's name, help, choices or who may know it; its kind and whether it is encrypted stay."""
    row = _locked(actor, field)
    old, new = shape_of(row), sound(shape)
    if new == old:
        record_nothing_changed()
        return
    require_change(old, new, _used(row) if new.kind is FieldKind.CHOICE else frozenset())
    _require_free(actor, new.name, besides=row.pk)
    row.name, row.audience, row.help = new.name, new.audience, new.help
    row.choices, row.dated = list(new.choices), new.dated
    row.save(update_fields=["name", "audience", "help", "choices", "dated"])
    record(actor, OwnFieldChanged(field))


@action(Permission.SET_UP_SCHOOL, Permission.SEE_TRUST)
def retire_own_field(actor: Actor, *, field: UUID) -> None:
    """Show a field no more; what stands in it is kept with the pupils."""
    row = _locked(actor, field)
    if row.retired_on is not None:
        record_nothing_changed()
        return
    row.retired_on = actor.today
    row.save(update_fields=["retired_on"])
    record(actor, OwnFieldRetired(field))


@action(Permission.SET_UP_SCHOOL, Permission.SEE_TRUST)
def take_up_own_field(actor: Actor, *, field: UUID) -> None:
    """Show a retired field again, with what stands in it."""
    row = _locked(actor, field)
    if row.retired_on is None:
        record_nothing_changed()
        return
    _require_free(actor, row.name, besides=row.pk)
    row.retired_on = None
    row.save(update_fields=["retired_on"])
    record(actor, OwnFieldTakenUp(field))


def _locked(actor: Actor, field: UUID) -> OwnField:
    """The field, locked; a trust's only for who may see the trust, a school's for who sets it up."""
    row = OwnField.objects.select_for_update().filter(public_id=field, school_id=actor.school).first()
    if row is not None:
        actor.require(Permission.SET_UP_SCHOOL)
        return row
    row = OwnField.objects.filter(at_school(actor.school), public_id=field).first()
    if row is None:
        raise NotFound(NO_FIELD)
    _trust_of(actor)
    return OwnField.objects.select_for_update().get(pk=row.pk)


def _trust_of(actor: Actor) -> int:
    if not actor.may(Permission.SEE_TRUST):
        raise NotAllowed("A field for every school of the trust is kept by the trust’s officers. Ask one of them.")
    trust = school_line(actor).trust_id
    if trust is None:
        raise Refused("This school is in no trust. Add the field for this school.")
    return trust


def _require_free(actor: Actor, name: str, *, besides: int | None = None) -> None:
    """Two live fields of one name would be one column twice in every list."""
    live = OwnField.objects.filter(at_school(actor.school), retired_on=None).distinct().values_list("id", "name")
    names = [other for key, other in live if key != besides]
    if plain(name) in {plain(other) for other in names}:
        raise Refused(f"There is a field “{name}” already. Give this one another name.")
    if len(names) >= MOST_FIELDS:
        raise Refused(f"There are {MOST_FIELDS} fields already. Retire those that nobody uses.")


def _used(row: OwnField) -> frozenset[str]:
    """The choices that stand for somebody now or later, in whichever school."""
    rows = OwnValue.objects.filter(field=row, last=None)
    return frozenset(kept_words(one) for one in rows)
