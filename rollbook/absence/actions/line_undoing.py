"""Taking back what was filed from a report: plans are withdrawn, marks amended again, each with its reason (ABS-A)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from rollbook.absence.actions.line_filing import BASIS
from rollbook.absence.actions.line_states import lock
from rollbook.absence.actions.settling import Settlement, settle_no_reason
from rollbook.absence.events import FilingTakenBack
from rollbook.absence.models import Report, ReportMark, ReportPupil
from rollbook.audit.actions import action, record
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.registers.actions.planning_many import end_plans
from rollbook.registers.queries.standing_between import NOTHING_KNOWN, known_between, plans_made_by
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session

WHY = "Taken back: this was filed by mistake."


@action(Permission.FILE_REPORTS)
def take_back_filing(actor: Actor, *, report: uuid.UUID, seen: int) -> int:
    """Undo what was filed from a report, which waits again; how many sessions went back (ABS-A).

    A mark that somebody changed since is left as it is. A planned session whose register has been
    taken meanwhile becomes N, for nobody has said why again.
    """
    row = lock(actor, report, seen)
    if row.state != Report.State.FILED:
        raise Refused("This report is not filed, so there is nothing to take back.")
    marks = list(ReportMark.objects.filter(school_id=actor.school, report=row).order_by("date", "half", "pupil_id"))
    plans = plans_made_by(actor, BASIS, str(row.public_id))
    if plans:
        end_plans(actor, plan_ids=plans)
    back = _amended_back(actor, marks) + sum(mark.planned for mark in marks if plans)
    ReportMark.objects.filter(school_id=actor.school, report=row).delete()
    ReportPupil.objects.filter(school_id=actor.school, report=row).update(filed=False)
    row.state, row.decided_at, row.decided_by_name = Report.State.NEW, None, ""
    row.version += 1
    row.save(update_fields=["state", "decided_at", "decided_by_name", "version"])
    record(actor, FilingTakenBack(row.public_id, back))
    return back


def _amended_back(actor: Actor, marks: Sequence[ReportMark]) -> int:
    if not marks:
        return 0
    pupils = {p.id: p for p in pupil_lines(actor, {m.pupil_id for m in marks}, marks[0].date)}
    known = known_between(actor, set(pupils), marks[0].date, marks[-1].date)
    settlements = [
        _back(pupils[m.pupil_id], session, m.was or "N", standing.version)
        for m in marks
        if m.pupil_id in pupils
        and (session := Session(m.date, Half(m.half)))
        and (standing := known.get((m.pupil_id, session), NOTHING_KNOWN)).code == m.code
    ]
    if not settlements:
        return 0
    outcomes = settle_no_reason(actor, settlements=settlements)
    return sum(row.outcome is Outcome.STORED for row in outcomes.values())


def _back(pupil: PupilLine, session: Session, code: str, seen: int) -> Settlement:
    return Settlement(str(pupil.public_id), session, code, WHY, seen, nc_year=pupil.nc_year)
