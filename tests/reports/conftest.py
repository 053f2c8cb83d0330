"""Shards and hubs are PostgreSQL's: where the tests run on SQLite, there is nothing of them to run."""

from __future__ import annotations

from django.conf import settings

collect_ignore = [] if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else ["test_hub.py"]
