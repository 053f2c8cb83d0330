"""Families who were told that a child is missing who was in school all along (ABS-B)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.absence.queries.contact_entries import EntryLine, standing_on
from rollbook.comms.queries import message_states
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.registers.queries import marks_on
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half

PURPOSE = "first-day-wrong"
_WENT = ("handed", "delivered", "doubt")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A message that was wrong: to which contact, by which channel, about which pupils who are here."""

    message: uuid.UUID
    contact: int
    channel: str
    pupils: tuple[PupilLine, ...]


def correction_slot(on: date, half: Half) -> str:
    """The slot that a correction fills, once for each pupil and contact."""
    return f"{PURPOSE}:{on.isoformat()}:{half.name}:1"


def wrong_messages(actor: Actor, on: date, half: Half) -> tuple[Wrong, ...]:
    """The messages that went about a session and are not true, uncorrected so far: at most four statements.

    Not true of a pupil whose mark now says in school and in time; who came late was missing when it went.
    """
    entries = standing_on(actor, on, half)
    corrected = {(e.pupil, e.contact) for own in entries.values() for e in own if e.kind == "correction"}
    sent = [e for own in entries.values() for e in own if e.message and e.kind == "attempt" and e.contact]
    open_ = [e for e in sent if (e.pupil, e.contact) not in corrected]
    if not open_:
        return ()
    here = _here(actor, on, half, {e.pupil for e in open_})
    open_ = [e for e in open_ if e.pupil in here]
    states = message_states(actor, {e.message for e in open_ if e.message})
    went = [e for e in open_ if e.message and e.message in states and states[e.message].state in _WENT]
    lines = {line.id: line for line in pupil_lines(actor, {e.pupil for e in went}, on)}
    return _by_contact(went, lines)


def why_right_after_all(
    actor: Actor, on: date, half: Half, groups: Collection[tuple[int, ...]]
) -> Mapping[tuple[int, ...], str]:
    """About which of these pupils (those of one correction together) none need go: not all of them are in school."""
    here = _here(actor, on, half, {pupil for pupils in groups for pupil in pupils})
    return {
        pupils: "The register no longer says that the pupil is in school" for pupils in groups if set(pupils) - here
    }


def _by_contact(went: list[EntryLine], lines: Mapping[int, PupilLine]) -> tuple[Wrong, ...]:
    """One correction to each contact and channel, however many messages went to them."""
    found: dict[int, tuple[EntryLine, dict[int, PupilLine]]] = {}
    for entry in went:
        if entry.pupil in lines and entry.contact:
            found.setdefault(entry.contact, (entry, {}))[1][entry.pupil] = lines[entry.pupil]
    return tuple(
        Wrong(first.message, contact, first.way, tuple(pupils.values()))
        for contact, (first, pupils) in found.items()
        if first.message is not None
    )


def _here(actor: Actor, on: date, half: Half, pupils: set[int]) -> set[int]:
    """Those of these pupils whom the register now has in school, in time."""
    codes = in_force(on)
    marks = marks_on(actor, on, half, pupils)
    return {p for p, m in marks.items() if m.code in codes and codes[m.code].on_site and not codes[m.code].late}
