"""What has been done about many pupils at once, by every part of the office, for lists that weigh it (CASE-A)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.absence.queries import done as absence
from rollbook.cases.queries import done as cases
from rollbook.comms.queries import done as messages
from rollbook.meetings.queries import done as meetings
from rollbook.rules.actor import Actor
from rollbook.rules.told import Kind, Told, newest_first

Doer = Callable[[Actor, Collection[int], date, date], Mapping[int, tuple[Told, ...]]]

# Each asks as the actor, for many pupils in a fixed number of statements; whoever acts on absence is one line here.
DOERS: tuple[Doer, ...] = (
    cases.done_about,
    absence.done_about,
    messages.done_about,
    meetings.done_about,
)

# What is meant to change something; a text on the first day and a call for a reason are the day's work.
MEANT = frozenset({Kind.LETTER, Kind.VISIT, Kind.LATENESS, Kind.CASE, Kind.TASK, Kind.MEETING})


@dataclass(frozen=True, slots=True)
class Done:
    """Things of one kind that were done about a pupil: the newest, and how many there were."""

    newest: Told
    times: int


def done(actor: Actor, pupils: Collection[int], first: date, last: date) -> Mapping[int, tuple[Told, ...]]:
    """By pupil's key, the newest first; a fixed number of statements however many pupils."""
    told = [tell(actor, pupils, first, last) for tell in DOERS]
    everybody = {pupil for each in told for pupil in each}
    return {pupil: newest_first(*(each.get(pupil, ()) for each in told)) for pupil in everybody}


def in_short(told: Iterable[Told]) -> tuple[Done, ...]:
    """One line for each kind of thing, the kind that was done last first."""
    kinds: dict[str, list[Told]] = {}
    for one in told:
        kinds.setdefault(one.kind, []).append(one)
    return tuple(Done(lines[0], len(lines)) for lines in kinds.values())


def last_meant(told: Iterable[Told]) -> datetime | None:
    """When something was last done that is meant to change attendance."""
    return next((one.at for one in told if one.kind in MEANT), None)
