"""The children of a run with their sessions: counts of codes over its days and over the same lengths before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.pupils.queries.allowed_for import allowed_for
from rollbook.pupils.queries.on_the_roll import OnTheRoll, on_the_roll
from rollbook.registers.queries import year_lines
from rollbook.rewards.queries.runs import RunLine
from rollbook.rules.actor import Actor
from rollbook.rules.rewards import Child
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import SYMBOL_OF, slot_of, year_ends, year_of, year_starts
from rollbook.schools.queries import calendar_of

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Counting:
    """The children of a run by their key, and the spans they were counted over, the run's own first."""

    children: Mapping[int, Child]
    pupils: Mapping[int, OnTheRoll]
    spans: tuple[Span, ...]
    most_sessions: int


def counting(actor: Actor, run: RunLine) -> Counting:
    """Everybody of the run's year groups who is still on the roll on its last day: seven statements at most."""
    terms = run.rule.terms
    spans = ((run.first, run.last), *_before(actor, run.first, run.last, terms.kind.looks_back))
    there = [p for p in on_the_roll(actor, run.first, run.last) if _takes_part(p, run)]
    years = range(year_of(min(first for first, _ in spans)), year_of(run.last) + 1)
    rows = {(line.pupil_id, line.year): line.codes for line in year_lines(actor, years)}
    helped = allowed_for(actor, terms.allowance.having, run.first, run.last)
    children = {
        p.id: Child(
            p.id,
            _codes(rows, p.id, spans[0]),
            tuple(_codes(rows, p.id, span) for span in spans[1:]),
            terms.allowance.having if p.id in helped else frozenset(),
        )
        for p in there
    }
    most = max((sum(child.codes.values()) for child in children.values()), default=0)
    return Counting(children, {p.id: p for p in there}, spans, most)


def _takes_part(pupil: OnTheRoll, run: RunLine) -> bool:
    if pupil.last_day is not None and pupil.last_day < run.last:
        return False
    return not run.nc_years or pupil.nc_year in run.nc_years


def _before(actor: Actor, first: date, last: date, how_many: int) -> tuple[Span, ...]:
    """As many school days each, directly before, the nearest first; only whole ones."""
    if not how_many:
        return ()
    days = calendar_of(actor).days
    length = sum(first <= day <= last for day in days)
    end = sum(day < first for day in days)
    cuts = [(end - length * (n + 1), end - length * n) for n in range(how_many)]
    return tuple((days[a], days[b - 1]) for a, b in cuts if a >= 0 and b > a)


def _codes(rows: Mapping[tuple[int, int], bytes], pupil: int, span: Span) -> Mapping[str, int]:
    first, last = span
    counted: Counter[int] = Counter()
    for year in range(year_of(first), year_of(last) + 1):
        codes = rows.get((pupil, year), b"")
        begins = slot_of(Session(max(first, year_starts(year)), Half.AM))
        ends = slot_of(Session(min(last, year_ends(year)), Half.PM)) + 1
        counted.update(codes[begins:ends])
    return {SYMBOL_OF[byte]: number for byte, number in counted.items() if byte}
