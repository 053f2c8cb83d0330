"""The audit part of the house."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "rollbook.audit"

    def ready(self) -> None:
        from rollbook.audit import guards

        # SQLite drops triggers without a word when a migration rebuilds a table, so they are
        # put back after every migrate. This is Django's own hook, not a consequence of ours.
        post_migrate.connect(guards.install_after_migrate, sender=self)
        guards.keep(guards.AUDIT_GUARDS)
