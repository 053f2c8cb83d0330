"""What the absence line tells of a pupil's history: what the school was told, and what became of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rollbook.absence.models import Report, ReportPupil
from rollbook.absence.queries.line_words import opened
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.told import Kind, Told


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """A pupil's reports told in these days, each with what became of it: one statement.

    The words only for those who may see reasons, the way to the report for those who file reports.
    """
    begins, ends = (datetime.combine(day, time(), LONDON) for day in (first, last + timedelta(days=1)))
    about = ReportPupil.objects.filter(school_id=actor.school, pupil_id=pupil, asked=False)
    rows = Report.objects.filter(
        school_id=actor.school, pk__in=about.values("report_id"), told_at__gte=begins, told_at__lt=ends
    )
    files, reads = actor.may(Permission.FILE_REPORTS), actor.may(Permission.SEE_REASONS)
    return tuple(
        Told(
            at=row.told_at,
            kind=Kind.REPORT,
            says=_says(row),
            by=row.taken_by_name if row.taken_by is not None else "",
            url_name="absence:report" if files else "",
            url_id=str(row.public_id) if files else "",
            words=opened(row.words, row.public_id, "words") if reads else "",
        )
        for row in rows.order_by("-told_at", "-id")
    )


def _says(row: Report) -> str:
    told = f"Absence reported ({row.get_way_display().lower()})"
    if row.state == Report.State.FILED:
        return f"{told}, filed as {row.code} by {row.decided_by_name}"
    if row.state == Report.State.REJECTED:
        return f"{told}, put aside by {row.decided_by_name}"
    return f"{told}, {row.get_state_display().lower()}"
