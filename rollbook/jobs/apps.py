"""The jobs part of the house."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "rollbook.jobs"

    def ready(self) -> None:
        # Every part's `jobs.py` declares its jobs by being loaded, as Django does with `admin.py`.
        autodiscover_modules("jobs")
