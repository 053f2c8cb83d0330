"""The school's own stages of attendance find the pupils for whom a case should begin (CASE-B)."""

from __future__ import annotations

from rollbook.cases.finding import Staged, run_by_stages
from rollbook.processes.attendance_concern.definition import PROCESS
from rollbook.processes.staging import find_by_stages, show_stages
from rollbook.rules.stages import Measure, Stage

run_by_stages(
    Staged(
        PROCESS.key,
        (Measure.ABSENCE, Measure.UNAUTHORISED),
        (
            Stage("Tutor and family", Measure.ABSENCE, 8, "The tutor speaks with pupil and family; a letter home.", 4),
            Stage("Meeting and plan", Measure.ABSENCE, 12, "The head of year meets the family; a plan.", 6),
            Stage("Panel", Measure.ABSENCE, 20, "An attendance panel; formal support is considered.", 6),
        ),
    )
)
find_by_stages(PROCESS.key)
show_stages(PROCESS.key)
