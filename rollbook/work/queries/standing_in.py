"""For whom a person stands in today, and what of it their own permissions let them see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from rollbook.audit.prepared import PreparedRows, given
from rollbook.rules.access import PERMISSIONS, Permission, Role
from rollbook.rules.actor import Actor
from rollbook.staff.queries import roles_of_people
from rollbook.work.models import Delegation


@dataclass(frozen=True, slots=True)
class Absent:
    """A colleague for whom somebody stands in: until when, and the roles that the colleague holds today."""

    user_id: int
    name: str
    until: date
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class StandingIn:
    """The actor's own roles today, and the colleagues for whom they stand in."""

    roles: frozenset[Role]
    colleagues: tuple[Absent, ...]

    def through(self, role: str) -> Absent | None:
        """The colleague whose role this is; None where it is the actor's own, or nobody's for whom they stand in."""
        if role in self.roles:
            return None
        return next((one for one in self.colleagues if role in one.roles), None)


def standing_in(actor: Actor) -> StandingIn:
    """Roles and colleagues of this day: two statements."""
    rows = _TO.rows(school=actor.school, to=actor.user_id or 0, today=actor.today)
    held = roles_of_people(actor, {actor.user_id or 0, *(row.from_id for row in rows)})
    colleagues = {row.from_id: Absent(row.from_id, row.from_name, row.last, held.get(row.from_id, frozenset()))
                  for row in rows}  # fmt: skip
    return StandingIn(held.get(actor.user_id or 0, frozenset()), tuple(colleagues.values()))


def _to() -> QuerySet[Delegation]:
    today = given("today", "day")
    lasting = Delegation.objects.filter(first__lte=today, last__gte=today, ended_at=None)
    return lasting.filter(school_id=given("school"), to_id=given("to")).order_by("last", "id")


_TO = PreparedRows(Delegation, _to)


def may_read_for(actor: Actor, role: Role) -> bool:
    """Whether somebody who stands in may read what is written to a role: only what they could see themselves.

    Otherwise the role itself must be given to them until a day, by who may give it (RUN-B, RUN-F).
    """
    return all(actor.may(p) for p in PERMISSIONS[role] if p.value.startswith("see-"))


def may_read(actor: Actor, needs: str) -> bool:
    """Whether the actor holds the permission that something needs, if it needs one."""
    return not needs or actor.may(Permission(needs))
