"""The absence part of the house."""

from django.apps import AppConfig


class AbsenceConfig(AppConfig):
    name = "rollbook.absence"

    def ready(self) -> None:
        from rollbook.absence import reactions
        from rollbook.absence.guards import GUARDS
        from rollbook.audit import guards

        guards.keep(GUARDS)
        assert reactions, "it is asked whether messages are still wanted"
