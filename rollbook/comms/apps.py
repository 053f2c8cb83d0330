"""The comms part of the house."""

from django.apps import AppConfig


class CommsConfig(AppConfig):
    name = "rollbook.comms"

    def ready(self) -> None:
        from rollbook.audit import guards
        from rollbook.comms.guards import GUARDS

        guards.keep(GUARDS)
