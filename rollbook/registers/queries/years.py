"""Pupils' years: the bytes of every session, and the totals that were counted from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from rollbook.audit.once import kept_beside, once
from rollbook.audit.prepared import Prepared, given
from rollbook.registers.models import Mark, PupilYear
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.codes import in_force
from rollbook.rules.year_row import totals_of

WHOLE, SOME = "years of the whole school", "years of some pupils"


@dataclass(frozen=True, slots=True)
class YearLine:
    """A pupil's year; totals are counted again from the bytes, so that two screens never disagree."""

    pupil_id: int
    year: int
    codes: bytes

    @property
    def totals(self) -> Totals:
        return totals_of(self.codes, self.year)


def year_lines(actor: Actor, years: Iterable[int], pupil_ids: Iterable[int] | None = None) -> tuple[YearLine, ...]:
    """The years of the whole school's pupils, or of these pupils: one statement."""
    wanted = frozenset(years)
    if pupil_ids is None:
        return _whole_school(actor, wanted)
    theirs = frozenset(pupil_ids)
    for known in kept_beside(actor, WHOLE) or ():
        if isinstance(known, frozenset) and wanted <= known:
            return tuple(y for y in _whole_school(actor, known) if y.year in wanted and y.pupil_id in theirs)
    kept = kept_beside(actor, (SOME, wanted))
    if kept is not None and theirs <= kept.keys():
        return tuple(line for pupil in sorted(theirs) for line in kept[pupil])  # type: ignore[attr-defined]  # as put there
    return _lines(_THEIRS.rows(school=actor.school, years=tuple(wanted), pupils=tuple(theirs)))


def years_of_absent(
    actor: Actor, years: Iterable[int], first: date, last: date, *, besides: Iterable[int] = ()
) -> tuple[YearLine, ...]:
    """The years of whoever was absent in a session from `first` to `last`, and of these besides: one statement."""
    days, wanted = (first + timedelta(days=n) for n in range((last - first).days + 1)), frozenset(years)
    absent = {code.symbol for day in days for code in in_force(day).values() if code.absent}
    asked = {"first": first, "last": last, "codes": tuple(absent), "besides": tuple(besides)}
    found = _lines(_OF_ABSENT.rows(school=actor.school, years=tuple(wanted), **asked))
    _keep(actor, found, wanted)
    return found


def _keep(actor: Actor, found: Iterable[YearLine], years: frozenset[int]) -> None:
    """For a list of some of the same pupils in one of these years."""
    for year in years:
        kept = kept_beside(actor, (SOME, frozenset({year})))
        if kept is not None:
            kept.update({line.pupil_id: (line,) for line in found if line.year == year})


@once
def _whole_school(actor: Actor, years: frozenset[int]) -> tuple[YearLine, ...]:
    known = kept_beside(actor, WHOLE)
    if known is not None:
        known[years] = True
    return _lines(_WHOLE.rows(school=actor.school, years=tuple(years)))


def _rows(rows: QuerySet[PupilYear]) -> QuerySet[PupilYear, tuple[Any, ...]]:
    theirs = rows.filter(school_id=given("school"), year__in=given("years", "number", many=True))
    return theirs.order_by("pupil_id", "year").values_list("pupil_id", "year", "codes")


def _of_absent() -> QuerySet[PupilYear, tuple[Any, ...]]:
    absent = Mark.objects.filter(
        school_id=given("school"),
        date__gte=given("first", "day"),
        date__lte=given("last", "day"),
        code__in=given("codes", "text", many=True),
    )
    besides = Q(pupil_id__in=given("besides", many=True))
    return _rows(PupilYear.objects.filter(Q(pupil_id__in=absent.values("pupil_id")) | besides))


_WHOLE = Prepared(lambda: _rows(PupilYear.objects.all()))
_THEIRS = Prepared(lambda: _rows(PupilYear.objects.filter(pupil_id__in=given("pupils", many=True))))
_OF_ABSENT = Prepared(_of_absent)


def _lines(rows: Iterable[tuple[Any, ...]]) -> tuple[YearLine, ...]:
    return tuple(YearLine(pupil, year, bytes(codes)) for pupil, year, codes in rows)


def rows_by_pupil(lines: Iterable[YearLine]) -> Mapping[int, Mapping[int, bytes]]:
    """Years' bytes as the rule book's thresholds take them: by pupil, then by year."""
    found: dict[int, dict[int, bytes]] = {}
    for line in lines:
        found.setdefault(line.pupil_id, {})[line.year] = line.codes
    return found
