"""Pupils' years: the bytes of every session, and the totals that were counted from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from rollbook.audit.once import kept_beside, once
from rollbook.registers.models import PupilYear
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.year_row import totals_of

WHOLE = "years of the whole school"


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
    return _read(PupilYear.objects.filter(school_id=actor.school, year__in=wanted, pupil_id__in=theirs))


@once
def _whole_school(actor: Actor, years: frozenset[int]) -> tuple[YearLine, ...]:
    known = kept_beside(actor, WHOLE)
    if known is not None:
        known[years] = True
    return _read(PupilYear.objects.filter(school_id=actor.school, year__in=years))


def _read(rows: QuerySet[PupilYear]) -> tuple[YearLine, ...]:
    found = rows.order_by("pupil_id", "year").values_list("pupil_id", "year", "codes")
    return tuple(YearLine(pupil, year, bytes(codes)) for pupil, year, codes in found)


def rows_by_pupil(lines: Iterable[YearLine]) -> Mapping[int, Mapping[int, bytes]]:
    """Years' bytes as the rule book's thresholds take them: by pupil, then by year."""
    found: dict[int, dict[int, bytes]] = {}
    for line in lines:
        found.setdefault(line.pupil_id, {})[line.year] = line.codes
    return found
