"""What may be done with reports: keep what was asked under a name, share it, have it sent."""

from rollbook.reports.actions.saving import retire_report, save_report
from rollbook.reports.actions.scheduling import Sending, end_schedule, schedule_report
from rollbook.reports.actions.sending import send_due_reports

__all__ = ["Sending", "end_schedule", "retire_report", "save_report", "schedule_report", "send_due_reports"]
