"""Who somebody is in a school: their roles today, and so what they may do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.crypto import salted_hmac

from rollbook.audit.prepared import Prepared, given
from rollbook.formats.values.phones import as_dialled_here
from rollbook.rules.access import Permission, Role, permissions_of
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotFound
from rollbook.schools.queries.joins import at_school, school_facts, takes_boarders, trust_facts
from rollbook.staff.models import RoleAssignment, SupplyAccount, User

_OWN_SCHOOL = {**school_facts("school__", "direct"), "direct_boards": takes_boarders("school__")}
_TRUSTS_SCHOOLS = {
    **school_facts("trust__schools__", "member"),
    "member_boards": takes_boarders("trust__schools__"),
}


@dataclass(frozen=True, slots=True)
class Post:
    """A school that a person may act for, the roles they hold there today, and the years they head."""

    school_id: int
    school_name: str
    school_slug: str
    roles: frozenset[Role]
    nc_years: frozenset[str]
    practice_shift: timedelta
    takes_boarders: bool = False

    @property
    def title(self) -> str:
        """The role that carries most, which stands beside the name in the record."""
        return max(self.roles, key=lambda r: (len(permissions_of(frozenset({r}))), r.value)).label


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A member of staff as lists show them."""

    id: int
    name: str
    initials: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role somebody holds, held or will hold here; across the whole trust if `through_trust`."""

    id: int
    role: Role
    nc_year: str
    first: date
    last: date | None
    through_trust: bool

    @property
    def title(self) -> str:
        return f"{self.role.label}, year {self.nc_year}" if self.nc_year else self.role.label


@dataclass(frozen=True, slots=True)
class StaffMember:
    """An account with its roles in the actor's school; `now` those held today, `later` and `past` the others."""

    id: int
    name: str
    username: str
    email: str
    mobile: str
    initials: str
    is_active: bool
    last_sign_in: datetime | None
    now: tuple[RoleLine, ...]
    later: tuple[RoleLine, ...]
    past: tuple[RoleLine, ...]


def posts_of(user: User, on: date) -> tuple[Post, ...]:
    """The schools this person may act for on a day, by name: one statement."""
    found: dict[int, tuple[str, str, timedelta, bool, set[Role], set[str]]] = {}
    for role, nc_year, *place in _POSTS.rows(user=user.pk, on=on):
        school_id, name, slug, shift, boards = place[:5] if place[0] is not None else place[5:]
        if school_id is None:
            continue
        post = found.setdefault(school_id, (name, slug, shift or timedelta(), bool(boards), set(), set()))
        post[4].add(Role(role))
        if nc_year and role == Role.HEAD_OF_YEAR:
            post[5].add(nc_year)
    return tuple(
        sorted(
            (Post(i, n, s, frozenset(r), frozenset(y), shift, b) for i, (n, s, shift, b, r, y) in found.items()),
            key=lambda p: (p.school_name, p.school_id),
        )
    )


@dataclass(frozen=True, slots=True)
class TrustPost:
    """A trust for the whole of which somebody works, whichever of its schools are kept here."""

    trust_id: int
    slug: str
    name: str
    roles: frozenset[Role]

    def may(self, permission: Permission) -> bool:
        return permission in permissions_of(self.roles)


def trust_posts_of(user: User, on: date) -> tuple[TrustPost, ...]:
    """The trusts in which this person holds a role across all schools on a day, by name: one statement."""
    found: dict[tuple[str, str, int], set[Role]] = {}
    for trust, role, slug, name in _TRUST_POSTS.rows(user=user.pk, on=on):
        found.setdefault((name, slug, trust), set()).add(Role(role))
    return tuple(
        TrustPost(trust, slug, name, frozenset(found[name, slug, trust])) for name, slug, trust in sorted(found)
    )


def actor_of(user: User, post: Post, now: datetime) -> Actor:
    """The person, acting for this school, at this moment; at a training school, at the moment it is there."""
    return Actor(
        user_id=user.pk,
        name=user.name,
        role=post.title,
        school_id=post.school_id,
        permissions=permissions_of(post.roles),
        now=now + post.practice_shift,
        shift=post.practice_shift,
        nc_years=post.nc_years,
    )


def as_they_would(actor: Actor, member: StaffMember) -> Actor:
    """A member of staff as they would act here at this moment: for what is read on their behalf."""
    return Actor(
        member.id,
        member.name,
        "",
        actor.school_id,
        permissions_of(frozenset(line.role for line in member.now)),
        actor.now,
        shift=actor.shift,
        nc_years=frozenset(line.nc_year for line in member.now if line.nc_year),
    )


def staff_of(actor: Actor) -> tuple[StaffLine, ...]:
    """Everybody who holds a role in the actor's school today, by name."""
    return tuple(StaffLine(*row) for row in _STAFF.rows(today=actor.today, school=actor.school))


@dataclass(frozen=True, slots=True)
class StaffWay:
    """How a member of staff is reached in what cannot wait: a mobile number (E.164) and an address, or empty."""

    id: int
    name: str
    mobile: str
    email: str


def ways_to_staff(actor: Actor, user_ids: Collection[int]) -> Mapping[int, StaffWay]:
    """How those of them who hold a role in the actor's school today are reached: one statement."""
    held = RoleAssignment.objects.filter(held_on(actor.today), at_school(actor.school), user_id__in=user_ids)
    users = User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk")
    return {row[0]: StaffWay(*row) for row in users.values_list("pk", "name", "mobile", "email")}


def staff_names(actor: Actor, user_ids: Collection[int]) -> Mapping[int, str]:
    """What these members of staff are called, also those who have left: one statement."""
    held = RoleAssignment.objects.filter(at_school(actor.school), user_id__in=user_ids)
    return dict(User.objects.filter(pk__in=held.values("user_id")).order_by("pk").values_list("pk", "name"))


