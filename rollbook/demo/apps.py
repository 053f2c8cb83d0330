"""The demo part of the house."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "rollbook.demo"
