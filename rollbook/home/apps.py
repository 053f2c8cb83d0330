"""The home part of the house."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "rollbook.home"
