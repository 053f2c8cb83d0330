"""The web part of the house."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rollbook.web"
