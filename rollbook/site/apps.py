"""The site part of the house."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "rollbook.site"

    def ready(self) -> None:
        from rollbook.registers.queries.passing import knows_who_passed
        from rollbook.registers.queries.where_now import knows_where
        from rollbook.site import reactions
        from rollbook.site.queries import sources
        from rollbook.site.queries.club_sightings import told_by_clubs
        from rollbook.site.queries.passings import desk_passings
        from rollbook.site.queries.rooms import rooms_now, rooms_told

        assert reactions, "it is asked whether messages are still wanted"
        knows_where.append(rooms_now)
        knows_who_passed.append(desk_passings)
        sources.SOURCES = (*sources.SOURCES, rooms_told, told_by_clubs)
