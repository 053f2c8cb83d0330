"""Who was seen coming in or going out, as the parts of the house above the registers know it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.rules.actor import LONDON, Actor


@dataclass(frozen=True, slots=True)
class Passing:
    """A pupil came in or went out at a moment (aware); who wrote it down, and its words.

    `known` is the code of a proper reason that was given, if any.
    """

    pupil_id: int
    at: datetime
    inward: bool
    by_name: str
    says: str
    known: str = ""


# Asked with a day; answers every passing since, in no order.
KnowsWhoPassed = Callable[[Actor, date], Iterable[Passing]]
knows_who_passed: list[KnowsWhoPassed] = []

PassingsByDay = Mapping[tuple[int, date], tuple[Passing, ...]]


def passings_since(actor: Actor, first: date) -> PassingsByDay:
    """Every passing since a day, by pupil and day, in order: a statement for each that knows."""
    found: dict[tuple[int, date], list[Passing]] = {}
    for ask in knows_who_passed:
        for one in ask(actor, first):
            found.setdefault((one.pupil_id, one.at.astimezone(LONDON).date()), []).append(one)
    return {key: tuple(sorted(day, key=lambda p: p.at)) for key, day in found.items()}


def last_before(day: Iterable[Passing], moment: datetime) -> Passing | None:
    """The last of a day's passings before a moment."""
    return next((one for one in reversed(tuple(day)) if one.at < moment), None)
