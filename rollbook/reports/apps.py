"""The reports part of the house."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "rollbook.reports"
