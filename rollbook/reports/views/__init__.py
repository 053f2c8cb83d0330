"""The pages of reports: the shelves, one report, what a percentage opens to, what is saved and sent."""

from rollbook.reports.views.opening import opened
from rollbook.reports.views.reading import report
from rollbook.reports.views.saving import end_schedule, retire, save, saved, schedule
from rollbook.reports.views.shelves import reports

__all__ = ["end_schedule", "opened", "report", "reports", "retire", "save", "saved", "schedule"]
