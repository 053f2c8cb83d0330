"""The school's own policy of home visits, and the homes for which it asks for one (ABS-E)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.absence.models import HomeVisit, VisitPolicy
from rollbook.absence.queries.days import days_met
from rollbook.pupils.queries import Flag, PupilLine, flags_of, pupil_lines
from rollbook.registers.queries import standing_no_reason
from rollbook.rules.actor import Actor
from rollbook.rules.home_visits import USUAL, VisitRule

VULNERABLE = frozenset({"child-protection", "looked-after", "social-worker", "child-in-need"})
LONGEST = timedelta(days=42)


@dataclass(frozen=True, slots=True)
class PolicyOfVisits:
    """One version of the policy; `version` 0 is what holds until a school sets its own."""

    version: int
    valid_from: date | None
    rule: VisitRule
    words: str
    by_name: str


@dataclass(frozen=True, slots=True)
class HomeDue:
    """A pupil about whom nothing was heard for so many school days that a visit is due."""

    pupil: PupilLine
    days: int
    since: date
    flags: tuple[Flag, ...]


def visit_policies(actor: Actor) -> tuple[PolicyOfVisits, ...]:
    """Every version of the policy, the newest first: one statement."""
    rows = VisitPolicy.objects.filter(school_id=actor.school).order_by("-version")
    return tuple(_policy(row) for row in rows)


def visit_policy_on(actor: Actor, on: date) -> PolicyOfVisits:
    """The policy in force on a day: one statement."""
    rows = VisitPolicy.objects.filter(school_id=actor.school, valid_from__lte=on)
    row = rows.order_by("-valid_from", "-version").first()
    return _policy(row) if row else PolicyOfVisits(0, None, USUAL, "", "")


def homes_due(actor: Actor, policy: PolicyOfVisits) -> tuple[HomeDue, ...]:
    """Pupils absent without a word for as long as the policy says, for whom no visit was asked: six statements.

    Days are school days on which a session still stands as N, one after the other, up to today.
    """
    marks = standing_no_reason(actor, actor.today - LONGEST, actor.today)
    if not marks:
        return ()
    met = [day for day in days_met(actor, first=actor.today - LONGEST, last=actor.today).days if day <= actor.today]
    absent: dict[int, set[date]] = defaultdict(set)
    for mark in marks:
        absent[mark.pupil_id].add(mark.session.on)
    runs = {pupil: run for pupil, days in absent.items() if (run := _run(days, met))}
    flags = flags_of(actor, tuple(runs), actor.today)
    due = {
        pupil: run
        for pupil, run in runs.items()
        if policy.rule.is_due(len(run), vulnerable=any(f.kind in VULNERABLE for f in flags.get(pupil, ())))
    }
    asked = _asked_since(actor, {pupil: run[0] for pupil, run in due.items()})
    lines = pupil_lines(actor, [pupil for pupil in due if pupil not in asked], actor.today)
    found = (HomeDue(line, len(due[line.id]), due[line.id][0], flags.get(line.id, ())) for line in lines)
    return tuple(sorted(found, key=lambda h: (-h.days, h.pupil.surname, h.pupil.id)))


def _run(days: set[date], met: list[date]) -> list[date]:
    """The school days one after the other, up to today or the school day before it, without a word."""
    run: list[date] = []
    for day in reversed(met):
        if day in days:
            run.insert(0, day)
        elif run or day != met[-1]:
            break
    return run


def _asked_since(actor: Actor, since: dict[int, date]) -> set[int]:
    """Those of these pupils whose home was asked for since they were last heard of."""
    if not since:
        return set()
    rows = HomeVisit.objects.filter(
        school_id=actor.school,
        pupils__pupil_id__in=since,
        asked_at__date__gte=min(since.values()),
        dropped_at=None,
    ).values_list("pupils__pupil_id", "asked_at")
    return {pupil for pupil, at in rows if pupil in since and at.date() >= since[pupil]}


def _policy(row: VisitPolicy) -> PolicyOfVisits:
    rule = VisitRule(row.after_days, row.vulnerable_days, row.earliest, row.latest, row.minutes_out)
    return PolicyOfVisits(row.version, row.valid_from, rule, row.words, row.by_name)
