"""Staged support for coming on time, by the school's own stages (CASE-B, PUN-1)."""

from __future__ import annotations

from rollbook.processes.staged import Facts, staged_process

__all__ = ["PROCESS", "Facts"]

PROCESS = staged_process(
    "punctuality",
    "Punctuality",
    "A pupil who is often late is supported in stages that the school has written, each with an end and a review.",
    ("PUN-1", "DAY-4"),
)
