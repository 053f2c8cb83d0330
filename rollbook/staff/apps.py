"""The staff part of the house."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "rollbook.staff"
