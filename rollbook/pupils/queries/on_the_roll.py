"""Everybody who was on the roll at any time of a period, with what figures are split by: for reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from rollbook.audit.once import once
from rollbook.pupils.models import Characteristic, Enrolment, Group, GroupMembership
from rollbook.pupils.queries.joins import shown_name
from rollbook.pupils.queries.seeing import seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.names import order_of

CHARACTERISTICS: Mapping[str, str] = dict(Characteristic.Kind.choices)
_K = Group.Kind


@dataclass(frozen=True, slots=True)
class Belongs:
    """A group that somebody belonged to at the end of the period, or when they left."""

    public_id: UUID
    kind: str
    name: str
    nc_year: str


@dataclass(frozen=True, slots=True)
class OnTheRoll:
    """A pupil of a period: as they stood on its last day, or on their own last day before it.

    `having` are the kinds of characteristics of that day, empty for who may not see them.
    """

    id: int
    public_id: UUID
    forename: str
    surname: str
    sex: str
    born: date
    first_day: date
    last_day: date | None
    groups: tuple[Belongs, ...] = ()
    having: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}".strip()

    @property
    def listed_name(self) -> str:
        return ", ".join(name for name in (self.surname, self.forename) if name)

    @property
    def order(self) -> tuple[object, ...]:
        return (*order_of(self.surname, self.forename), self.id)

    @property
    def nc_year(self) -> str:
        return next((g.nc_year for g in self.groups if g.kind == _K.YEAR), "") or next(
            (g.nc_year for g in self.groups if g.nc_year), ""
        )

    @property
    def form(self) -> str:
        return self._named(_K.REGISTRATION)

    @property
    def house(self) -> str:
        return self._named(_K.HOUSE)

    def _named(self, kind: str) -> str:
        return next((g.name for g in self.groups if g.kind == kind), "")


@once
def on_the_roll(actor: Actor, first: date, last: date) -> tuple[OnTheRoll, ...]:
    """Everybody of the period whom this person may see, by surname: three statements, two without flags."""
    spans = Enrolment.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=first), seen(actor, "pupil__"), school_id=actor.school
    ).filter(first_day__lte=last)
    named = spans.annotate(**shown_name("pupil__")).order_by("pupil_id", "first_day", "id")
    columns = (
        "pupil_id", "pupil__public_id", "forename", "surname", "pupil__sex", "pupil__born", "first_day", "last_day",
    )  # fmt: skip
    newest = {row[0]: row for row in named.values_list(*columns)}
    until = {pupil: min(last, row[7] or last) for pupil, row in newest.items()}
    groups, having = _groups(actor, first, until), _having(actor, first, until)
    everybody = (
        replace(OnTheRoll(*row), groups=groups.get(pupil, ()), having=having.get(pupil, frozenset()))
        for pupil, row in newest.items()
    )
    return tuple(sorted(everybody, key=lambda pupil: pupil.order))


def _groups(actor: Actor, first: date, until: Mapping[int, date]) -> Mapping[int, tuple[Belongs, ...]]:
    """The groups of each pupil on their own last day of the period; each group is read out once, not once a member."""
    rows = GroupMembership.objects.filter(Q(last__isnull=True) | Q(last__gte=first), school_id=actor.school)
    rows = rows.filter(first__lte=max(until.values(), default=first)).order_by("group__kind", "group__name", "id")
    about = ("pupil_id", "first", "last", "public", "group__kind", "group__name", "group__nc_year")
    found: defaultdict[int, list[Belongs]] = defaultdict(list)
    known: dict[str, Belongs] = {}
    for pupil, begins, ends, public, *group in rows.annotate(public=_PUBLIC).values_list(*about):
        if pupil in until and begins <= until[pupil] and (ends is None or ends >= until[pupil]):
            if public not in known:
                known[public] = Belongs(UUID(public), *group)
            found[pupil].append(known[public])
    return {pupil: tuple(groups) for pupil, groups in found.items()}


# As text: a school has ten thousand memberships of some hundred groups.
_PUBLIC = Cast("group__public_id", CharField())


def _having(actor: Actor, first: date, until: Mapping[int, date]) -> Mapping[int, frozenset[str]]:
    if not actor.may(Permission.SEE_FLAGS):
        return {}
    rows = Characteristic.objects.filter(Q(last__isnull=True) | Q(last__gte=first), school_id=actor.school)
    rows = rows.filter(first__lte=max(until.values(), default=first)).order_by("pupil_id", "id")
    found: defaultdict[int, set[str]] = defaultdict(set)
    for pupil, kind, begins, ends in rows.values_list("pupil_id", "kind", "first", "last"):
        if pupil in until and begins <= until[pupil] and (ends is None or ends >= until[pupil]):
            found[pupil].add(kind)
    return {pupil: frozenset(kinds) for pupil, kinds in found.items()}
