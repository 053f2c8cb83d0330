"""The processes of the house, named when it starts."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "rollbook.processes"

    def ready(self) -> None:
        from rollbook.processes.starting import start

        start()
