"""What a file made of a report is called."""

from __future__ import annotations

from rollbook.reports.report import Report
from rollbook.rules.actor import LONDON


def file_name(report: Report, ending: str) -> str:
    """“attendance-by-2026-11-24.pdf”: the kind and the day it was made, nobody's name."""
    return f"{report.kind}-{report.made_at.astimezone(LONDON):%Y-%m-%d}.{ending}"
