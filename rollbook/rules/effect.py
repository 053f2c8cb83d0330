"""What came after something that was done about many pupils: the same days before and after, pooled (CASE-A).

After is not because: who is worst chosen gets better without anything, and nothing here says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rollbook.rules.attendance import NOTHING, Totals
from rollbook.rules.moved import DAYS, Moved

# Our own choice: a share that moved by less than one session in twenty days of two has stood still.
ONE_SESSION = (1, 2 * DAYS)
# Below so many pupils nothing is concluded from what came after.
ENOUGH = 10


class Way(StrEnum):
    """Which way one pupil's attendance went."""

    BETTER = "better"
    SAME = "much the same"
    WORSE = "worse"
    TOO_SOON = "too soon to tell"


@dataclass(frozen=True, slots=True)
class Effect:
    """Attendance before and after, of those pupils together for whom enough days stand on both sides."""

    before: Totals = NOTHING
    after: Totals = NOTHING
    better: int = 0
    same: int = 0
    worse: int = 0
    too_soon: int = 0

    @property
    def told(self) -> int:
        """The pupils who are in the figures."""
        return self.better + self.same + self.worse

    @property
    def is_enough(self) -> bool:
        return self.told >= ENOUGH


def way_of(moved: Moved) -> Way:
    """Better or worse by at least one session in twenty days; much the same between."""
    if not moved.is_told:
        return Way.TOO_SOON
    before, after = moved.before, moved.after
    part, whole = ONE_SESSION
    gained = (after.attended * before.possible - before.attended * after.possible) * whole
    line = before.possible * after.possible * part
    if gained >= line:
        return Way.BETTER
    return Way.WORSE if -gained >= line else Way.SAME


def effect_of(moves: Iterable[Moved]) -> Effect:
    """Many pupils' moves as one: sessions pooled (PA-2), pupils counted by the way they went."""
    found = list(moves)
    told = [one for one in found if one.is_told]
    ways = [way_of(one) for one in found]
    return Effect(
        before=sum((one.before for one in told), Totals()),
        after=sum((one.after for one in told), Totals()),
        better=ways.count(Way.BETTER),
        same=ways.count(Way.SAME),
        worse=ways.count(Way.WORSE),
        too_soon=ways.count(Way.TOO_SOON),
    )
