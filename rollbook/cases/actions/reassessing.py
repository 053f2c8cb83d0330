"""Asking every trigger again when marks have changed: cases opened, suggested, raised as notices, and re-timed.

Nothing is closed or undone by itself; a correction that takes a case's ground away is told in it (PEN-14).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rollbook.absence.queries.standings import standings
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.cases.actions.holding import wind_by
from rollbook.cases.actions.noting import raise_notice
from rollbook.cases.actions.opening import open_case
from rollbook.cases.events import Reassessed
from rollbook.cases.finding import finders
from rollbook.cases.known import processes
from rollbook.cases.models import Case, CaseNotice, Suggestion
from rollbook.cases.queries.situations import Rests, clock_calendar, facts_of, rests_of, situations, taken_of
from rollbook.cases.words import kept
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.process import AnyProcess, Opens, Situation, Trigger
from rollbook.rules.standing import Standing


@dataclass(frozen=True, slots=True)
class _Found:
    process: AnyProcess
    pupil: int
    trigger: Trigger

    @property
    def key(self) -> tuple[str, int, str]:
        return (self.process.key, self.pupil, self.trigger.key)


@action(Permission.WORK_CASES)
def reassess(actor: Actor, *, pupils: Collection[int] | None = None) -> Reassessed:
    """Ask every trigger about these pupils (keys), or everybody: few statements, and those of what is new."""
    stand = standings(actor, pupils)
    there = _open_now(actor, pupils)
    everything = [*_found(stand), *_by_policy(actor, stand)]
    found = [one for one in everything if (one.process.key, one.pupil) not in there]
    opened = _open(actor, [one for one in found if one.process.opens is Opens.BY_ITSELF])
    suggested = _suggest(actor, [one for one in found if one.process.opens is Opens.SUGGESTED])
    rows = list(_rows(actor, pupils))
    raised = _raise(actor, rows) + _raise_beyond(actor, rows, everything)
    done = Reassessed(opened, suggested, raised, _wind(actor, rows))
    if done == Reassessed(0, 0, 0, 0):
        record_nothing_changed()
    else:
        record(actor, done)
    return done


def _found(stand: Mapping[int, Standing]) -> Iterable[_Found]:
    asked = [p for p in processes().values() if p.trigger is not None and p.opens is not Opens.BY_HAND]
    for pupil, standing in stand.items():
        for process in asked:
            if process.trigger is not None and (trigger := process.trigger(standing)) is not None:
                yield _Found(process, pupil, trigger)


def _by_policy(actor: Actor, stand: Mapping[int, Standing]) -> Iterable[_Found]:
    """What the school's own policy finds, which a declaration cannot know."""
    for key, find in finders().items():
        for pupil, trigger in find(actor, stand).items():
            yield _Found(processes()[key], pupil, trigger)


def _rows(actor: Actor, pupils: Collection[int] | None) -> Iterable[Case]:
    rows = Case.objects.filter(school_id=actor.school, closed_at=None, process__in=list(processes()))
    return rows if pupils is None else rows.filter(pupil_id__in=pupils)


def _open_now(actor: Actor, pupils: Collection[int] | None) -> frozenset[tuple[str, int]]:
    """A case that is open already goes on; the same thing is not begun beside it."""
    rows = Case.objects.filter(school_id=actor.school, closed_at=None)
    rows = rows if pupils is None else rows.filter(pupil_id__in=pupils)
    return frozenset(rows.values_list("process", "pupil_id"))


def _open(actor: Actor, found: Iterable[_Found]) -> int:
    sources = {f"{one.process.key}:{one.pupil}:{one.trigger.key}": one for one in found}
    there = set(Case.objects.filter(school_id=actor.school, source__in=sources).values_list("source", flat=True))
    new = {source: one for source, one in sources.items() if source not in there}
    for source, one in new.items():
        open_case(
            actor,
            process=one.process.key,
            pupil=one.pupil,
            why=one.trigger.says,
            rule=one.trigger.rule,
            source=source,
        )
    return len(new)


def _suggest(actor: Actor, found: Iterable[_Found]) -> int:
    wanted = {one.key: one for one in found}
    known = Suggestion.objects.filter(school_id=actor.school, pupil_id__in={one.pupil for one in wanted.values()})
    there = set(known.values_list("process", "pupil_id", "key"))
    rows = [_suggestion(actor, one) for key, one in wanted.items() if key not in there]
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _suggestion(actor: Actor, one: _Found) -> Suggestion:
    row = Suggestion(
        school_id=actor.school,
        process=one.process.key,
        pupil_id=one.pupil,
        key=one.trigger.key,
        rule=one.trigger.rule,
        at=actor.now,
    )
    row.says = kept(one.trigger.says, row.public_id, "suggestion")
    return row


def _raise(actor: Actor, rows: Collection[Case]) -> int:
    """Tell in each case what its owner must know: what no longer stands, and what its process raises; each once."""
    asked = [row for row in rows if processes()[row.process].still or processes()[row.process].raises]
    if not asked:
        return 0
    around = situations(actor, asked)
    told = set(CaseNotice.objects.filter(case__in=asked).values_list("case_id", "key"))
    new = [
        (row, key, says)
        for row in asked
        for says in _raised(row, around[row.pk])
        if (row.pk, key := _key(says)) not in told
    ]
    for row, key, says in new:
        raise_notice(actor, case=row.public_id, key=key, says=says)
    return len(new)


def _raise_beyond(actor: Actor, rows: Iterable[Case], found: Iterable[_Found]) -> int:
    """Tell in an open case that the pupil has gone beyond what it has reached; once for each occasion."""
    by_case = {(row.process, row.pupil_id): row for row in rows}
    beyond = [
        (row, one.trigger)
        for one in found
        if one.process.goes_beyond
        and (row := by_case.get((one.process.key, one.pupil))) is not None
        and one.process.goes_beyond(facts_of(one.process, row), one.trigger)
    ]
    if not beyond:
        return 0
    told = set(CaseNotice.objects.filter(case__in=[row for row, _ in beyond]).values_list("case_id", "key"))
    new = [(row, trigger) for row, trigger in beyond if (row.pk, trigger.key) not in told]
    for row, trigger in new:
        raise_notice(actor, case=row.public_id, key=trigger.key, says=trigger.says)
    return len(new)


def _raised(row: Case, situation: Situation) -> tuple[str, ...]:
    process = processes()[row.process]
    facts = facts_of(process, row)
    gone = process.still(facts, situation) if process.still else ""
    return (*((gone,) if gone else ()), *(process.raises(facts, situation) if process.raises else ()))


def _key(says: str) -> str:
    """The same sentence is told once, also after a person has settled it; another one anew."""
    return hashlib.sha256(says.encode()).hexdigest()[:32]


def _wind(actor: Actor, rows: Collection[Case]) -> int:
    """Work out every clock anew: a closure declared afterwards moves them."""
    taken, rests, calendar = taken_of(actor, rows), rests_of(actor, rows), clock_calendar(actor)
    moved = [row for row in rows if wind_by(row, taken.get(row.pk, ()), rests.get(row.pk, Rests()), actor, calendar)]
    Case.objects.bulk_update(moved, ["next_day", "next_step"], batch_size=200)
    return len(moved)
