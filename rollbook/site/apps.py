"""The site part of the house."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "rollbook.site"

    def ready(self) -> None:
        from rollbook.registers.queries.passing import knows_who_passed
        from rollbook.site.queries.passings import desk_passings

        knows_who_passed.append(desk_passings)
