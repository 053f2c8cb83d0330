"""What was done in the cases of many pupils at once, for lists that say what has been done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from rollbook.cases.known import processes
from rollbook.cases.models import Case, CaseStep
from rollbook.cases.queries.history import step_says
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.told import Kind, Told, by_pupil


def done_about(actor: Actor, pupils: Collection[int], first: date, last: date) -> Mapping[int, tuple[Told, ...]]:
    """Cases opened, and steps taken and not taken back, by pupil's key: two statements.

    Of the processes whose cases this person may see; never why, nor what was written.
    """
    if not pupils or not actor.may(Permission.SEE_CASES):
        return {}
    seen = [key for key, process in processes().items() if actor.may(process.sees)]
    when = (datetime.combine(first, time(), LONDON), datetime.combine(last, time.max, LONDON))
    theirs = Case.objects.filter(school_id=actor.school, pupil_id__in=pupils, process__in=seen)
    found = []
    steps = CaseStep.objects.filter(case__in=theirs, at__range=when, back_at=None).select_related("case")
    for step in steps.order_by("-at", "-id"):
        process = processes()[step.case.process]
        says = f"{process.name}: {step_says(process, step)}"
        found.append((step.case.pupil_id, _told(step.at, says, step.by_name, step.case.public_id)))
    opened = theirs.filter(opened_at__range=when)
    for row in opened.values_list("pupil_id", "process", "opened_at", "opened_by_name", "public_id"):
        pupil, key, at, by, case = row
        found.append((pupil, _told(at, f"{processes()[key].name}: opened", by, case)))
    return by_pupil(found)


def _told(at: datetime, says: str, by: str, case: object) -> Told:
    return Told(at, Kind.CASE, says, by, url_name="cases:case", url_id=str(case))
