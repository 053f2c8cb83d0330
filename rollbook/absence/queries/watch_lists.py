"""Who is in which band of absence, how that moved, and where each year can still end (CASE-A, PA-3, PA-6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from rollbook.absence.queries.patterns import patterns_of
from rollbook.absence.queries.standings import standings
from rollbook.pupils.queries import Flag, PupilLine, flags_of, pupil_lines
from rollbook.pupils.queries.with_flag import pupils_with
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals, absence_of
from rollbook.rules.bands import PERSISTENT_BAND, SEVERE_BAND, Band, band_of
from rollbook.rules.forecasts import Forecast, forecast_in_short, forecast_says
from rollbook.rules.patterns import Measure
from rollbook.rules.standing import Standing
from rollbook.rules.year_row import year_starts
from rollbook.schools.queries import policy_on

WEEK = timedelta(days=7)
EVERYBODY = "every"


@dataclass(frozen=True, slots=True)
class WatchFilters:
    """What the list is narrowed to.

    `band` is persistent (severe included), severe, at-risk (every band of the school's own below 10 %), the
    percentage at which one band begins, or every pupil; `characteristic` a kind such as `sen`, `pattern` a kind of
    pattern or `any`; `since` the day whose end is compared with now, a week ago unless said.
    """

    band: str = "persistent"
    nc_year: str = ""
    registration: str = ""
    characteristic: str = ""
    pattern: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A pupil on a watch list: how they stand now, what the year's totals were at the end of the day compared with."""

    pupil: PupilLine
    standing: Standing
    before: Totals
    flags: tuple[Flag, ...]
    patterns: tuple[Measure, ...] = ()

    @property
    def totals(self) -> Totals:
        return self.standing.totals

    @property
    def band(self) -> Band | None:
        return self.standing.band

    @property
    def absence(self) -> str:
        return str(absence_of(self.totals) or "")

    @property
    def share(self) -> Fraction:
        return Fraction(self.totals.absent, self.totals.possible or 1)

    @property
    def change(self) -> Fraction | None:
        """By how much the share of sessions missed rose or fell; None where there was no share to compare."""
        return self.share - Fraction(self.before.absent, self.before.possible) if self.before.possible else None

    @property
    def forecast(self) -> Forecast:
        return self.standing.until_persistent

    @property
    def forecast_says(self) -> str:
        return forecast_says(self.forecast)

    @property
    def forecast_in_short(self) -> str:
        return forecast_in_short(self.forecast)


def watch_list(actor: Actor, filters: WatchFilters) -> tuple[WatchLine, ...]:
    """The pupils on roll in a band, the most absent first: seven statements, more with each filter but never by pupil.

    Raises NotAllowed when a characteristic is asked for by someone who may not see flags (PA-3, PA-6).
    """
    actor.require(Permission.SEE_WATCH_LISTS)
    if filters.characteristic:
        actor.require(Permission.SEE_FLAGS)
    stands = standings(actor)
    inside = _band(filters.band, policy_on(actor, actor.today).bands)
    chosen = {pupil: one for pupil, one in stands.items() if one.totals.possible and inside(one.totals)}
    if filters.characteristic:
        having = pupils_with(actor, filters.characteristic, actor.today)
        chosen = {pupil: one for pupil, one in chosen.items() if pupil in having}
    lines = [p for p in pupil_lines(actor, tuple(chosen), actor.today) if _listed(p, filters)]
    if filters.pattern:
        found = _with_pattern(actor, [p.id for p in lines], filters.pattern)
        lines = [p for p in lines if p.id in found]
    flags = flags_of(actor, [p.id for p in lines], actor.today)
    since = filters.since or actor.today - WEEK
    listed = (_line(p, chosen[p.id], since, flags.get(p.id, ())) for p in lines)
    return tuple(sorted(listed, key=lambda w: (-w.share, w.pupil.order)))


def with_patterns(actor: Actor, lines: Sequence[WatchLine]) -> tuple[WatchLine, ...]:
    """The same lines with their patterns, for the part of a list that is shown: seven statements."""
    found = patterns_of(actor, [line.pupil.id for line in lines])
    return tuple(replace(line, patterns=found.get(line.pupil.id, ())) for line in lines)


def _with_pattern(actor: Actor, pupils: Collection[int], kind: str) -> Mapping[int, tuple[Measure, ...]]:
    found = patterns_of(actor, pupils)
    return {
        pupil: theirs for pupil, theirs in found.items() if kind == "any" or any(one.kind == kind for one in theirs)
    }


def _band(chosen: str, bands: Sequence[Band]) -> Callable[[Totals], bool]:
    if chosen == EVERYBODY:
        return lambda _: True
    if chosen == "severe":
        return SEVERE_BAND.is_reached
    if chosen == "at-risk":
        own = {band for band in bands if band.percent < PERSISTENT_BAND.percent}
        return lambda totals: band_of(totals, bands) in own
    if chosen.isdecimal():
        return lambda totals: (band := band_of(totals, bands)) is not None and band.percent == int(chosen)
    return PERSISTENT_BAND.is_reached


def _listed(pupil: PupilLine, filters: WatchFilters) -> bool:
    return (not filters.nc_year or pupil.nc_year == filters.nc_year) and (
        not filters.registration or pupil.registration == filters.registration
    )


def _line(pupil: PupilLine, standing: Standing, since: date, flags: Sequence[Flag]) -> WatchLine:
    before = standing.totals_between(year_starts(standing.year), since)
    return WatchLine(pupil, standing, before, tuple(flags))
