"""What came of reaching a family, as whoever spoke to them says it; a mistake is taken back (ABS-B, ABS-D)."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from rollbook.absence.events import ContactOutcome, ContactTakenBack, FamilyUnaware
from rollbook.absence.models import ContactEntry
from rollbook.absence.queries.contact_entries import entry_place
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.comms.actions import StaffNote, write_to_staff
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.seeing import NO_PUPIL
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half
from rollbook.site.actions import report_missing
from rollbook.staff.queries import staff_members

_K = ContactEntry.Kind
_MAY = (Permission.SEND_MESSAGES, Permission.HOLD_CONTACT)
MISSING_SUBJECT = "A child is missing"
MISSING_WORDS = "A family believes that their child is in school, and the child is not. Look in Rollbook now."
OUTCOMES = ("aware", "unaware", "unreachable", "no-answer", "message-left", "answered", "found")
LONGEST_NOTE = 2000


@action(*_MAY)
def record_outcome(
    actor: Actor,
    *,
    pupil: int,
    on: date,
    half: Half,
    outcome: str,
    contact: int | None = None,
    way: str = "",
    note: str = "",
    message: uuid.UUID | None = None,
) -> uuid.UUID:
    """Note what came of reaching a family, by whom and by which way; gives the entry's id (ABS-B).

    `message` is the call on the calling list, or of a machine, whose end this is.

    `aware`: the family knows, a reason is still needed. `unaware`: the family believes the child is in
    school; the search for a missing child begins at once. `unreachable`: nobody can be reached (ABS-D).
    `answered`, `no-answer`, `message-left`: of one call. `found`: the child is in school after all.
    """
    if outcome not in OUTCOMES:
        raise Refused(f"“{outcome}” is no outcome. Choose one of: {', '.join(OUTCOMES)}.")
    line = pupil_of(actor, pupil)
    entry = add_entry(
        actor, pupil, on, half, _K.OUTCOME, outcome=outcome, contact=contact, way=way, note=note, message=message
    )
    record(actor, ContactOutcome(str(line.public_id), on, int(half), outcome))
    if outcome == "unaware" and on == actor.today:
        search_for(actor, line, on, half)
    return entry


@action(*_MAY)
def take_back_entry(actor: Actor, *, entry: uuid.UUID) -> None:
    """Take back what was noted by mistake; the entry stays on record, and that it was taken back."""
    row = ContactEntry.objects.select_for_update().filter(school_id=actor.school, public_id=entry).first()
    if row is None:
        raise NotFound("There is no such entry in this school.")
    if row.kind not in (_K.OUTCOME, _K.TOLD):
        raise Refused("What was sent cannot be unsaid. Write down what came of it instead.")
    line = pupil_of(actor, row.pupil_id)
    if ContactEntry.objects.filter(school_id=actor.school, takes_back=row).exists():
        record_nothing_changed()
        return
    add_entry(actor, row.pupil_id, row.on, Half(row.half), _K.TAKEN_BACK, takes_back=row)
    record(actor, ContactTakenBack(str(line.public_id), entry))


def search_for(actor: Actor, line: PupilLine, on: date, half: Half) -> uuid.UUID:
    """Begin the search for a child who is not where the family believes, once for each session."""
    said = f"{half.label} register; the family believes the child is in school"
    wanted = uuid5(NAMESPACE_URL, f"unaware:{line.public_id}:{on}:{half.name}")
    found = report_missing(actor, search_id=wanted, pupil=str(line.public_id), lesson=said[:60].capitalize())
    _tell_those_who_answer(actor, line, on, half)
    record(actor, FamilyUnaware(str(line.public_id), on, int(half), found.search))
    return found.search


def _tell_those_who_answer(actor: Actor, line: PupilLine, on: date, half: Half) -> None:
    """The safeguarding lead and the head learn of it at once; the note names nobody."""
    told = [
        member
        for member in staff_members(actor)
        if member.is_active and any(held.role in (Role.DSL, Role.HEAD) for held in member.now)
    ]
    slot = f"unaware:{line.public_id}:{on}:{half.name}"
    notes = [StaffNote(m.id, "text", MISSING_SUBJECT, MISSING_WORDS, slot, (line.id,)) for m in told]
    if notes:
        write_to_staff(actor, notes=notes, purpose="first-day-unaware")


@action(*_MAY)
def search_for_gone(actor: Actor, *, line: PupilLine, on: date, half: Half) -> uuid.UUID:
    """Begin the search for a child who was in this morning and is missing now: never a text (ABS-B)."""
    wanted = uuid5(NAMESPACE_URL, f"gone:{line.public_id}:{on}:{half.name}")
    found = report_missing(
        actor, search_id=wanted, pupil=str(line.public_id), lesson="Afternoon register; was in this morning"
    )
    return found.search


def pupil_of(actor: Actor, pupil: int) -> PupilLine:
    """A pupil whom this person may know of, or NotFound."""
    found = pupil_lines(actor, [pupil], actor.today)
    if not found:
        raise NotFound(NO_PUPIL)
    return found[0]


def add_entry(
    actor: Actor,
    pupil: int,
    on: date,
    half: Half,
    kind: str,
    *,
    outcome: str = "",
    contact: int | None = None,
    professional: int | None = None,
    way: str = "",
    note: str = "",
    takes_back: ContactEntry | None = None,
    message: uuid.UUID | None = None,
) -> uuid.UUID:
    """Write one entry, in the caller's transaction."""
    said, entry = note.strip(), uuid.uuid4()
    if len(said) > LONGEST_NOTE:
        raise Refused(f"The note is longer than {LONGEST_NOTE:,} characters. Shorten it.")
    ContactEntry.objects.create(
        school_id=actor.school,
        public_id=entry,
        pupil_id=pupil,
        on=on,
        half=int(half),
        kind=kind,
        contact_id=contact,
        professional_id=professional,
        way=way,
        outcome=outcome,
        takes_back=takes_back,
        message=message,
        at=actor.now,
        by_id=actor.user_id,
        by_name=actor.name,
        note=encrypt(said, place=entry_place(entry)) if said else b"",
    )
    return entry
