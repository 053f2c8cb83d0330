"""Which accounts an actor may touch, and ending what they are signed in to."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q

from rollbook.rules.access import Role, may_give
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound
from rollbook.schools.queries.joins import at_school
from rollbook.staff.models import RoleAssignment, User
from rollbook.staff.queries import held_on


def person(actor: Actor, user_id: int) -> User:
    """Somebody who holds or held a role in the actor's school or its trust; anybody, for Rollbook itself."""
    users = User.objects.filter(pk=user_id)
    if actor.school_id is not None:
        here = RoleAssignment.objects.filter(at_school(actor.school))
        users = users.filter(pk__in=here.values("user_id"))
    user = users.first()
    if user is None:
        raise NotFound("There is no such member of staff in this school.")
    return user


def person_of_this_school_only(actor: Actor, user_id: int) -> User:
    """As `person`, but refused where the account also opens another school: one school must not take it over."""
    user = person(actor, user_id)
    if actor.school_id is None:
        return user
    elsewhere = RoleAssignment.objects.filter(held_on(actor.today), user=user).exclude(school_id=actor.school)
    if elsewhere.exists() and user.pk != actor.user_id:
        raise NotAllowed(f"{user.name} also works in another school or for the trust, so only they can change this.")
    return user


def check_within(actor: Actor, user: User) -> None:
    """Refuse what would open an account that may do more than the actor: its password and e-mail address."""
    if user.pk == actor.user_id:
        return
    lasting = Q(last__isnull=True) | Q(last__gte=actor.today)
    held = RoleAssignment.objects.filter(lasting, user=user).order_by("id").values_list("role", flat=True)
    beyond = next((Role(role) for role in held if not may_give(actor.permissions, Role(role))), None)
    if beyond is not None:
        raise NotAllowed(
            f"{user.name} holds the role {beyond.label}, which may do more than you may. Ask the headteacher."
        )


def sign_out_everywhere(actor: Actor, user: User) -> int:
    """End every sign-in of an account; gives how many there were."""
    open_now = Session.objects.filter(expire_date__gt=actor.now)
    own = [s.pk for s in open_now.iterator() if s.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=own).delete()
    return len(own)
