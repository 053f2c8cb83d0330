"""Other lists' word on who is on site now: each part that keeps one adds itself here, and nobody else need know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class Told:
    """One list's word on one pupil: on site now, where, and what that rests on ("football club since 15:30")."""

    where: str
    why: str


# Pupil's key to what is known at the actor's moment. One or two statements, whatever the school's size.
Source = Callable[[Actor], Mapping[int, Told]]

# The later one has the last word on where; a movement out after it is the source's own business to know.
SOURCES: tuple[Source, ...] = ()


def told_by_others(actor: Actor) -> Mapping[int, Told]:
    """Everybody whom another list has on site at this moment."""
    found: dict[int, Told] = {}
    for source in SOURCES:
        found.update(source(actor))
    return found
