"""The files part of the house."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "rollbook.files"

    def ready(self) -> None:
        from rollbook.audit import guards
        from rollbook.files.guards import GUARDS

        guards.keep(GUARDS)
