"""A pupil's particulars, group, address and circumstances change; what was stays dated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.pupils.actions.finding import locked_pupil, the_group
from rollbook.pupils.events import (
    AddressChanged,
    CharacteristicEnded,
    CharacteristicSet,
    PupilChanged,
    PupilMoved,
)
from rollbook.pupils.models import Characteristic, Enrolment, GroupMembership, Pupil, PupilAddress
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codesets import find, name_of
from rollbook.rules.refused import Refused
from rollbook.rules.upn import parse_upn

_DAY = timedelta(days=1)
_EMPTY = ("", None)
_MAY_NOT_BE_EMPTY = ("legal_surname", "born", "sex")
_UNIQUE = {"upn": "UPN", "mis_id": "MIS id", "admission_number": "admission number"}
_TEXTS = (
    "legal_forename", "legal_surname", "middle_names", "preferred_forename", "preferred_surname",
    "former_surname", "mis_id", "admission_number", "last_school_name", "last_school_address",
)  # fmt: skip
_CODED = {"sex": "sex", "ethnicity": "ethnicity", "first_language": "first_language"}
CHANGEABLE = frozenset((*_TEXTS, *_CODED, "upn", "former_upn", "born"))


class TakenAlready(Refused):
    """Another pupil of this school has that UPN or number."""


@action(Permission.EDIT_PUPILS)
def change_pupil(actor: Actor, *, pupil: UUID, changes: Mapping[str, str | date]) -> None:
    """Change some of a pupil's particulars, named as in `CHANGEABLE`; the others stay.

    A UPN is proved first (UPN-1), and one that is replaced is kept as the former UPN. Raises
    TakenAlready for another pupil's UPN or number.
    """
    held = locked_pupil(actor, pupil)
    told = {name: value for name, value in checked(actor, held, changes).items() if value != getattr(held, name)}
    if "upn" in told and held.upn and "former_upn" not in told:
        told["former_upn"] = held.upn
    if not told:
        record_nothing_changed()
        return
    for name, value in told.items():
        setattr(held, name, value)
    held.save(update_fields=list(told))
    record(actor, PupilChanged(pupil=pupil, fields=tuple(sorted(told))))


@action(Permission.EDIT_PUPILS)
def move_group(actor: Actor, *, pupil: UUID, group: UUID, first: date) -> None:
    """Put a pupil into a group from a day on; the other group of that kind ends the day before.

    A teaching group ends no other. Raises Refused before the starting day or after the last.
    """
    held, into = locked_pupil(actor, pupil), the_group(actor, group)
    _require_on_roll(held, first)
    members = GroupMembership.objects.filter(pupil=held)
    if members.filter(group=into, first__lte=first, last__isnull=True).exists():
        record_nothing_changed()
        return
    same_kind = members.filter(group__kind=into.kind) if into.kind != "teaching" else members.filter(group=into)
    same_kind.filter(first__gte=first).delete()
    same_kind.filter(last__isnull=True).update(last=first - _DAY)
    same_kind.filter(last__gte=first).update(last=first - _DAY)
    GroupMembership.objects.create(school_id=actor.school, group=into, pupil=held, first=first)
    record(actor, PupilMoved(pupil=pupil, group=group, first=first))


@action(Permission.EDIT_PUPILS)
def change_address(actor: Actor, *, pupil: UUID, lines: str, postcode: str, first: date) -> None:
    """Write down where a pupil lives from a day on (ADM-4, ADM-5); the old address ends the day before."""
    held = locked_pupil(actor, pupil)
    if not lines.strip():
        raise Refused("An address needs at least one line.")
    current = PupilAddress.objects.filter(pupil=held, last__isnull=True).first()
    if current is not None and (current.lines, current.postcode) == (lines, postcode):
        record_nothing_changed()
        return
    if current is not None and current.first >= first:
        raise Refused(f"The address held here counts from {current.first:%d/%m/%Y}. Choose a later day.")
    if current is not None:
        current.last = first - _DAY
        current.save(update_fields=["last"])
    PupilAddress.objects.create(school_id=actor.school, pupil=held, lines=lines, postcode=postcode.upper(), first=first)
    record(actor, AddressChanged(pupil=pupil, first=first))


@action(Permission.EDIT_PUPILS)
def set_characteristic(actor: Actor, *, pupil: UUID, kind: str, first: date, value: str = "") -> None:
    """Record that something is true of a pupil from a day on; another value ends the old one the day before."""
    held = locked_pupil(actor, pupil)
    kind = Characteristic.Kind(kind)
    current = Characteristic.objects.filter(pupil=held, kind=kind, last__isnull=True).first()
    if current is not None and current.value == value:
        record_nothing_changed()
        return
    if current is not None and current.first >= first:
        raise Refused(f"This is recorded from {current.first:%d/%m/%Y} already. Choose a later day.")
    if current is not None:
        current.last = first - _DAY
        current.save(update_fields=["last"])
    Characteristic.objects.create(school_id=actor.school, pupil=held, kind=kind, value=value, first=first)
    record(actor, CharacteristicSet(pupil=pupil, kind=kind, first=first))


@action(Permission.EDIT_PUPILS)
def end_characteristic(actor: Actor, *, pupil: UUID, kind: str, last: date) -> None:
    """Record that something is true of a pupil up to a day and no longer."""
    held = locked_pupil(actor, pupil)
    current = Characteristic.objects.filter(pupil=held, kind=kind, last__isnull=True).first()
    if current is None or current.first > last:
        raise Refused("Nothing of this kind is recorded for the pupil that could end on that day.")
    current.last = last
    current.save(update_fields=["last"])
    record(actor, CharacteristicEnded(pupil=pupil, kind=kind, last=last))


def checked(actor: Actor, pupil: Pupil, told: Mapping[str, object]) -> dict[str, object]:
    """The values as they are kept; refuses what the register may not hold of this pupil."""
    if unknown := set(told) - CHANGEABLE:
        raise LookupError(f"no particulars of a pupil: {', '.join(sorted(unknown))}")
    found = {name: _value(name, value) for name, value in told.items()}
    for name in _MAY_NOT_BE_EMPTY:
        if found.get(name, "something") in _EMPTY:
            raise Refused(f"The register must hold the pupil's {name.replace('_', ' ')}.", rule="ADM-4")
    born = found.get("born")
    if isinstance(born, date) and born > actor.today:
        raise Refused("The date of birth is in the future. Check the year.")
    for name, words in _UNIQUE.items():
        others = Pupil.objects.filter(school_id=actor.school, **{name: found.get(name, "")}).exclude(pk=pupil.pk)
        if found.get(name) and others.exists():
            raise TakenAlready(f"Another pupil of this school has this {words}. Look that pupil up first.")
    return found


def _value(name: str, value: object) -> object:
    if isinstance(value, str):
        value = value.strip()
        if name in ("upn", "former_upn"):
            return parse_upn(value) if value else ""
        if name in _CODED and value and find(_CODED[name], value) is None:
            raise Refused(f"“{name_of(_CODED[name], value)}” is not a known {name.replace('_', ' ')}.")
        longest = getattr(Pupil._meta.get_field(name), "max_length", None)
        if longest and len(value) > longest:
            raise Refused(f"The {name.replace('_', ' ')} has {len(value)} characters; at most {longest} are kept.")
    return value


def _require_on_roll(pupil: Pupil, on: date) -> None:
    enrolments = Enrolment.objects.filter(pupil=pupil, first_day__lte=on)
    if not (enrolments.filter(last_day__isnull=True).exists() or enrolments.filter(last_day__gte=on).exists()):
        raise Refused(f"This pupil is not on roll on {on:%d/%m/%Y}, so cannot be in a group on that day.")
