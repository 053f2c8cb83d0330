"""Home visits of the training school at 9:20: two people are out at one home, another is asked for (ABS-E)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from rollbook.absence.actions.visits import request_visit
from rollbook.absence.actions.visits_out import leave_for_visits, plan_visits
from rollbook.absence.queries import unexplained
from rollbook.demo.happening import Happenings
from rollbook.pupils.queries import PupilLine
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor

MINUTES = 50


@dataclass(frozen=True, slots=True)
class Visits:
    """Two homes of pupils about whom nothing has been heard since yesterday or longer."""

    happenings: Happenings

    def act(self) -> None:
        office = self._by(Role.ATTENDANCE_MANAGER, 8, 50)
        homes = _unheard_of(office)[:2]
        for n, pupil in enumerate(homes):
            visit = request_visit(
                office,
                pupils=[pupil.id],
                reason="Nobody reached by telephone or text.",
                urgency="today" if n else "now",
                source=f"training:{n}",
                risks="" if n else "A large dog in the front garden. Ring before you open the gate.",
            )
            if n == 0:
                self._out(office, visit)

    def _out(self, office: Actor, visit: UUID) -> None:
        first, second, duty = (self._by(role, 9, 5) for role in (Role.HEAD_OF_YEAR, Role.SENIOR_LEADER, Role.DSL))
        ids = [person.user_id for person in (first, second, duty)]
        if None in ids or len(set(ids)) < len(ids):
            return
        out = plan_visits(
            office,
            visits=[visit],
            first=ids[0] or 0,
            second=ids[1] or 0,
            duty=ids[2] or 0,
            leaves_at=datetime.combine(self.happenings.on, time(9, 5), LONDON),
            minutes=MINUTES,
        )
        leave_for_visits(first, out=out)

    def _by(self, role: Role, hour: int, minute: int) -> Actor:
        return self.happenings.by(role, self.happenings.on, time(hour, minute))


def _unheard_of(office: Actor) -> Sequence[PupilLine]:
    """Those whose clock ends first, each once."""
    found = {one.pupil.id: one.pupil for one in unexplained(office)}
    return tuple(found.values())
