"""Leave of absence: a process that keeps tables and pages of its own."""

from django.apps import AppConfig


class LeaveConfig(AppConfig):
    name = "rollbook.processes.leave_request"
    label = "leave"
