"""The school's own stages of punctuality find the pupils for whom a case should begin (CASE-B, PUN-1)."""

from __future__ import annotations

from rollbook.cases.finding import Staged, run_by_stages
from rollbook.processes.punctuality.definition import PROCESS
from rollbook.processes.staging import find_by_stages, show_stages
from rollbook.rules.stages import Measure, Stage

run_by_stages(
    Staged(
        PROCESS.key,
        (Measure.LATE,),
        (
            Stage("Tutor and family", Measure.LATE, 15, "The tutor asks what is behind it; a letter home.", 4),
            Stage("Meeting and plan", Measure.LATE, 30, "The head of year meets the family; a plan.", 6),
        ),
    )
)
find_by_stages(PROCESS.key)
show_stages(PROCESS.key)
