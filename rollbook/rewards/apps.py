"""The rewards part of the house."""

from django.apps import AppConfig


class RewardsConfig(AppConfig):
    name = "rollbook.rewards"

    def ready(self) -> None:
        from rollbook.audit import guards
        from rollbook.rewards.guards import GUARDS

        guards.keep(GUARDS)
