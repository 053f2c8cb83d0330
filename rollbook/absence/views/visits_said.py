"""Home visits in the words of a busy office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rollbook.absence.queries.visits import DoorLine, OutLine, VisitLine
from rollbook.absence.words import family_name, forms_of, span, together, wall_clock
from rollbook.pupils.queries import PupilLine
from rollbook.rules.home_visits import NextStep, Seen, Urgency, Who

LOUD = {Urgency.NOW: "stop", Urgency.TODAY: "warn", Urgency.SOON: ""}


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of two people who are out, in words, and how loud it is."""

    says: str
    tone: str


def whose(visit: VisitLine) -> str:
    """E.g. Amir and Layla Haddad."""
    return family_name(visit.pupils)


def forms(visit: VisitLine) -> str:
    return forms_of(visit.pupils)


def clock_of(out: OutLine) -> Clock:
    """E.g. 12 minutes left; Overdue 5 minutes."""
    if not out.is_out:
        return Clock(f"leave at {wall_clock(out.leaves_at)}", "")
    if out.is_overdue:
        return Clock(f"Overdue {span(out.over)}", "stop")
    return Clock(f"{span(out.left)} left", "warn" if out.left <= 10 else "info")


def out_says(out: OutLine) -> str:
    """E.g. left 9:40, expected back 10:25; Mrs Quaye waits for them."""
    left = f"left {wall_clock(out.left_at)}" if out.left_at else f"leave at {wall_clock(out.leaves_at)}"
    return f"{left}, expected back {wall_clock(out.due_back_at)}; {out.duty[1]} waits for them"


def door_says(door: DoorLine, pupils: Sequence[PupilLine]) -> str:
    """What was found, in one sentence without a note: Nobody came to the door; Amir not seen; the card was left."""
    came = {
        Who.PARENT: "a parent or carer came to the door",
        Who.ADULT: "another adult came to the door",
        Who.CHILDREN: "only children were at home",
        Who.NOBODY: "nobody came to the door",
    }[door.who]
    parts = [came]
    for kind, words in ((Seen.ALONE, "seen and spoken to alone"), (Seen.SEEN, "seen"), (Seen.NO, "not seen")):
        names = [pupil.forename for pupil in pupils if door.children.get(pupil.id) is kind]
        if names:
            parts.append(f"{together(names)} {words}")
    if door.inside:
        parts.append("the visitors went inside")
    if door.card_left:
        parts.append("the visit card was left")
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def next_says(door: DoorLine) -> str:
    return "" if door.next_step is NextStep.NONE else f"Next: {door.next_step.label.lower()}."
