"""What people are written about a meeting: words that name a child only to the family, and the calendar file."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rollbook.comms.actions import (
    Draft,
    Enclosure,
    ProfessionalNote,
    StaffNote,
    put_in_outbox,
    write_letters,
    write_to_professional,
    write_to_staff,
)
from rollbook.comms.queries.accounts import mail_sender
from rollbook.files.actions import keep_made
from rollbook.formats.calendar_file import Invitation, calendar_file
from rollbook.meetings.models import Meeting
from rollbook.meetings.queries.letter_facts import facts_about
from rollbook.meetings.reactions import PURPOSE, slot_of
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.meetings import BY_KEY
from rollbook.rules.sessions import in_words
from rollbook.schools.queries import school_line

EMAIL, LETTER, HAND = "email", "letter", "hand"
FILE_NAME = "meeting.ics"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is to be told: by which way first, why not if they are held back; `gone` is no longer asked."""

    id: int
    ref: uuid.UUID
    name: str
    email: str
    contact: int | None
    user: int | None
    way: str
    may_fall_back: bool
    held: str
    gone: bool
    knew: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: the message or the letters, or why neither."""

    way: str
    message: uuid.UUID | None = None
    letters: uuid.UUID | None = None
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """What everything that is written about one meeting shares; `sender` is name and address of the school."""

    row: Meeting
    pupils: Mapping[int, PupilLine]
    school: str
    sender: tuple[str, str]

    @property
    def when(self) -> str:
        at = self.row.at.astimezone(LONDON)
        return f"{in_words(at.date())} at {at:%-H:%M}"

    @property
    def children(self) -> str:
        names = [line.forename for line in self.pupils.values()]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    def slot(self, one: Reader) -> str:
        """Once for each version, and once more for who is taken off."""
        off = ":off" if one.gone and self.row.cancelled_at is None else ""
        return f"{slot_of(self.row.public_id, self.row.sequence)}{off}"

    def subject(self, one: Reader) -> str:
        day = self.row.at.astimezone(LONDON)
        what = "Cancelled: meeting" if one.gone else "Changed: meeting" if one.knew else "Meeting"
        return f"{what} at {self.school}, {day:%a} {day.day} {day:%b}, {day:%-H:%M}"


def telling_of(actor: Actor, row: Meeting, pupils: Collection[int]) -> Telling:
    """Three statements."""
    lines = {line.id: line for line in pupil_lines(actor, pupils, actor.today)}
    school = school_line(actor).name
    name, address = mail_sender(actor)
    return Telling(row, lines, school, (name or school, address))


def by_mail_to_family(actor: Actor, telling: Telling, readers: Sequence[Reader]) -> dict[int, Outcome]:
    """E-mails to contacts, held for a minute, as comms lets them go."""
    drafts = [
        Draft(
            pupils=tuple(telling.pupils),
            contact=one.contact or 0,
            channel=EMAIL,
            slot=telling.slot(one),
            words=_to_family(telling, one),
            subject=telling.subject(one),
            to=one.email,
            enclosed=_calendar(actor, telling, one),
        )
        for one in readers
    ]
    put = put_in_outbox(actor, drafts=drafts, purpose=PURPOSE)
    return {
        one.id: Outcome(EMAIL, message=done.message, left_out=done.left_out)
        for one, done in zip(readers, put, strict=True)
    }


def by_mail_to_staff(actor: Actor, telling: Telling, readers: Sequence[Reader]) -> dict[int, Outcome]:
    """Notes to colleagues: when and where; about whom they read in Rollbook."""
    notes = [
        StaffNote(
            user=one.user or 0,
            channel=EMAIL,
            subject=telling.subject(one),
            words=_to_staff(telling, one),
            slot=telling.slot(one),
            enclosed=_calendar(actor, telling, one),
        )
        for one in readers
    ]
    written = write_to_staff(actor, notes=notes, purpose=PURPOSE)
    return {
        one.id: Outcome(EMAIL, message=done.message, left_out=done.left_out)
        for one, done in zip(readers, written, strict=True)
    }


def by_mail_to_others(actor: Actor, telling: Telling, readers: Sequence[Reader]) -> dict[int, Outcome]:
    """E-mails to the authority and to other services, which name no child."""
    notes = [
        ProfessionalNote(
            name=one.name,
            to=one.email,
            channel=EMAIL,
            subject=telling.subject(one),
            words=_to_others(telling, one),
            slot=telling.slot(one),
            pupils=tuple(telling.pupils),
            enclosed=_calendar(actor, telling, one),
        )
        for one in readers
    ]
    written = write_to_professional(actor, notes=notes, purpose=PURPOSE)
    return {
        one.id: Outcome(EMAIL, message=done.message, left_out=done.left_out)
        for one, done in zip(readers, written, strict=True)
    }


def by_letter(actor: Actor, telling: Telling, readers: Sequence[Reader]) -> dict[int, Outcome]:
    """Letters to contacts: one for each address, so that parents who live apart are written to apart."""
    told: dict[int, Outcome] = {}
    for template in ("meeting-invitation", "meeting-moved", "meeting-cancelled"):
        those = [one for one in readers if _template(one) == template]
        if not those:
            continue
        facts = facts_about(telling.row)
        written = write_letters(
            actor,
            template=template,
            pupils=tuple(telling.pupils),
            purpose=PURPOSE,
            slot=f"{telling.slot(those[0])}:{those[0].id}",
            facts=dict.fromkeys(telling.pupils, facts),
            only=frozenset(one.contact or 0 for one in those),
        )
        why = {out.contact: out.why for out in written.left_out}
        told |= {
            one.id: Outcome(
                LETTER, letters=written.run, left_out=why.get(one.name, "" if written.run else why.get("", ""))
            )
            for one in those
        }
    return told


def _template(one: Reader) -> str:
    if one.gone:
        return "meeting-cancelled"
    return "meeting-moved" if one.knew else "meeting-invitation"


def _calendar(actor: Actor, telling: Telling, one: Reader) -> tuple[Enclosure, ...]:
    """The meeting for one person's calendar: nobody else's name is in it, and no child's."""
    if not one.email:
        return ()
    row = telling.row
    file = Invitation(
        uid=f"{row.public_id}@rollbook",
        sequence=row.sequence,
        starts=row.at,
        minutes=row.length,
        title=f"Meeting at {telling.school}",
        place=row.place,
        organiser=telling.sender,
        attendee=(one.name, one.email),
        made_at=actor.now,
        cancelled=one.gone,
    )
    kept = keep_made(
        actor, name=FILE_NAME, media="text/calendar", data=calendar_file(file), kind="invitation", pupils=()
    )
    return (Enclosure(kept, FILE_NAME, file.media),)


