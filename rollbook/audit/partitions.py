"""A table cut by date on PostgreSQL and left whole on SQLite, without drift between the two.

Django's own migration state sees an ordinary model; only the statement that makes it differs.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState


class CreatePartitioned(CreateModel):
    """CreateModel that partitions the table by RANGE (date) on PostgreSQL, with a DEFAULT partition."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model: Any = to_state.apps.get_model(app_label, self.name)
        statement, params = schema_editor.table_sql(model)
        schema_editor.execute(f"{statement} PARTITION BY RANGE (date)", params)
        schema_editor.deferred_sql.extend(schema_editor._model_indexes_sql(model))  # type: ignore[attr-defined]
        table = model._meta.db_table
        schema_editor.execute(f"CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT")
        return None


def make_year_partition(table: str, year: int) -> None:
    """Make the partition for 1 August `year` to 31 July, if PostgreSQL holds the table and lacks it.

    Rows of that year which already stand in the DEFAULT partition are moved into the new one.
    """
    if connection.vendor != "postgresql":
        return
    first, after = date(year, 8, 1), date(year + 1, 8, 1)
    name = f"{table}_{year}"
    # All or nothing, with every writer waiting: a stop on the way must not leave a year's marks in
    # a table that nobody reads, nor a mark that was made meanwhile in neither.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        if _is_attached(cursor, table, name):
            return
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {name} (LIKE {table} INCLUDING ALL)")
        cursor.execute(f"INSERT INTO {name} SELECT * FROM {table}_rest WHERE date >= %s AND date < %s", [first, after])  # noqa: S608
        cursor.execute(f"DELETE FROM {table}_rest WHERE date >= %s AND date < %s", [first, after])  # noqa: S608
        cursor.execute(f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ('{first}') TO ('{after}')")


def _is_attached(cursor: CursorWrapper, table: str, partition: str) -> bool:
    """Whether it belongs to the table; one of that name may stand beside it, left by an earlier stop."""
    cursor.execute(
        "SELECT EXISTS (SELECT 1 FROM pg_inherits WHERE inhparent = to_regclass(%s) AND inhrelid = to_regclass(%s))",
        [table, partition],
    )
    return bool(cursor.fetchone()[0])
