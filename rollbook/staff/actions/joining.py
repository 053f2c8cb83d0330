"""Many staff at once: a new school's whole list, without passwords until each is invited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from rollbook.audit.actions import action, record
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.staff.events import StaffJoined
from rollbook.staff.models import RoleAssignment, User


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member of staff with the roles held in the actor's school, or across a trust."""

    username: str
    name: str
    initials: str
    email: str
    roles: tuple[Role, ...]
    nc_year: str = ""
    trust_id: int | None = None


@action(Permission.MANAGE_STAFF)
def take_on(
    actor: Actor, *, members: Sequence[NewMember], first: date, passwords: Mapping[str, str]
) -> Mapping[str, int]:
    """Make accounts for many members of staff; gives each one's id by user name.

    Those with a password in `passwords` can sign in at once; the others when they are given one.
    """
    hashed = {given: make_password(given) for given in set(passwords.values())}
    users = {
        new.username: User(
            username=new.username,
            name=new.name,
            initials=new.initials,
            email=new.email,
            password=hashed[passwords[new.username]] if new.username in passwords else make_password(None),
        )
        for new in members
    }
    User.objects.bulk_create(users.values())
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            user=users[new.username],
            role=role,
            school_id=actor.school if new.trust_id is None else None,
            trust_id=new.trust_id,
            nc_year=new.nc_year if role is Role.HEAD_OF_YEAR else "",
            first=first,
        )
        for new in members
        for role in new.roles
    )
    record(actor, StaffJoined(members=len(users)))
    return {username: user.pk for username, user in users.items()}
