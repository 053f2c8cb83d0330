"""The site part of the house."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "rollbook.site"
