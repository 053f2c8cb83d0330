"""The school closed during the day: who is still here, who may take whom home, who has gone with whom (REG-M)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from rollbook.audit.keys import decrypt
from rollbook.pupils.queries import PupilLine, pupil_lines, siblings_of
from rollbook.pupils.queries.collecting import MayCollect, who_may_collect
from rollbook.registers.queries.contact import StopLine, stop_on
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.site.models import Movement
from rollbook.site.queries.movements import place
from rollbook.site.queries.on_site import Placed, on_site

SOURCE = "collecting"


@dataclass(frozen=True, slots=True)
class Gone:
    """A pupil who went home, with whom, and who saw it."""

    movement: uuid.UUID
    pupil: PupilLine
    at: datetime
    collected_by: str
    by_name: str


@dataclass(frozen=True, slots=True)
class Collecting:
    """A closure's list: who is still here, who perhaps is, who has gone."""

    stop: StopLine
    here: tuple[Placed, ...]
    perhaps: tuple[Placed, ...]
    gone: tuple[Gone, ...]


@dataclass(frozen=True, slots=True)
class Household:
    """A pupil to be collected with the brothers and sisters still here, and who may take each."""

    pupils: tuple[PupilLine, ...]
    may: Mapping[int, MayCollect]

    @property
    def ask_first(self) -> bool:
        return any(self.may[p.id].ask_first for p in self.pupils)


def collecting(actor: Actor) -> Collecting:
    """The list of the closure that holds today: a fixed number of statements; NotFound where none holds."""
    everywhere = seeing_all(actor)
    stop = open_stop(actor)
    found = on_site(everywhere)
    rows = Movement.objects.filter(
        school_id=actor.school, on=actor.today, kind=Movement.Kind.LEFT, taken_back_at=None
    ).order_by("-at", "-id")
    left = {row.pupil_id: row for row in reversed(rows)}
    away = {p.pupil.id for p in (*found.here, *found.perhaps)}
    names = {p.id: p for p in pupil_lines(everywhere, [n for n in left if n not in away], actor.today)}
    gone = [_gone(row, names[n]) for n, row in left.items() if n in names]
    return Collecting(stop, found.here, found.perhaps, tuple(sorted(gone, key=lambda g: g.at, reverse=True)))


def household(actor: Actor, pupil: PupilLine) -> Household:
    """A pupil with brothers and sisters who are still here, and who may take each home; noted in the access log."""
    everywhere = seeing_all(actor)
    open_stop(actor)
    siblings = siblings_of(everywhere, [pupil.id]).get(pupil.id, ())
    found = on_site(everywhere)
    here = {p.pupil.id for p in (*found.here, *found.perhaps)}
    together = (pupil, *(s for s in siblings if s.id in here))
    may = who_may_collect(actor, [p.id for p in together], subject=f"pupil:{pupil.public_id}")
    return Household(together, may)


def open_stop(actor: Actor) -> StopLine:
    """The sudden closure that holds today; refused where none does, for the list is for that alone."""
    stop = stop_on(actor, actor.today)
    if stop is None:
        raise NotFound("The school is not closed suddenly today, so there is no list of who collects whom.")
    return stop


def seeing_all(actor: Actor) -> Actor:
    """While the school closes, whoever may tick the emergency list sees every pupil's name, as on that list."""
    if not (actor.may(Permission.RUN_FRONT_DESK) or actor.may(Permission.TICK_EMERGENCY_LIST)):
        raise Refused("Your role does not include the list of who collects whom.")
    return replace(actor, permissions=actor.permissions | {Permission.SEE_ON_SITE, Permission.SEE_ALL_PUPILS})


def _gone(row: Movement, pupil: PupilLine) -> Gone:
    who = decrypt(row.collected_by, place=place(row.public_id, "collected")) if row.collected_by else ""
    return Gone(row.public_id, pupil, row.at, who, row.by_name)
