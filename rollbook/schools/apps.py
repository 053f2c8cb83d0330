"""The schools part of the house."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "rollbook.schools"
