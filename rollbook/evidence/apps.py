"""The evidence part of the house."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "rollbook.evidence"

    def ready(self) -> None:
        from rollbook.audit import guards
        from rollbook.evidence.guards import GUARDS

        guards.keep(GUARDS)
