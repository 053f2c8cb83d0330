"""The reports part of the house."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ReportsConfig(AppConfig):
    name = "rollbook.reports"

    def ready(self) -> None:
        from rollbook.reports.hub import publishing

        # A column that a shard's views read cannot be altered while they stand. Django's own hooks, not a
        # consequence of ours.
        pre_migrate.connect(publishing.step_aside, sender=self)
        post_migrate.connect(publishing.come_back, sender=self)
