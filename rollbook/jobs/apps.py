"""The jobs part of the house."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "rollbook.jobs"
