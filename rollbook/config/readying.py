"""What must be in order before the web opens: the database's tables and the static files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from rollbook.rules.refused import Refused


def migrate_if_needed() -> bool:
    """Bring the database up to this version; whether there was anything to do."""
    try:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        where = connection.settings_dict["NAME"]
        raise Refused(
            f"The database ({where}) could not be opened or brought up to date: {type(error).__name__}. "
            "Check ROLLBOOK_HOME or DATABASE_URL."
        ) from error
    return True


def collect_if_needed() -> bool:
    """Put the static files where whitenoise serves them from, when one has changed; whether it did."""
    if settings.DEBUG:
        return False
    note = Path(settings.STATIC_ROOT) / ".collected"
    now = _fingerprint()
    if note.exists() and note.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(now)
    return True


def _fingerprint() -> str:
    """Changes when a static file is added, removed or altered."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = Path(storage.path(path)).stat()
            seen.update(f"{path}:{about.st_size}:{about.st_mtime_ns}\n".encode())
    return seen.hexdigest()
