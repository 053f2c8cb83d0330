"""Roles: held in a school (or trust) from a day to a day; a leaver is shut out at once (RUN-B)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from rollbook.audit.actions import action, record
from rollbook.rules.access import Permission, Role, may_give
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.staff.actions.people import person, sign_out_everywhere
from rollbook.staff.events import RoleAssigned, RoleEnded
from rollbook.staff.models import RoleAssignment, User
from rollbook.staff.queries import held_on

_YEAR_GROUPS = frozenset({"N1", "N2", "R", *(str(n) for n in range(1, 15))})


@action(Permission.MANAGE_STAFF)
def assign_role(
    actor: Actor,
    *,
    user_id: int,
    role: Role,
    first: date | None = None,
    last: date | None = None,
    nc_year: str = "",
    trust_id: int | None = None,
    is_new: bool = False,
) -> int:
    """Give a role in the actor's school from a day (today, if none is said) to a day; gives its id.

    Only Rollbook itself gives roles across a trust; nobody gives one to themselves, nor, but for the head, one
    that may do more than they may.
    """
    _check_giver(actor, user_id, trust_id)
    user = User.objects.get(pk=user_id) if is_new else person(actor, user_id)
    nc_year = _checked_role(role, nc_year, trust_id)
    if not may_give(actor.permissions, role):
        raise NotAllowed(f"The role {role.label} may do more than you may. Ask the headteacher to give it.")
    first = first or actor.today
    if last is not None and last < first:
        raise Refused(f"The role would end on {in_words(last)}, before it begins on {in_words(first)}.")
    school_id = None if trust_id is not None else actor.school
    place = Q(school_id=actor.school) if trust_id is None else Q(trust_id=trust_id)
    _check_not_held(user, place & Q(role=role, nc_year=nc_year), role, first, last)
    row = RoleAssignment.objects.create(
        user=user, role=role, school_id=school_id, trust_id=trust_id, nc_year=nc_year, first=first, last=last
    )
    record(actor, RoleAssigned(user.pk, row.pk, role, nc_year, first))
    return row.pk


@action(Permission.MANAGE_STAFF)
def end_role(actor: Actor, *, assignment_id: int, last: date | None = None) -> None:
    """End a role after its last day; with none said, at once.

    Somebody who holds no role any more is signed out everywhere in the same moment.
    """
    row = RoleAssignment.objects.select_related("user").filter(pk=assignment_id, school_id=actor.school).first()
    if row is None:
        raise NotFound("There is no such role in this school.")
    if row.user_id == actor.user_id:
        raise NotAllowed("You cannot end your own role. Ask another person who manages staff accounts.")
    if not may_give(actor.permissions, Role(row.role)):
        label = Role(row.role).label
        raise NotAllowed(f"{label} may do more than you may, so you cannot end that role. Ask the headteacher.")
    last = last if last is not None else actor.today - timedelta(days=1)
    if row.last is not None and row.last <= last:
        raise Refused(f"This role already ends on {in_words(row.last)}.")
    if last < row.first:
        row.delete()
    else:
        row.last = last
        row.save(update_fields=["last"])
    left = not RoleAssignment.objects.filter(held_on(actor.today), user=row.user).exists()
    signed_out = sign_out_everywhere(actor, row.user) if left else 0
    record(actor, RoleEnded(row.user_id, assignment_id, row.role, last, signed_out))


def _check_giver(actor: Actor, user_id: int, trust_id: int | None) -> None:
    if user_id == actor.user_id:
        raise NotAllowed("You cannot give yourself a role. Ask another person who manages staff accounts.")
    if trust_id is not None and actor.school_id is not None:
        raise NotAllowed("Roles across a trust are given from the command line, not from within a school.")


def _checked_role(role: Role, nc_year: str, trust_id: int | None) -> str:
    nc_year = nc_year.strip().upper()
    if role is Role.SYSTEM:
        raise Refused("That role is Rollbook’s own.")
    if role is Role.SUPPLY:
        raise Refused("A supply teacher gets an account for one day at the front desk, under Supply.")
    if role is Role.TRUST and trust_id is None:
        raise Refused("A trust officer is given the role across the trust, from the command line.")
    if role is Role.HEAD_OF_YEAR and nc_year not in _YEAR_GROUPS:
        raise Refused("Say of which year group: N1, N2, R or 1 to 14.")
    return nc_year if role is Role.HEAD_OF_YEAR else ""


def _check_not_held(user: User, same: Q, role: Role, first: date, last: date | None) -> None:
    over = RoleAssignment.objects.filter(same, Q(last__isnull=True) | Q(last__gte=first), user=user)
    if last is not None:
        over = over.filter(first__lte=last)
    if over.exists():
        raise Refused(f"{user.name} already holds the role {role.label} in those days.")
