"""The absence part of the house."""

from django.apps import AppConfig


class AbsenceConfig(AppConfig):
    name = "rollbook.absence"
