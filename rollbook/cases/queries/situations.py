"""What the rules of a process may look at: the steps taken, the pupil's standing, other cases, the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.absence.queries.days import days_met
from rollbook.absence.queries.standings import standings
from rollbook.audit.once import once
from rollbook.cases.known import processes
from rollbook.cases.models import Case, CaseRest, CaseStep
from rollbook.cases.words import read
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import Days, SchoolCalendar
from rollbook.rules.process import AnyProcess, Earlier, Situation, Taken
from rollbook.rules.process_facts import from_json
from rollbook.rules.standing import Standing


@dataclass(frozen=True, slots=True)
class Rests:
    """The days on which a case rested, and since when it rests now."""

    ended: tuple[Days, ...] = ()
    since: date | None = None


@once
def clock_calendar(actor: Actor) -> SchoolCalendar:
    """The days that the clocks of cases count: all that are known, less those lost to an unexpected closure (REG-6)."""
    return days_met(actor)


def facts_of(process: AnyProcess, row: Case) -> object:
    """What is known in a case, as its process's own facts."""
    return from_json(process.facts, read(row.facts, row.public_id, f"facts:{row.version}"))


def situation_of(actor: Actor, row: Case) -> Situation:
    """The situation of one case today."""
    return situations(actor, [row])[row.pk]


def situations(actor: Actor, rows: Collection[Case]) -> Mapping[int, Situation]:
    """The situations of these cases today, by key: a fixed number of statements."""
    pupils = {row.pupil_id for row in rows}
    lines = {line.id: line for line in pupil_lines(actor, pupils, actor.today)}
    stand = standings(actor, pupils) if actor.may(Permission.SEE_WATCH_LISTS) else {}
    others, taken = _others(actor, pupils), taken_of(actor, rows)
    calendar = clock_calendar(actor)
    return {
        row.pk: _situation(actor, row, calendar, lines.get(row.pupil_id), stand.get(row.pupil_id), others, taken)
        for row in rows
    }


def earlier_of(actor: Actor, pupil: int) -> tuple[Earlier, ...]:
    """Every case of a pupil in this school, the oldest first."""
    return tuple(earlier for _, earlier in _others(actor, [pupil]).get(pupil, []))


def taken_of(actor: Actor, rows: Iterable[Case]) -> Mapping[int, tuple[Taken, ...]]:
    """The steps that stand in these cases, by case, in order: one statement."""
    found: dict[int, list[Taken]] = defaultdict(list)
    steps = CaseStep.objects.filter(school_id=actor.school, case__in=[row.pk for row in rows], back_at=None)
    for case, number, step, choice, on, at, by in steps.order_by("case_id", "number").values_list(
        "case_id", "number", "step", "choice", "on", "at", "by_name"
    ):
        found[case].append(Taken(number, step, choice, on, at, by))
    return {case: tuple(those) for case, those in found.items()}


def rests_of(actor: Actor, rows: Iterable[Case]) -> Mapping[int, Rests]:
    """When these cases rested: one statement."""
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    rests = CaseRest.objects.filter(school_id=actor.school, case__in=[row.pk for row in rows]).order_by("first", "id")
    for case, first, last in rests.values_list("case_id", "first", "last"):
        found[case].append((first, last))
    return {
        case: Rests(
            tuple(Days(first, last) for first, last in those if last is not None),
            next((first for first, last in those if last is None), None),
        )
        for case, those in found.items()
    }


def _situation(
    actor: Actor,
    row: Case,
    calendar: SchoolCalendar,
    line: PupilLine | None,
    standing: Standing | None,
    others: Mapping[int, list[tuple[int, Earlier]]],
    taken: Mapping[int, tuple[Taken, ...]],
) -> Situation:
    return Situation(
        on=actor.today,
        opened_on=row.opened_on,
        born=line.born if line else date.min,
        calendar=calendar,
        taken=taken.get(row.pk, ()),
        standing=standing,
        earlier=tuple(earlier for case, earlier in others.get(row.pupil_id, ()) if case != row.pk),
        contact=row.contact_id,
    )


def _others(actor: Actor, pupils: Collection[int]) -> Mapping[int, list[tuple[int, Earlier]]]:
    found: dict[int, list[tuple[int, Earlier]]] = defaultdict(list)
    rows = Case.objects.filter(school_id=actor.school, pupil_id__in=pupils, process__in=list(processes()))
    for row in rows.order_by("opened_on", "id"):
        earlier = Earlier(
            row.process,
            row.contact_id,
            row.opened_on,
            row.closed_on,
            row.outcome,
            facts_of(processes()[row.process], row),
        )
        found[row.pupil_id].append((row.pk, earlier))
    return found
