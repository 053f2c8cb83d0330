"""A name enters the admission register, and a time on the roll ends."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from rollbook.audit.actions import action, record
from rollbook.pupils.actions.changing import checked
from rollbook.pupils.actions.finding import locked_pupil
from rollbook.pupils.events import PupilEnrolled, PupilLeft
from rollbook.pupils.models import Enrolment, GroupMembership, Pupil
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codesets import find
from rollbook.rules.refused import Refused
from rollbook.rules.sources import refuse


class EnrolmentOverlaps(Refused):
    """The pupil is on roll here already on one of those days."""


class NotOnRoll(Refused):
    """There is no open enrolment to end."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a new entry in the register must have, and what it may have (ADM-4). `sex` is F or M."""

    legal_surname: str
    legal_forename: str
    born: date
    sex: str
    middle_names: str = ""
    preferred_forename: str = ""
    preferred_surname: str = ""
    former_surname: str = ""
    upn: str = ""
    former_upn: str = ""
    mis_id: str = ""
    admission_number: str = ""
    ethnicity: str = ""
    first_language: str = ""
    last_school_name: str = ""
    last_school_address: str = ""


@action(Permission.EDIT_PUPILS)
def enter_pupil(
    actor: Actor,
    *,
    particulars: Particulars,
    first_day: date,
    status: str = Enrolment.Status.CURRENT,
    boarder: bool = False,
) -> UUID:
    """Enter a pupil who is not held yet, on roll from the starting day (ADM-1); the public id."""
    pupil = Pupil(school_id=actor.school)
    for name, value in checked(actor, pupil, asdict(particulars)).items():
        setattr(pupil, name, value)
    pupil.save()
    _enrol(actor, pupil, first_day, status, boarder)
    return pupil.public_id


@action(Permission.EDIT_PUPILS)
def enrol(
    actor: Actor,
    *,
    pupil: UUID,
    first_day: date,
    status: str = Enrolment.Status.CURRENT,
    boarder: bool = False,
) -> None:
    """Put a pupil who is held here on roll again. Raises EnrolmentOverlaps while another time on the roll runs."""
    _enrol(actor, locked_pupil(actor, pupil), first_day, status, boarder)


@action(Permission.EDIT_PUPILS)
def end_enrolment(
    actor: Actor, *, pupil: UUID, last_day: date, reason: str, destination: str = "", removal_ground: str = ""
) -> None:
    """End a pupil's time on the roll; groups end with it. `reason` is a leaving-reason code (DEL-4).

    Raises NotOnRoll without an open enrolment that began by that day.
    """
    held = locked_pupil(actor, pupil)
    if find("leaving_reason", reason) is None:
        raise Refused(f"“{reason}” is not a known reason for leaving. Choose one from the list.")
    if removal_ground and find("removal_ground", removal_ground) is None:
        raise refuse("DEL-4", f"“{removal_ground}” is not a ground for taking a name off the roll.")
    open_now = Enrolment.objects.filter(pupil=held, last_day__isnull=True).first()
    if open_now is None or open_now.first_day > last_day:
        raise refuse("DEL-4", f"This pupil has no enrolment that could end on {last_day:%d/%m/%Y}.", NotOnRoll)
    open_now.last_day, open_now.leaving_reason = last_day, reason
    open_now.destination, open_now.removal_ground = destination, removal_ground
    open_now.save(update_fields=["last_day", "leaving_reason", "destination", "removal_ground"])
    memberships = GroupMembership.objects.filter(pupil=held)
    memberships.filter(Q(last__isnull=True) | Q(last__gt=last_day), first__lte=last_day).update(last=last_day)
    memberships.filter(first__gt=last_day).delete()
    record(actor, PupilLeft(pupil=pupil, last_day=last_day, reason=reason))


def _enrol(actor: Actor, pupil: Pupil, first_day: date, status: str, boarder: bool) -> None:
    if first_day <= pupil.born:
        raise refuse("ADM-2", "The starting day is on or before the day of birth. Check both dates.")
    other = (
        Enrolment.objects.filter(pupil=pupil)
        .filter(Q(last_day__isnull=True) | Q(last_day__gte=first_day))
        .order_by("first_day", "id")
        .first()
    )
    if other is not None:
        until = f"until {other.last_day:%d/%m/%Y}" if other.last_day else "with no last day"
        says = f"This pupil is on roll here from {other.first_day:%d/%m/%Y} {until}. End that enrolment first."
        raise refuse("ADM-2", says, EnrolmentOverlaps)
    Enrolment.objects.create(
        school_id=actor.school,
        pupil=pupil,
        first_day=first_day,
        status=Enrolment.Status(status),
        boarder=boarder,
    )
    record(actor, PupilEnrolled(pupil=pupil.public_id, first_day=first_day))
