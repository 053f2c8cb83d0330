"""The work part of the house."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "rollbook.work"