def staff_members(actor: Actor) -> tuple[StaffMember, ...]:
    """Everybody who holds, held or will hold a role in the actor's school, by name: one statement."""
    return _members(actor, Q())


def staff_member(actor: Actor, user_id: int) -> StaffMember:
    """One of them, or NotFound."""
    found = _members(actor, Q(user_id=user_id))
    if not found:
        raise NotFound("There is no such member of staff in this school.")
    return found[0]


def _members(actor: Actor, which: Q) -> tuple[StaffMember, ...]:
    rows = RoleAssignment.objects.filter(at_school(actor.school), which).select_related("user")
    ordered = rows.order_by("user__name", "user_id", "-first", "id")
    return tuple(_member(actor, list(own)) for _, own in groupby(ordered, key=lambda row: row.user_id))


def _member(actor: Actor, rows: list[RoleAssignment]) -> StaffMember:
    user, today = rows[0].user, actor.today
    lines = [RoleLine(r.pk, Role(r.role), r.nc_year, r.first, r.last, r.trust_id is not None) for r in rows]
    past = [line for line in lines if line.last is not None and line.last < today]
    later = [line for line in lines if line.first > today]
    return StaffMember(
        id=user.pk,
        name=user.name,
        username=user.username,
        email=user.email,
        mobile=as_dialled_here(user.mobile),
        initials=user.initials,
        is_active=user.is_active,
        last_sign_in=user.last_login,
        now=tuple(line for line in lines if line not in past and line not in later),
        later=tuple(later),
        past=tuple(past),
    )


def roles_of_people(actor: Actor, users: Collection[int]) -> dict[int, frozenset[Role]]:
    """The roles that these people hold in the actor's school today, by user: one statement."""
    found: dict[int, set[Role]] = {}
    for user, role in _HELD.rows(today=actor.today, school=actor.school, users=tuple(users)):
        found.setdefault(user, set()).add(Role(role))
    return {user: frozenset(roles) for user, roles in found.items()}


def held_on(on: date) -> Q:
    """The condition that a role is held on a day."""
    return Q(first__lte=on) & (Q(last__isnull=True) | Q(last__gte=on))


_POSTS = Prepared(
    lambda: (
        RoleAssignment.objects.filter(held_on(given("on", "day")), user_id=given("user"))
        .annotate(**_OWN_SCHOOL, **_TRUSTS_SCHOOLS)
        .values_list("role", "nc_year", *_OWN_SCHOOL, *_TRUSTS_SCHOOLS)
        .order_by("id", F("member_id"))
    )
)

_OF_TRUST = trust_facts("trust__")
_TRUST_POSTS = Prepared(
    lambda: (
        RoleAssignment.objects.filter(held_on(given("on", "day")), user_id=given("user"), trust__isnull=False)
        .annotate(**_OF_TRUST)
        .values_list("trust_id", "role", *_OF_TRUST)
        .order_by("id")
    )
)


def _staff() -> QuerySet[User, tuple[Any, ...]]:
    held = RoleAssignment.objects.filter(held_on(given("today", "day")), at_school(given("school")))
    users = User.objects.filter(pk__in=held.values("user_id")).order_by("name", "id")
    return users.values_list("id", "name", "initials", "is_active")


_STAFF = Prepared(_staff)
_HELD = Prepared(
    lambda: RoleAssignment.objects.filter(
        held_on(given("today", "day")), at_school(given("school")), user_id__in=given("users", many=True)
    ).values_list("user_id", "role")
)


def name_of(prefix: str) -> Combinable:
    """How other tables show a person's name: the prefix is where the account stands, as in `user__`."""
    return F(f"{prefix}name")


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """A supply teacher's account of one day; `code_until` while a slip still opens it."""

    public_id: UUID
    user_id: int
    name: str
    agency: str
    on: date
    badge: int | None
    made_at: datetime
    made_by: str
    code_until: datetime | None
    signed_in_at: datetime | None
    ended_at: datetime | None
    ended_by: str

    def is_open(self, today: date) -> bool:
        return self.ended_at is None and self.on == today


def supply_accounts(actor: Actor, since: date) -> tuple[SupplyLine, ...]:
    """The one-day accounts made for a day and after it, the latest first: one statement."""
    actor.require(Permission.MAKE_SUPPLY_ACCOUNTS)
    rows = SupplyAccount.objects.filter(school_id=actor.school, on__gte=since).select_related("user")
    return tuple(
        SupplyLine(
            r.public_id, r.user_id, r.user.name, r.agency, r.on, r.badge, r.made_at, r.made_by_name, r.code_until,
            r.signed_in_at, r.ended_at, r.ended_by_name,
        )
        for r in rows.order_by("-made_at", "-id")
    )  # fmt: skip


def supply_at_the_door(typed: str, now: datetime) -> tuple[UUID, Actor] | None:
    """The account whose unused code was typed, and its holder acting at this moment; None for any other."""
    letters = "".join(typed.lower().split()).replace("-", "")
    row = SupplyAccount.objects.select_related("user").filter(code_digest=code_digest(letters)).first()
    if row is None or row.code_until is None or row.ended_at is not None or not row.user.is_active:
        return None
    post = next((p for p in posts_of(row.user, now.astimezone(LONDON).date()) if p.school_id == row.school_id), None)
    if post is None:
        return None
    actor = actor_of(row.user, post, now)
    return (row.public_id, actor) if row.on == actor.today and actor.now <= row.code_until else None


def code_digest(code: str) -> bytes:
    """What is kept of a slip's code: keyed, so that the table alone opens nothing."""
    return salted_hmac("rollbook.staff.supply", code, algorithm="sha256").digest()
