"""What first-day contact tells of a pupil's history: each try, outcome, step and hold (ABS-B, ABS-D)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rollbook.absence.models import ContactEntry, ContactHold
from rollbook.absence.queries.contact_entries import EntryLine, entry_place, says_of, standing_between
from rollbook.audit.keys import decrypt
from rollbook.pupils.queries import pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.told import Kind, Told, of_call, of_message

_WRITTEN = ("text", "email", "voice")


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """What was done to reach a family, the earliest first: four statements.

    Words only for those who may read reasons; that contact is held, never why.
    """
    if not (actor.may(Permission.SEND_MESSAGES) or actor.may(Permission.HOLD_CONTACT)):
        return ()
    lines = pupil_lines(actor, [pupil], actor.today)
    if not lines:
        return ()
    page = {"url_name": "absence:contact-pupil", "url_id": str(lines[0].public_id)}
    entries = standing_between(actor, pupil, first, last)
    notes = _notes(actor, pupil, first, last) if actor.may(Permission.SEE_REASONS) else {}
    told = [
        Told(
            entry.at,
            Kind.MESSAGE if entry.way in _WRITTEN else Kind.CALL,
            f"{says_of(entry)}, {_session(entry)}",
            entry.by_name,
            words=notes.get(str(entry.public_id), ""),
            **_same_as(entry),
            **page,
        )
        for entry in entries
    ]
    return tuple(sorted((*told, *_holds(actor, pupil, first, last)), key=lambda one: one.at))


def _session(entry: EntryLine) -> str:
    return f"{entry.on:%A} {entry.on.day} {entry.on:%B} {entry.half.label}"


def _same_as(entry: EntryLine) -> dict[str, str]:
    """A try that is a message, or the end of a call that was one, stands among the messages too: it is told once."""
    if entry.message is None:
        return {}
    if entry.kind == ContactEntry.Kind.OUTCOME:
        of = of_call(entry.message, entry.outcome)
        says = f"{says_of(entry).lower()}, {_session(entry)}" if entry.outcome == "aware" else _session(entry)
        return {"of": of, "adds": says} if of else {}
    step = f"step {entry.step}" if entry.step else "beside the ladder"
    said = step if entry.kind == ContactEntry.Kind.ATTEMPT else says_of(entry).lower()
    return {"of": of_message(entry.message), "adds": f"{said}, {_session(entry)}"}


def _notes(actor: Actor, pupil: int, first: date, last: date) -> dict[str, str]:
    rows = ContactEntry.objects.filter(school_id=actor.school, pupil_id=pupil, on__range=(first, last))
    return {
        str(entry): decrypt(note, place=entry_place(entry))
        for entry, note in rows.values_list("public_id", "note")
        if note
    }


def _holds(actor: Actor, pupil: int, first: date, last: date) -> list[Told]:
    begins = datetime.combine(first, time(), LONDON)
    ends = datetime.combine(last + timedelta(days=1), time(), LONDON)
    told = []
    for row in ContactHold.objects.filter(school_id=actor.school, pupil_id=pupil).order_by("id"):
        if begins <= row.made_at < ends:
            told.append(Told(row.made_at, Kind.CASE, "Contact held", row.by_name))
        if row.ended_at is not None and begins <= row.ended_at < ends:
            told.append(Told(row.ended_at, Kind.CASE, "Contact no longer held", row.ended_by))
    return told
