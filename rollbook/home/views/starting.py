"""Where a person's day starts: each role has its own door, and the doors a person may use stand side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from rollbook.rules.access import Permission as P
from rollbook.rules.actor import Actor
from rollbook.web.components.layout import Tab
from rollbook.web.pages import OfficeRequest


@dataclass(frozen=True, slots=True)
class Door:
    """A page at which a day can start: for whoever has all of `wants` and none of `without`; of a year's head alone."""

    route: str
    label: str
    wants: frozenset[P]
    without: frozenset[P] = frozenset()
    heads: bool = False

    def opens_to(self, actor: Actor) -> bool:
        if self.heads and not actor.nc_years:
            return False
        return self.wants <= actor.permissions and not self.without & actor.permissions


SAFEGUARDING = Door("home:safeguarding", "Safeguarding", frozenset({P.HOLD_CONTACT, P.SEE_FLAGS}))
SCHOOL = Door("home:school", "The school", frozenset({P.SEE_TODAY, P.SEE_RECORD}))
TODAY = Door("home:today", "Today", frozenset({P.SEE_TODAY}))
YEARS = Door("home:my-years", "My years", frozenset({P.SEE_WATCH_LISTS}), heads=True)
FORM = Door(
    "home:my-form", "My form", frozenset({P.TAKE_OWN_REGISTERS, P.SEE_REASONS}), without=frozenset({P.SEE_ALL_PUPILS})
)
REGISTERS = Door("registers:mine", "My registers", frozenset({P.TAKE_OWN_REGISTERS}))
# Whoever runs the office starts at Today, and the head at the school, though they may open the others as well.
RUNS_THE_OFFICE = frozenset({P.RUN_FRONT_DESK, P.AMEND_MARKS, P.SEE_TODAY})
DOORS = (SAFEGUARDING, SCHOOL, TODAY, YEARS, FORM)
LAST = (
    REGISTERS,
    Door("registers:board", "Registers", frozenset({P.SEE_BOARD})),
    Door("home:pupils", "Pupils", frozenset()),
)


def first_door(actor: Actor) -> str:
    """The name of the page at which this person's day starts."""
    if actor.permissions >= RUNS_THE_OFFICE:
        return TODAY.route
    if actor.may(P.GIVE_ANY_ROLE):
        return SCHOOL.route
    return next(door.route for door in (*DOORS, *LAST) if door.opens_to(actor))


def door_without_today(actor: Actor) -> str:
    """Where a person is sent who opens Today and has none."""
    return next(door.route for door in (YEARS, FORM, *LAST) if door.opens_to(actor))


def start_tabs(request: OfficeRequest, here: str) -> list[Tab]:
    """The starting pages that this person may open; none where there is only one."""
    open_ = [door for door in DOORS if door.opens_to(request.actor)]
    if len(open_) < 2:
        return []
    return [
        Tab(door.label, reverse(door.route, kwargs={"school": request.school.slug}), door.route == here)
        for door in open_
    ]
