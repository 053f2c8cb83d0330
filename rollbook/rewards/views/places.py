"""Addresses around awards, and their days and sessions in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from rollbook.pupils.queries.groups import year_order
from rollbook.rewards.paper import period_words
from rollbook.rewards.queries import RunLine
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest

GIVES, SETS = Permission.GIVE_AWARDS, Permission.SET_UP_SCHOOL


def url(request: OfficeRequest, name: str, **place: object) -> str:
    """Where a page of awards stands."""
    return reverse(f"rewards:{name}", kwargs={"school": request.school.slug, **place})


def to(request: OfficeRequest, name: str, **place: object) -> HttpResponse:
    """On to a page of awards, after something was done."""
    return HttpResponseRedirect(url(request, name, **place), status=303)


def whose(run: RunLine) -> str:
    """E.g. Year 7 and Year 8; the whole school."""
    years = sorted(run.nc_years, key=year_order)
    if not years:
        return "the whole school"
    return "year " + years[0] if len(years) == 1 else f"years {', '.join(years[:-1])} and {years[-1]}"


def about(run: RunLine) -> str:
    """Its days and whose awards they are, in a line."""
    return f"{period_words(run.first, run.last)}, {whose(run)}"


def left_out_words(left_out: Iterable[tuple[str, int]], *, by_code: bool) -> str:
    """How many sessions were left out; of which codes only for who may know why that is."""
    found = tuple(left_out)
    whole = sum(number for _, number in found)
    if not whole:
        return ""
    codes = f" ({', '.join(f'{number} {symbol}' for symbol, number in found)})" if by_code else ""
    return f"{whole} {'session' if whole == 1 else 'sessions'} left out{codes}"
