"""Staged support for attendance, by the school's own stages (CASE-B, DAY-4)."""

from __future__ import annotations

from rollbook.processes.staged import Facts, staged_process

__all__ = ["PROCESS", "Facts"]

PROCESS = staged_process(
    "attendance_concern",
    "Attendance concern",
    "A pupil who is often absent is supported in stages that the school has written, each with an end and a review.",
    ("DAY-4", "PA-3", "PA-6"),
)
