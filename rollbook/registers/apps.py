"""The registers part of the house."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "rollbook.registers"

    def ready(self) -> None:
        from rollbook.audit import guards
        from rollbook.registers import reactions
        from rollbook.registers.guards import GUARDS
        from rollbook.registers.queries.closing import keep_days_with_marks
        from rollbook.schools.actions import before_days_go

        assert reactions, "it is asked whether messages are still wanted"
        guards.keep(GUARDS)
        before_days_go.append(keep_days_with_marks)
