"""Who somebody is in a school: their roles today, and so what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q

from rollbook.rules.access import Role, permissions_of
from rollbook.rules.actor import Actor
from rollbook.staff.models import RoleAssignment, User


@dataclass(frozen=True, slots=True)
class Post:
    """A school that a person may act for, and the roles they hold there today."""

    school_id: int
    school_name: str
    school_slug: str
    roles: frozenset[Role]
    nc_years: frozenset[str]

    @property
    def title(self) -> str:
        """The role that carries most, which stands beside the name in the record."""
        return max(self.roles, key=lambda r: (len(permissions_of(frozenset({r}))), r.value)).title


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A member of staff as lists show them."""

    id: int
    name: str
    initials: str
    is_active: bool


def posts_of(user: User, on: date) -> tuple[Post, ...]:
    """The schools this person may act for on a day, by name: one statement."""
    rows = (
        RoleAssignment.objects.filter(_held(on), user=user)
        .annotate(
            direct=F("school_id"),
            direct_name=F("school__name"),
            direct_slug=F("school__slug"),
            member=F("trust__schools__id"),
            member_name=F("trust__schools__name"),
            member_slug=F("trust__schools__slug"),
        )
        .values_list("role", "nc_year", "direct", "direct_name", "direct_slug", "member", "member_name", "member_slug")
        .order_by("id", "member")
    )
    found: dict[int, tuple[str, str, set[Role], set[str]]] = {}
    for role, nc_year, *place in rows:
        school_id, name, slug = place[:3] if place[0] is not None else place[3:]
        if school_id is None:
            continue
        post = found.setdefault(school_id, (name, slug, set(), set()))
        post[2].add(Role(role))
        if nc_year:
            post[3].add(nc_year)
    return tuple(
        sorted(
            (Post(i, n, s, frozenset(r), frozenset(y)) for i, (n, s, r, y) in found.items()),
            key=lambda p: (p.school_name, p.school_id),
        )
    )


def actor_of(user: User, post: Post, now: datetime) -> Actor:
    """The person, acting for this school, at this moment."""
    return Actor(
        user_id=user.pk,
        name=user.name,
        role=post.title,
        school_id=post.school_id,
        permissions=permissions_of(post.roles),
        now=now,
    )


def staff_of(actor: Actor) -> tuple[StaffLine, ...]:
    """Everybody who holds a role in the actor's school today, by name."""
    held = RoleAssignment.objects.filter(_held(actor.today)).filter(
        Q(school_id=actor.school) | Q(trust__schools__id=actor.school)
    )
    users = User.objects.filter(pk__in=held.values("user_id")).order_by("name", "id")
    return tuple(StaffLine(u.pk, u.name, u.initials, u.is_active) for u in users)


def _held(on: date) -> Q:
    return Q(first__lte=on) & (Q(last__isnull=True) | Q(last__gte=on))
