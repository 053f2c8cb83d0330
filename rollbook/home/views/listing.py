"""The pupil list: find people and sets of people, with their attendance beside each name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rollbook.absence.views.places import pupil_url, shown_flags
from rollbook.absence.words import count, short_day
from rollbook.audit.actions import log_list
from rollbook.home.forms import NameForm, PupilsForm
from rollbook.pupils.queries import Flag as PupilFlag
from rollbook.pupils.queries import OnRoll, PupilFilters, PupilLine, flags_of, groups_of, pupils_list
from rollbook.registers.queries import year_lines
from rollbook.rules.access import Permission
from rollbook.rules.attendance import NOTHING, Totals, attendance_of
from rollbook.rules.year_row import year_of
from rollbook.web.components.layout import Flag
from rollbook.web.components.tables import Chip
from rollbook.web.pages import OfficeRequest, page

PAGE = 50
EVERYBODY = 6000
SORTS = ("name", "form", "attendance")


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil as a line of the list."""

    pupil: PupilLine
    url: str
    attendance: str
    early: bool
    flags: tuple[Flag, ...]
    standing: str


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_ALL_PUPILS, Permission.SEE_OWN_PUPILS)
def pupils(request: OfficeRequest) -> HttpResponse:
    """The pupils whom this person may see; a name is posted, everything else stands in the address."""
    actor = request.actor
    groups = groups_of(actor, "registration", actor.today)
    form = PupilsForm(request.GET, groups=groups, sees_flags=actor.may(Permission.SEE_FLAGS), auto_id="f-%s")
    named = NameForm(request.POST if request.method == "POST" else None, auto_id="by-%s")
    name = named.cleaned_data["name"] if named.is_bound and named.is_valid() else ""
    listed = _listed(request, form.filters(name), by_name=bool(name))
    log_list(actor, what="pupil list", count=listed.paginator.count)
    values = {
        "page": {"title": "Pupils", "sub": _sub(request, name, listed.paginator.count)},
        "form": form,
        "named": named,
        "name": name,
        "chips": _chips(request, form),
        "rows": _rows(request, listed),
        "listed": listed,
        "sees_flags": actor.may(Permission.SEE_FLAGS),
        "whole_school": actor.may(Permission.SEE_ALL_PUPILS),
    }
    return render(request, "home/pupils.html", values)


def _listed(request: OfficeRequest, filters: PupilFilters, *, by_name: bool) -> Page[PupilLine]:
    """One page of the list; sorted by anything but the name, the whole list is read once."""
    asked = request.GET.get("sort", "name")
    key, down = asked.lstrip("-"), asked.startswith("-")
    number = request.GET.get("page", "1")
    if by_name or (key not in SORTS[1:] and not down):
        found = pupils_list(request.actor, filters, int(number) if number.isdecimal() else 1, size=PAGE)
        return Paginator(_Slice(found.pupils, found.total, PAGE), PAGE).get_page(found.number)
    everybody = list(pupils_list(request.actor, filters, size=EVERYBODY).pupils)
    everybody.sort(key=_order(request, key), reverse=down)
    return Paginator(everybody, PAGE).get_page(number)


class _Slice(Sequence[PupilLine]):
    """A page that was read alone, standing where it belongs in a list of which the rest was not."""

    def __init__(self, part: Sequence[PupilLine], total: int, size: int) -> None:
        self.part, self.total, self.size = part, total, size

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, at: Any) -> Any:
        return self.part


def _order(request: OfficeRequest, key: str) -> Callable[[PupilLine], Any]:
    if key == "form":
        return lambda p: (len(p.registration), p.registration, p.surname, p.forename, p.id)
    if key == "attendance":
        totals = _totals(request, None)
        return lambda p: (_share(totals.get(p.id, NOTHING)), p.surname, p.forename, p.id)
    return lambda p: (p.surname, p.forename, p.id)


def _share(totals: Totals) -> tuple[bool, Fraction]:
    """Those without a possible session stand at the end."""
    return (totals.possible == 0, Fraction(totals.attended, totals.possible or 1))


def _totals(request: OfficeRequest, ids: Sequence[int] | None) -> Mapping[int, Totals]:
    actor = request.actor
    return {line.pupil_id: line.totals for line in year_lines(actor, [year_of(actor.today)], ids)}


def _rows(request: OfficeRequest, listed: Page[PupilLine]) -> list[Row]:
    pupils = list(listed.object_list)
    ids = [p.id for p in pupils]
    totals = _totals(request, ids) if ids else {}
    flags = flags_of(request.actor, ids, request.actor.today)
    return [_row(request, p, totals.get(p.id, NOTHING), flags.get(p.id, ())) for p in pupils]


def _row(request: OfficeRequest, pupil: PupilLine, totals: Totals, flags: Sequence[PupilFlag]) -> Row:
    share = attendance_of(totals)
    return Row(
        pupil=pupil,
        url=pupil_url(request, pupil.public_id),
        attendance=str(share) if share else "",
        early=totals.is_early,
        flags=shown_flags(flags),
        standing=_standing(request, pupil),
    )


def _standing(request: OfficeRequest, pupil: PupilLine) -> str:
    today = request.actor.today
    if pupil.first_day is None:
        return "Never on roll"
    if pupil.first_day > today:
        return f"Starts {short_day(pupil.first_day, around=today)}"
    if pupil.last_day is not None and pupil.last_day < today:
        return f"Left {short_day(pupil.last_day, around=today)}"
    return f"Leaves {short_day(pupil.last_day, around=today)}" if pupil.last_day else ""


def _chips(request: OfficeRequest, form: PupilsForm) -> list[Chip]:
    chips = []
    for name in form.fields:
        chosen = form.chosen(name)
        if chosen and chosen != OnRoll.NOW:
            rest = request.GET.copy()
            rest.pop(name, None)
            rest.pop("page", None)
            chips.append(Chip(form.label_of(name), f"?{rest.urlencode()}"))
    return chips


def _theirs(request: OfficeRequest) -> str:
    years = " and ".join(sorted(request.actor.nc_years))
    whose = "the groups whose register you take"
    return f" of year {years} and {whose}" if years else f" in {whose}"


def _sub(request: OfficeRequest, name: str, total: int) -> str:
    whose = "" if request.actor.may(Permission.SEE_ALL_PUPILS) else _theirs(request)
    named = f" whose name begins with “{name}”" if name else ""
    return f"{count(total, 'pupil')}{whose}{named}"
