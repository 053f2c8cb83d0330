"""Every kind of report, a file each; `KINDS` in the order in which its reader looks for them."""

from __future__ import annotations

from rollbook.reports.kind import Kind
from rollbook.reports.kinds import (
    agency_statistics,
    attendance_by,
    codes_used,
    daily_absence,
    governors,
    head,
    interventions,
    lateness,
    leaver_reference,
    lessons,
    penalty_notices,
    persistent,
    punctuality_and_attendance,
    pupil_list,
    registers_taken,
    self_evaluation,
    unexplained,
    weekdays,
    weekly_information,
    year_summary,
)

KINDS: tuple[Kind, ...] = (
    attendance_by.KIND,
    punctuality_and_attendance.KIND,
    weekdays.KIND,
    head.KIND,
    year_summary.KIND,
    persistent.KIND,
    interventions.KIND,
    penalty_notices.KIND,
    governors.KIND,
    self_evaluation.KIND,
    leaver_reference.KIND,
    agency_statistics.KIND,
    daily_absence.KIND,
    weekly_information.KIND,
    lateness.KIND,
    unexplained.KIND,
    registers_taken.KIND,
    codes_used.KIND,
    lessons.KIND,
)


def kind_of(key: str) -> Kind | None:
    """The kind with that key, if there is one; lists of pupils are a kind too, with pages of their own."""
    return next((kind for kind in (*KINDS, pupil_list.KIND) if kind.key == key), None)
