"""The pupils part of the house."""

from django.apps import AppConfig


class PupilsConfig(AppConfig):
    name = "rollbook.pupils"
