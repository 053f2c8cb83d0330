"""Who acts, for which school, and at what moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rollbook.rules.access import Permission, Role, permissions_of
from rollbook.rules.refused import NotAllowed

LONDON = ZoneInfo("Europe/London")
NO_SHIFT = timedelta()


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or Rollbook itself) who asks, as the first argument of every query and action.

    Made once for each request or job. `now` is an aware datetime and the only clock there is; at a
    training school it stands `shift` away from the clock on the wall. `nc_years` are the year groups
    that a head of year looks after.
    """

    user_id: int | None
    name: str
    role: str
    school_id: int | None
    permissions: frozenset[Permission]
    now: datetime
    shift: timedelta = NO_SHIFT
    nc_years: frozenset[str] = frozenset()

    @property
    def on_the_wall(self) -> datetime:
        """This moment by the clock on the wall, by which background work is queued."""
        return self.now - self.shift

    @property
    def today(self) -> date:
        """The school's date at this moment: by English local time, also across a clock change."""
        return self.now.astimezone(LONDON).date()

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        if not self.may(permission):
            what = permission.value.replace("-", " ")
            raise NotAllowed(
                f"Your role ({self.role}) does not include “{what}”. Ask the person who manages staff accounts."
            )

    @property
    def school(self) -> int:
        """The school this person acts for; asking for it on a page without a school is our mistake."""
        if self.school_id is None:
            raise LookupError("this actor acts for no school")
        return self.school_id


def system_actor(school_id: int | None, now: datetime, shift: timedelta = NO_SHIFT) -> Actor:
    """Rollbook itself, acting for a school (or none) at this moment: in a job or on the command line."""
    may = permissions_of(frozenset({Role.SYSTEM}))
    return Actor(None, "Rollbook", Role.SYSTEM.label, school_id, may, now + shift, shift)
