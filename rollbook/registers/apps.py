"""The registers part of the house."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "rollbook.registers"

    def ready(self) -> None:
        from rollbook.audit import guards
        from rollbook.registers.guards import GUARDS

        guards.keep(GUARDS)
