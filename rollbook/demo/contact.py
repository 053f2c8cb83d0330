"""How far the training school has come with the families of this morning by 9:20 (ABS-B, ABS-D)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from rollbook.absence.actions import record_outcome, tick_place
from rollbook.absence.actions.contact_ladders import set_contact_ladder, set_own_ladder
from rollbook.absence.actions.professionals import set_professional
from rollbook.absence.queries import without_reason
from rollbook.absence.queries.contact_ladders import PLACES, USUAL, Starts
from rollbook.absence.queries.professionals import wanted_kinds
from rollbook.absence.queries.reasons import Family
from rollbook.demo.happening import Happenings
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half

_AROUND = {
    "social-worker": ("J. Ward, children's services", "01632 960 811", "duty@children.example"),
    "virtual-school": ("Virtual school, duty desk", "01632 960 812", "virtual.school@council.example"),
    "carer": ("The foster family", "01632 960 813", ""),
}


@dataclass(frozen=True, slots=True)
class FirstDayContact:
    """The ladder, who is told beside the family, and what came of the first two calls."""

    happenings: Happenings

    def act(self) -> None:
        set_contact_ladder(
            self._by(Role.HEAD, 7, 50),
            from_day=self.happenings.on,
            starts=Starts.SWEPT,
            ladder=USUAL.ladder,
            unreachable=USUAL.unreachable,
            places=PLACES,
        )
        office = self._by(Role.ATTENDANCE_ADMINISTRATOR, 9, 14)
        for place in PLACES[:2]:
            tick_place(office, on=self.happenings.on, half=Half.AM, place=place)
        families = without_reason(office, self.happenings.on, Half.AM)
        self._around(families)
        self._called([family for family in families if family.ring is not None])

    def _around(self, families: Sequence[Family]) -> None:
        """Whom the children with flags have outside the school; of the last of them nobody is on file yet."""
        flagged = [m for family in families for m in family.pupils if wanted_kinds(m.flags)]
        for missing in flagged[:-1]:
            for kind in wanted_kinds(missing.flags):
                name, number, email = _AROUND[kind]
                lead = self._by(Role.DSL, 8, 5)
                set_professional(lead, pupil=missing.pupil.id, kind=kind, name=name, number=number, email=email)

    def _called(self, families: Sequence[Family]) -> None:
        """The last two families on the list were rung while others waited; one child's family is never texted."""
        office = self._by(Role.ATTENDANCE_ADMINISTRATOR, 9, 16)
        for family, outcome, note in zip(
            families[-2:], ("aware", "no-answer"), ("Mother: overslept, bringing them now", ""), strict=False
        ):
            for missing in family.pupils:
                record_outcome(
                    office, pupil=missing.pupil.id, on=self.happenings.on, half=Half.AM,
                    outcome=outcome, contact=family.ring.contact_id if family.ring else None, way="ring", note=note,
                )  # fmt: skip
        if len(families) > 4:
            pupil = families[-3].pupils[0].pupil.id
            set_own_ladder(office, pupil=pupil, never=["text"], why="Mother is blind: ring, never text")

    def _by(self, role: Role, hour: int, minute: int) -> Actor:
        return self.happenings.by(role, self.happenings.on, time(hour, minute))
