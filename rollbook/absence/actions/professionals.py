"""People outside the school who are told the same day that a child is missing: kept, written to, rung (DAY-2)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from rollbook.absence.actions.contact import add_entry, pupil_of
from rollbook.absence.events import ProfessionalSet, ProfessionalTold
from rollbook.absence.models import ContactEntry, Professional
from rollbook.absence.queries.contact_entries import entries_on
from rollbook.absence.queries.professionals import ProfessionalLine, professional_place, professionals_of
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.comms.actions import ProfessionalNote, write_to_professional
from rollbook.pupils.queries import PupilLine
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half
from rollbook.schools.queries import school_line

_MAY = (Permission.SEND_MESSAGES, Permission.HOLD_CONTACT)
PURPOSE = "first-day-professional"
SUBJECT = "A pupil is absent today"
NO_PROFESSIONAL = "There is no such person around this pupil."


@action(*_MAY)
def set_professional(
    actor: Actor, *, pupil: int, kind: str, name: str, number: str = "", email: str = "", first: date | None = None
) -> uuid.UUID:
    """Note who is told of a child's absence outside the school; encrypted, from a day on."""
    line = pupil_of(actor, pupil)
    if kind not in Professional.Kind.values:
        raise Refused("Choose what they are: social worker, youth-justice worker, carer or virtual school.")
    if not name.strip():
        raise Refused("Write the name, or the team, that is told.")
    if not (number.strip() or email.strip()):
        raise Refused("Write a telephone number or an e-mail address: without one nobody can be told.")
    if email.strip():
        _check_address(email.strip())
    ref = uuid.uuid4()
    Professional.objects.create(
        school_id=actor.school,
        public_id=ref,
        pupil_id=pupil,
        kind=kind,
        name=encrypt(name.strip()[:200], place=professional_place(ref, "name")),
        number=encrypt(number.strip()[:60], place=professional_place(ref, "number")) if number.strip() else b"",
        email=encrypt(email.strip()[:254], place=professional_place(ref, "email")) if email.strip() else b"",
        first=first or actor.today,
    )
    record(actor, ProfessionalSet(str(line.public_id), ref))
    return ref


@action(*_MAY)
def end_professional(actor: Actor, *, professional: uuid.UUID) -> None:
    """This person is no longer told, from today on; what they were told stays on record."""
    row = Professional.objects.filter(school_id=actor.school, public_id=professional).first()
    if row is None:
        raise NotFound(NO_PROFESSIONAL)
    line = pupil_of(actor, row.pupil_id)
    if row.last is not None:
        record_nothing_changed()
        return
    row.last = actor.today - timedelta(days=1)
    row.save(update_fields=["last"])
    record(actor, ProfessionalSet(str(line.public_id), professional))


@action(*_MAY)
def tell_professional(
    actor: Actor, *, pupil: int, professional: uuid.UUID, on: date, half: Half, way: str, note: str = ""
) -> None:
    """Tell somebody outside the school that a child is missing: by an e-mail that goes now, or a call that was made.

    Once a session; the e-mail names the child by forename and initial, and says no more than that.
    """
    line = pupil_of(actor, pupil)
    who = next((p for p in professionals_of(actor, [pupil], on).get(pupil, ()) if p.public_id == professional), None)
    if who is None:
        raise NotFound(NO_PROFESSIONAL)
    before = entries_on(actor, on, half, [pupil]).get(pupil, ())
    if any(e.kind == ContactEntry.Kind.TOLD and e.professional == who.id for e in before):
        record_nothing_changed()
        return
    if way == "email":
        _write(actor, line, who, on, half)
    elif way != "ring":
        raise Refused("Say whether an e-mail goes, or a call was made.")
    add_entry(actor, pupil, on, half, ContactEntry.Kind.TOLD, professional=who.id, way=way, note=note)
    record(actor, ProfessionalTold(str(line.public_id), on, int(half), professional))


def _write(actor: Actor, line: PupilLine, who: ProfessionalLine, on: date, half: Half) -> None:
    if not who.email:
        raise Refused(f"No e-mail address of {who.name} is on file. Ring them, or add it.")
    school = school_line(actor).name
    words = (
        f"{line.forename} {line.surname[:1]}. is absent from {school} this {half.label} and we know no reason. "
        "Please ring the school's attendance office today."
    )
    slot = f"{PURPOSE}:{on.isoformat()}:{half.name}:{line.public_id}"
    note = ProfessionalNote(who.name, who.email, "email", SUBJECT, words, slot, (line.id,))
    (put,) = write_to_professional(actor, notes=[note], purpose=PURPOSE)
    if put.left_out:
        raise Refused(f"Nothing was sent: {put.left_out}. Ring {who.name} instead.")


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(f"“{email}” is no e-mail address. Correct it, or leave it out.") from None
