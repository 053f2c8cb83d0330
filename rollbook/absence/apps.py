"""The absence part of the house."""

from django.apps import AppConfig


class AbsenceConfig(AppConfig):
    name = "rollbook.absence"

    def ready(self) -> None:
        from rollbook.absence import reactions
        from rollbook.absence.guards import GUARDS
        from rollbook.absence.queries import letter_facts
        from rollbook.audit import guards

        guards.keep(GUARDS)
        assert letter_facts, "it is asked what a letter can say of attendance"
        assert reactions, "it is asked whether messages are still wanted"
