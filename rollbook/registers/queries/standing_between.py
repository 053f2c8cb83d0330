"""What stands and what is planned for some pupils on some days, for whoever was told of an absence (ABS-A)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.registers.models import Mark, PlannedMark
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session


@dataclass(frozen=True, slots=True)
class Known:
    """A session of a pupil's: the code and version that stand (empty and 0 for none), and the code that is planned."""

    code: str = ""
    version: int = 0
    planned: str = ""


NOTHING_KNOWN = Known()


def known_between(
    actor: Actor, pupil_ids: Collection[int], first: date, last: date
) -> Mapping[tuple[int, Session], Known]:
    """What stands and what is planned from a day to a day; nothing for the rest. Two statements."""
    if not pupil_ids:
        return {}
    marks = Mark.objects.filter(school_id=actor.school, pupil_id__in=list(pupil_ids), date__range=(first, last))
    found = {
        (pupil, Session(on, Half(half))): Known(code, version)
        for pupil, on, half, code, version in marks.values_list("pupil_id", "date", "half", "code", "version")
    }
    plans = PlannedMark.objects.filter(
        school_id=actor.school, pupil_id__in=list(pupil_ids), first__lte=last, last__gte=first, ended_by=None
    )
    for plan in plans.order_by("id"):
        for session in _sessions(plan, first, last):
            known = found.get((plan.pupil_id, session), NOTHING_KNOWN)
            found[plan.pupil_id, session] = Known(known.code, known.version, plan.code)
    return found


def plans_made_by(actor: Actor, basis: str, basis_id: str) -> tuple[int, ...]:
    """The plans that stand because of one thing, such as a report: one statement."""
    rows = PlannedMark.objects.filter(school_id=actor.school, basis=basis, basis_id=basis_id, ended_by=None)
    return tuple(rows.order_by("id").values_list("id", flat=True))


def _sessions(plan: PlannedMark, first: date, last: date) -> list[Session]:
    start, end = max(plan.first, first), min(plan.last, last)
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return [Session(d, Half(int(h))) for d in days if str(d.isoweekday()) in plan.weekdays for h in plan.halves]
