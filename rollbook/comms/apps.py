"""The comms part of the house."""

from django.apps import AppConfig


class CommsConfig(AppConfig):
    name = "rollbook.comms"