def _to_family(telling: Telling, one: Reader) -> str:
    if one.gone:
        said = f"The meeting about {telling.children} on {telling.when} is cancelled. You need not come."
        return f"Dear {one.name},\n\n{said}\n\n{telling.school}"
    changed = "has been changed. It is now" if one.knew else "is"
    row, ends = telling.row, (telling.row.at + timedelta(minutes=telling.row.length)).astimezone(LONDON)
    return (
        f"Dear {one.name},\n\nThe meeting about {telling.children}’s attendance {changed} on {telling.when}, until "
        f"about {ends:%-H:%M}. Place: {row.place}.\n\n{BY_KEY[row.kind].about}\n\nYou may bring somebody with you. "
        "If the time does not suit you, or you need an interpreter or help with getting here, please tell us."
        f"\n\n{telling.school}"
    )


def _to_staff(telling: Telling, one: Reader) -> str:
    if one.gone:
        return f"The meeting on {telling.when} is cancelled for you."
    return (
        f"You are asked to a meeting on {telling.when} ({telling.row.length} minutes). Place: {telling.row.place}. "
        "Whom it is about, the agenda and the figures stand in Rollbook under Meetings."
    )


def _to_others(telling: Telling, one: Reader) -> str:
    if one.gone:
        return (
            f"Dear {one.name},\n\nThe meeting on {telling.when} at {telling.school} is cancelled.\n\n{telling.school}"
        )
    return (
        f"Dear {one.name},\n\nYou are asked to a meeting at {telling.school} on {telling.when} "
        f"({telling.row.length} minutes). Place: {telling.row.place}. We tell you by telephone or by a safe way whom "
        f"it is about.\n\nPlease tell us if you cannot come.\n\n{telling.school}"
    )
