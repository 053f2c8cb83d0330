"""The pupils of one school-year as its statistics know them: no names, what is true of each on one day of the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from rollbook.pupils.models import Characteristic, Enrolment, Group, GroupMembership
from rollbook.rules.actor import Actor
from rollbook.rules.year_row import year_ends, year_starts

_GROUPS = (Group.Kind.YEAR, Group.Kind.REGISTRATION)
_FLAGS = (Characteristic.Kind.FSM, Characteristic.Kind.SEN, Characteristic.Kind.EHCP)


@dataclass(frozen=True, slots=True)
class InYear:
    """A pupil in a school-year: days on the roll (`last_day` None while it lasts), and what holds on `as_of`.

    `as_of` is the pupil's last day that has come. `year_group` and `group` are the latest of the year, empty where
    there is none.
    """

    public_id: str
    sex: str
    born: date
    first_day: date
    last_day: date | None
    as_of: date
    year_group: str = ""
    group: str = ""
    flags: frozenset[str] = frozenset()


def in_year(actor: Actor, year: int) -> Mapping[int, InYear]:
    """Everybody who was on the roll in a year, by key: three statements."""
    groups, flags = _groups(actor, year), _flags(actor, year)
    found: dict[int, InYear] = {}
    for key, pupil in _on_roll(actor, year).items():
        as_of = min(pupil.last_day or date.max, year_ends(year), actor.today)
        theirs = groups.get(key, [])
        held = frozenset(kind for kind, first, last in flags.get(key, []) if first <= as_of <= (last or date.max))
        found[key] = replace(pupil, as_of=as_of, year_group=_year_group(theirs), group=_class(theirs), flags=held)
    return found


def _on_roll(actor: Actor, year: int) -> dict[int, InYear]:
    """Of several times on the roll, the first day of the first and the last day of the last."""
    theirs = Enrolment.objects.filter(school_id=actor.school, first_day__lte=year_ends(year))
    theirs = theirs.filter(Q(last_day__isnull=True) | Q(last_day__gte=year_starts(year))).order_by("first_day", "id")
    found: dict[int, InYear] = {}
    for key, public, sex, born, first, last in theirs.values_list(
        "pupil_id", "pupil__public_id", "pupil__sex", "pupil__born", "first_day", "last_day"
    ):
        began = found[key].first_day if key in found else first
        found[key] = InYear(str(public), sex, born, began, last, as_of=first)
    return found


def _groups(actor: Actor, year: int) -> dict[int, list[tuple[str, str, str]]]:
    """Each pupil's groups of the year as (kind, name, year group), the earliest first."""
    rows = GroupMembership.objects.filter(school_id=actor.school, group__year=year, group__kind__in=_GROUPS)
    found: dict[int, list[tuple[str, str, str]]] = {}
    for key, *group in rows.order_by("first", "id").values_list(
        "pupil_id", "group__kind", "group__name", "group__nc_year"
    ):
        found.setdefault(key, []).append((group[0], group[1], group[2]))
    return found


def _flags(actor: Actor, year: int) -> dict[int, list[tuple[str, date, date | None]]]:
    rows = Characteristic.objects.filter(school_id=actor.school, kind__in=_FLAGS, first__lte=year_ends(year))
    found: dict[int, list[tuple[str, date, date | None]]] = {}
    for key, kind, first, last in rows.order_by("id").values_list("pupil_id", "kind", "first", "last"):
        found.setdefault(key, []).append((kind, first, last))
    return found


def _class(groups: list[tuple[str, str, str]]) -> str:
    return next((name for kind, name, _ in reversed(groups) if kind == Group.Kind.REGISTRATION), "")


def _year_group(groups: list[tuple[str, str, str]]) -> str:
    """Of the latest year group, else of the latest class."""
    known = [(kind, nc_year) for kind, _, nc_year in reversed(groups) if nc_year]
    return next((nc_year for kind, nc_year in known if kind == Group.Kind.YEAR), known[0][1] if known else "")
