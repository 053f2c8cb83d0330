"""The meetings part of the house."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "rollbook.meetings"

    def ready(self) -> None:
        from rollbook.audit import guards
        from rollbook.meetings import reactions
        from rollbook.meetings.guards import GUARDS
        from rollbook.meetings.queries import letter_facts

        guards.keep(GUARDS)
        assert letter_facts, "it is asked what a letter can say of a meeting"
        assert reactions, "it is asked whether an invitation is still wanted"
