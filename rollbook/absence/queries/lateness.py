"""Who is late, how often and when; which of the school's steps is due (ABS-H, PUN-1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.absence.models import LatePolicy, LateStepTaken
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.registers.queries.lateness import late_marks
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import Closure, ClosureKind, Days, Term
from rollbook.rules.lateness import USUAL, Act, LateStep, LateTotals, half_term_of, late_totals, step_due
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import terms_and_closures


@dataclass(frozen=True, slots=True)
class LateLine:
    """A pupil and what the lateness of a period comes to."""

    pupil: PupilLine
    totals: LateTotals


@dataclass(frozen=True, slots=True)
class StepDue:
    """A pupil for whom a step of the policy is reached and not taken; `taken` are the steps of this half term."""

    pupil: PupilLine
    totals: LateTotals
    step: LateStep
    taken: tuple[LateStep, ...]


@dataclass(frozen=True, slots=True)
class LateRules:
    """A version of the school's steps; `version` 0 is what holds until it sets its own."""

    version: int
    valid_from: date | None
    steps: tuple[LateStep, ...]
    by_name: str


def lateness(actor: Actor, first: date, last: date) -> tuple[LateLine, ...]:
    """Everybody on roll who was late in a period, the most often first: two statements."""
    actor.require(Permission.SEE_WATCH_LISTS)
    found = late_marks(actor, first, last)
    lines = (
        LateLine(pupil, totals)
        for pupil in pupil_lines(actor, tuple(found), actor.today)
        if _on_roll(pupil, actor.today) and (totals := late_totals(found[pupil.id]))
    )
    return tuple(sorted(lines, key=_most_first))


def half_term(actor: Actor, on: date) -> Days | None:
    """The half of a term in which a day lies; None between terms: two statements."""
    year = terms_and_closures(actor, year_of(on))
    terms = [Term(t.name, Days(t.first, t.last)) for t in year.terms]
    gaps = [Closure(ClosureKind.HALF_TERM, Days(c.first, c.last)) for c in year.closures if c.kind == "half-term"]
    return half_term_of(terms, gaps, on)


def late_rules(actor: Actor, on: date) -> LateRules:
    """The school's steps in force on a day: one statement."""
    rows = LatePolicy.objects.filter(school_id=actor.school, valid_from__lte=on)
    return _rules(rows.order_by("-valid_from", "-version").first())


def every_late_rules(actor: Actor) -> tuple[LateRules, ...]:
    """Every version of the steps, the newest first: one statement."""
    rows = LatePolicy.objects.filter(school_id=actor.school).order_by("-version")
    return tuple(_rules(row) for row in rows) or (_rules(None),)


def late_steps_due(actor: Actor) -> tuple[StepDue, ...]:
    """For whom a step is due in this half term, the highest step first: six statements, three between terms."""
    actor.require(Permission.SEE_WATCH_LISTS)
    rules, days = late_rules(actor, actor.today), half_term(actor, actor.today)
    if days is None:
        return ()
    taken = _taken(actor, days.first)
    lines = lateness(actor, days.first, min(days.last, actor.today))
    due = (
        StepDue(line.pupil, line.totals, step, taken.get(line.pupil.id, ()))
        for line in lines
        if (step := step_due(rules.steps, line.totals.times, [one.at for one in taken.get(line.pupil.id, ())]))
    )
    return tuple(sorted(due, key=lambda one: (-one.step.at, one.pupil.surname, one.pupil.id)))


def _most_first(one: LateLine) -> tuple[int, int, str, int]:
    return (-one.totals.times, -one.totals.minutes, one.pupil.surname, one.pupil.id)


def _taken(actor: Actor, since: date) -> Mapping[int, tuple[LateStep, ...]]:
    found: defaultdict[int, list[LateStep]] = defaultdict(list)
    for row in LateStepTaken.objects.filter(school_id=actor.school, since=since).order_by("at"):
        found[row.pupil_id].append(LateStep(row.at, Act(row.act)))
    return {pupil: tuple(steps) for pupil, steps in found.items()}


def _rules(row: LatePolicy | None) -> LateRules:
    if row is None:
        return LateRules(0, None, USUAL, "")
    return LateRules(row.version, row.valid_from, tuple(LateStep(at, Act(act)) for at, act in row.steps), row.by_name)


def _on_roll(pupil: PupilLine, on: date) -> bool:
    return pupil.first_day is not None and (pupil.last_day is None or pupil.last_day >= on)
