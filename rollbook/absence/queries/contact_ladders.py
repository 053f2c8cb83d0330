"""The ladders of first-day contact: the school's from a day on, and a child's own instead (ABS-B)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.absence.models import ChildLadder, ContactLadder
from rollbook.audit.keys import decrypt
from rollbook.rules.actor import Actor
from rollbook.rules.contact_ladder import EMAIL, RING, TEXT, VOICE, Ladder, LadderStep

Starts = ContactLadder.Starts
PLACES = ("Medical room", "Music lessons", "Exams and tests", "Late buses", "Other rooms")
FURTHER, VISIT, POLICE = "contacts", "visit", "police"
UNREACHABLE = {
    FURTHER: "Ring every further contact",
    VISIT: "Ask for a home visit",
    POLICE: "Ask the police for a welfare check",
}


@dataclass(frozen=True, slots=True)
class SchoolLadder:
    """How the school reaches families from a day on; `unreachable` are minutes and what is done then (ABS-D)."""

    version: int
    valid_from: date
    starts: str
    ladder: Ladder
    unreachable: tuple[tuple[int, str], ...]
    places: tuple[str, ...]
    corrects_itself: bool
    by_name: str = ""

    @property
    def starts_says(self) -> str:
        return str(Starts(self.starts).label)


# What is proposed, and holds where the school has set nothing: nothing goes until a person presses.
USUAL = SchoolLadder(
    version=0,
    valid_from=date.min,
    starts=Starts.PRESSED,
    ladder=Ladder(
        (
            LadderStep(TEXT, 1, 0),
            LadderStep(VOICE, 1, 15),
            LadderStep(EMAIL, 1, 5),
            LadderStep(TEXT, 2, 10),
            LadderStep(RING, 1, 10),
            LadderStep(RING, 2, 10),
        )
    ),
    unreachable=((0, FURTHER), (30, VISIT), (180, POLICE)),
    places=PLACES,
    corrects_itself=False,
)


@dataclass(frozen=True, slots=True)
class OwnLadder:
    """One child's own way: contacts (ids) tried first, channels never used, and why where it may be read."""

    public_id: uuid.UUID
    pupil: int
    first: tuple[int, ...]
    never: frozenset[str]
    why: str
    valid_from: date
    by_name: str


def own_place(ladder: uuid.UUID) -> str:
    """Where the reason of a child's ladder belongs, to which its encryption is bound."""
    return f"child-ladder:{ladder}"


def contact_ladder_on(actor: Actor, on: date) -> SchoolLadder:
    """The school's ladder on a day, or the usual one, which starts only when pressed: one statement."""
    rows = ContactLadder.objects.filter(school_id=actor.school, valid_from__lte=on)
    row = rows.order_by("-valid_from", "-version").first()
    return _ladder(row) if row else USUAL


def contact_ladders(actor: Actor) -> tuple[SchoolLadder, ...]:
    """Every ladder the school set, the newest first: one statement."""
    rows = ContactLadder.objects.filter(school_id=actor.school).order_by("-version")
    return tuple(_ladder(row) for row in rows)


def own_ladders(actor: Actor, pupils: Collection[int], on: date, *, with_why: bool = False) -> Mapping[int, OwnLadder]:
    """The own ladders of those of these pupils who have one on a day: one statement."""
    rows = ChildLadder.objects.filter(
        school_id=actor.school, pupil_id__in=pupils, ended_on=None, valid_from__lte=on
    ).order_by("id")
    return {
        row.pupil_id: OwnLadder(
            row.public_id,
            row.pupil_id,
            tuple(row.first),
            frozenset(row.never),
            decrypt(row.why, place=own_place(row.public_id)) if row.why and with_why else "",
            row.valid_from,
            row.by_name,
        )
        for row in rows
    }


def _ladder(row: ContactLadder) -> SchoolLadder:
    return SchoolLadder(
        version=row.version,
        valid_from=row.valid_from,
        starts=row.starts,
        ladder=Ladder(
            steps=tuple(LadderStep(str(channel), int(whom), int(wait)) for channel, whom, wait in row.steps),
            from_minute=row.from_minute,
            to_minute=row.to_minute,
            asks_to_ring=row.asks_to_ring,
        ),
        unreachable=tuple((int(minutes), str(what)) for minutes, what in row.unreachable),
        places=tuple(row.places),
        corrects_itself=row.corrects_itself,
        by_name=row.by_name,
    )
