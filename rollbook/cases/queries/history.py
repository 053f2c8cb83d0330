"""What the caseload tells of a pupil's history: cases opened, steps taken and taken back, outcomes (CASE-I)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q

from rollbook.cases.known import processes
from rollbook.cases.models import Case, CaseStep
from rollbook.cases.words import read
from rollbook.pupils.queries import pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.process import AnyProcess
from rollbook.rules.told import Kind, Told


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """What happened in a pupil's cases, the earliest first: three statements. For those who may see each case alone."""
    if not actor.may(Permission.SEE_CASES) or not pupil_lines(actor, [pupil], actor.today):
        return ()
    begins = datetime.combine(first, time(), LONDON)
    ends = datetime.combine(last + timedelta(days=1), time(), LONDON)
    rows = Case.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=begins), school_id=actor.school, pupil_id=pupil, opened_at__lt=ends
    )
    seen = [row for row in rows if row.process in processes() and actor.may(processes()[row.process].sees)]
    steps = CaseStep.objects.filter(case__in=seen, at__lt=ends).order_by("at", "id")
    told = [one for row in seen for one in _of_case(row)]
    by_key = {row.pk: row for row in seen}
    told += [one for step in steps for one in _of_step(step, by_key[step.case_id])]
    return tuple(sorted((one for one in told if begins <= one.at < ends), key=lambda one: one.at))


def _of_case(row: Case) -> list[Told]:
    process, page = processes()[row.process], _page(row)
    why = read(row.why, row.public_id, "why")
    told = [Told(row.opened_at, Kind.CASE, f"{process.name}: opened", row.opened_by_name, words=why, **page)]
    if row.closed_at is not None:
        says = f"{process.name}: closed, {_lower(process.outcome(row.outcome).says)}"
        words = read(row.closed_why, row.public_id, "closed")
        told.append(Told(row.closed_at, Kind.CASE, says, row.closed_by_name, words=words, **page))
    return told


def _of_step(step: CaseStep, row: Case) -> list[Told]:
    process, page = processes()[row.process], _page(row)
    says = f"{process.name}: {step_says(process, step)}"
    words = read(step.note, row.public_id, f"step:{step.number}:note")
    told = [Told(step.at, Kind.CASE, says, step.by_name, words=words, **page)]
    if step.back_at is not None:
        why = read(step.back_why, row.public_id, f"step:{step.number}:back")
        told.append(Told(step.back_at, Kind.CASE, f"{says} – taken back", step.back_by_name, words=why, **page))
    return told


def step_says(process: AnyProcess, step: CaseStep) -> str:
    """A step that was taken, in the middle of a sentence."""
    known = {one.key: one for one in process.steps}.get(step.step)
    if known is None:
        return step.step
    choice = known.choice(step.choice)
    return f"{_lower(known.says)}: {_lower(choice.says)}" if choice else _lower(known.says)


def _lower(says: str) -> str:
    return says[:1].lower() + says[1:] if says[1:2].islower() else says


def _page(row: Case) -> dict[str, str]:
    return {"url_name": "cases:case", "url_id": str(row.public_id)}
