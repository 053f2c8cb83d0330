"""A trust's schools side by side: what each year comes to, what of it asks for attention, and as of when (REP-D).

Every school is counted by the same definitions (PA-1 to PA-3), where it is kept; whole figures are pooled, never
an average of percentages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rollbook.registers.queries.chain import BEFORE_THE_FIRST, ChainAt, chains_of
from rollbook.reports.hub.reading import NOTHING, Found, SchoolThere, Shard, read_trust
from rollbook.reports.queries.figures import Figures, Part, count_year, kept_figures, of_row
from rollbook.reports.queries.trust_signs import Sign, moved, signs
from rollbook.reports.report import Change, Share
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.benchmarks import Measure, PublishedPhase, YearToDate, beside_phase, to_the_same_week, year_to_date
from rollbook.schools.queries import rollbook_at
from rollbook.schools.queries.trusts import TrustSchool, phase_in_words, schools_side_by_side

# So many schools whose marks have moved on are counted while somebody waits; more are left to the worker.
COUNTED_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class TrustRow:
    """One school of the trust. `slug` is empty for a school that another server keeps, `shard` for one kept here.

    `newer` saves have come since its figures were counted.
    """

    urn: str
    name: str
    slug: str
    phase: str
    shard: str
    practice: bool
    figures: Figures | None
    newer: int
    signs: tuple[Sign, ...]
    england: YearToDate | None

    @property
    def whole(self) -> Part:
        return self.figures.whole if self.figures else _NOBODY

    @property
    def attendance(self) -> Share:
        return Share(self.whole.totals.attended, self.whole.totals.possible)

    @property
    def persistent(self) -> Share:
        return Share(self.whole.persistent, self.whole.pupils)

    @property
    def severe(self) -> Share:
        return Share(self.whole.severe, self.whole.pupils)

    @property
    def moved(self) -> Change | None:
        return moved(self.figures)


@dataclass(frozen=True, slots=True)
class TrustView:
    """Schools in the order in which they ask for attention, and all of them together where that can be said.

    `together` leaves training schools out wherever there are others; `missing` are shards of which nothing is
    known, so that the whole is not the whole.
    """

    rows: tuple[TrustRow, ...]
    together: Part
    counted: int
    phases: tuple[str, ...]
    shards: tuple[Shard, ...]

    @property
    def silent(self) -> tuple[Shard, ...]:
        return tuple(shard for shard in self.shards if not shard.answers)

    @property
    def missing(self) -> tuple[Shard, ...]:
        return tuple(shard for shard in self.silent if shard.read_at is None)


_NOBODY = Part("", Totals(), 0, 0, 0)


def trust_view(
    actor: Actor, *, schools: Iterable[int], year: int, trust: str = "", phase: str = "", elsewhere: bool = False
) -> TrustView:
    """The year of these schools of the trust, and with `elsewhere` of those that joined shards keep of it.

    The caller has found that this person works for the trust in each of `schools`. Three statements for those kept
    here, however many; a few more for at most two schools whose marks moved on since they were counted.
    """
    actor.require(Permission.SEE_TRUST)
    here = [school for school in schools_side_by_side(actor, schools) if school.trust == trust]
    found = read_trust(trust, year, actor.now) if elsewhere else NOTHING
    rows = _own(actor, here, year)
    known = {row.urn for row in rows}
    rows += [row for row in _theirs(actor, found) if row.urn not in known]
    shown = [row for row in rows if phase in ("", row.phase)]
    counted = [row for row in shown if not row.practice] or shown
    return TrustView(
        tuple(sorted(shown, key=_attention)),
        _together(counted),
        sum(row.figures is not None for row in counted),
        tuple(sorted({row.phase for row in rows})),
        found.shards,
    )


def _own(actor: Actor, schools: Sequence[TrustSchool], year: int) -> list[TrustRow]:
    ids = [school.id for school in schools]
    kept, chains = dict(kept_figures(actor, ids, year)), chains_of(actor, ids)
    stale = [s for s in ids if s not in kept or kept[s].chain != chains.get(s, BEFORE_THE_FIRST)]
    if len(stale) <= COUNTED_AT_ONCE:
        kept |= {school: count_year(rollbook_at(school, actor.on_the_wall), year) for school in stale}
    return [_own_row(actor, school, kept.get(school.id), chains.get(school.id, BEFORE_THE_FIRST)) for school in schools]


def _own_row(actor: Actor, school: TrustSchool, found: Figures | None, chain: ChainAt) -> TrustRow:
    newer = _newer(found, chain)
    why = signs(found, actor.now, newer=newer)
    england = _england(school.phase, found)
    return TrustRow(school.urn, school.name, school.slug, school.phase, "", school.practice, found, newer, why, england)


def _theirs(actor: Actor, found: Found) -> list[TrustRow]:
    """The schools of shards; one that two of them say they keep stands there once, so that no total is wrong."""
    figures = {(row["shard"], row["urn"]): of_row(row) for row in found.figures}
    once: dict[str, SchoolThere] = {}
    for school in found.schools:
        once.setdefault(school.urn, school)
    return [_their_row(actor, school, figures.get((school.shard, school.urn))) for school in once.values()]


def _their_row(actor: Actor, school: SchoolThere, found: Figures | None) -> TrustRow:
    newer = _newer(found, ChainAt(school.chain_year, school.chain_seq))
    why, phase = signs(found, actor.now, newer=newer), phase_in_words(school.phase)
    england = _england(phase, found)
    return TrustRow(school.urn, school.name, "", phase, school.shard, school.practice, found, newer, why, england)


def _newer(found: Figures | None, chain: ChainAt) -> int:
    """How many saves have come since; a chain begins anew each year, so that only the same year's can be told."""
    if found is None or found.chain.year != chain.year:
        return chain.seq
    return chain.seq - found.chain.seq


def _england(phase: str, found: Figures | None) -> YearToDate | None:
    """England's attendance to the same week of an autumn, later of a whole year, of schools of this phase (PA-5)."""
    published = beside_phase(phase).phase
    if published is None:
        return None
    return _published(published, found.counted_to if found and found.counted_to else date.min)


@lru_cache(maxsize=64)
def _published(phase: PublishedPhase, on: date) -> YearToDate | None:
    """Of the schools of a trust most were counted to the same day."""
    return to_the_same_week(Measure.ATTENDANCE, phase, on) or year_to_date(Measure.ATTENDANCE, phase)


def _together(rows: Sequence[TrustRow]) -> Part:
    parts = [row.whole for row in rows]
    return Part(
        "",
        sum((part.totals for part in parts), Totals()),
        sum(part.pupils for part in parts),
        sum(part.persistent for part in parts),
        sum(part.severe for part in parts),
    )


def _attention(row: TrustRow) -> tuple[object, ...]:
    """What asks for attention first; among equals the lowest attendance, exactly, and then the name."""
    totals = row.whole.totals
    absent = -(totals.absent * 10**9 // totals.possible) if totals.possible else 0
    first = row.signs[0].rank if row.signs else 99
    return (first, -len(row.signs), absent, row.name, row.urn)
