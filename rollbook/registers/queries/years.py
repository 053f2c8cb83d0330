"""Pupils' years: the bytes of every session, and the totals that were counted from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rollbook.registers.models import PupilYear
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.year_row import totals_of


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
    rows = PupilYear.objects.filter(school_id=actor.school, year__in=list(years))
    if pupil_ids is not None:
        rows = rows.filter(pupil_id__in=list(pupil_ids))
    found = rows.order_by("pupil_id", "year").values_list("pupil_id", "year", "codes")
    return tuple(YearLine(pupil, year, bytes(codes)) for pupil, year, codes in found)


def rows_by_pupil(lines: Iterable[YearLine]) -> Mapping[int, Mapping[int, bytes]]:
    """Years' bytes as the rule book's thresholds take them: by pupil, then by year."""
    found: dict[int, dict[int, bytes]] = {}
    for line in lines:
        found.setdefault(line.pupil_id, {})[line.year] = line.codes
    return found
