"""A club on a Monday and who goes to it, for tests."""

from __future__ import annotations

import uuid
from datetime import time

from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.site.actions import ClubFacts, give_club_place, make_club, tick_club
from rollbook.staff.models import User
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import acting

HOURS = {"breakfast": (time(7, 45), time(8, 35)), "period-6": (time(15, 15), time(16, 15))}


def a_club(
    room: Classroom, kind: str = "period-6", *, size: int = 2, walks: bool = False, leader: User | None = None
) -> uuid.UUID:
    """A club of Mondays with the first pupils of the class."""
    made, desk = uuid.uuid4(), acting(room, now="7:30")
    starts, ends = HOURS[kind]
    name = "Breakfast club" if kind == "breakfast" else "Chess"
    facts = ClubFacts(kind, name, (0,), starts, ends, MONDAY, None, "Hall", leader.pk if leader else None)
    make_club(desk, club_id=made, facts=facts)
    for pupil in room.pupils[:size]:
        give_club_place(desk, club=made, pupil=str(pupil.public_id), first=MONDAY, walks_home=walks)
    return made


def ticked(
    room: Classroom, club: uuid.UUID, n: int, kind: str, now: str, by: str = "", actor: Actor | None = None
) -> uuid.UUID:
    """One tap on the club's roll at a moment."""
    tap = uuid.uuid4()
    who = actor or acting(room, Role.RECEPTION, now)
    pupil = str(room.pupils[n].public_id)
    tick_club(who, club=club, pupil=pupil, tick_id=tap, kind=kind, collected_by=by)
    return tap
