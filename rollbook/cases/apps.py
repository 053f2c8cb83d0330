"""The cases part of the house."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "rollbook.cases"
