"""What SQLite's planner knows of the tables; PostgreSQL looks by itself."""

from __future__ import annotations

from django.db import connection


def look_over_tables() -> None:
    """Let the database see how the rows of its tables lie, so that it takes the shortest way to them.

    Without it SQLite reads a whole school's memberships to find thirty: some hundredths of a second on SQLite, whatever
    the size; on PostgreSQL, all tables at once, a second or two, and only worth it after much has come at once.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")
