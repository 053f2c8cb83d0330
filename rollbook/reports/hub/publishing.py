"""On a shard: what a hub may read of it, and the one account that may."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from rollbook.reports.hub.naming import checked, require_postgresql
from rollbook.reports.hub.published import SCHEMA, VERSION, VIEWS
from rollbook.rules.refused import Refused

_WRITABLE = ("registers_mark", "registers_registersave", "registers_pupilyear", "pupils_pupil", "staff_user")
_READ = ("schools_school", "schools_trust", "registers_chain", "registers_pupilyear", "reports_schoolfigures")


def publish(*, name: str, role: str, password: str = "") -> None:
    """Make or renew the views of this shard under its name, for this account to read; nothing else becomes readable.

    The account is made where it is missing. Its password is turned into SCRAM's proof here, so that no
    statement and no log of the server ever holds it; without one, an account that is there keeps its own.
    """
    require_postgresql()
    checked(name, "a shard's name")
    _account(checked(role, "an account's name"), password)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {SCHEMA}.about (name text NOT NULL, version integer NOT NULL)")
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {SCHEMA}.readers (role text PRIMARY KEY)")
        cursor.execute(f"DELETE FROM {SCHEMA}.about")  # noqa: S608
        cursor.execute(f"INSERT INTO {SCHEMA}.about VALUES (%s, %s)", [name, VERSION])  # noqa: S608
        cursor.execute(f"INSERT INTO {SCHEMA}.readers VALUES (%s) ON CONFLICT DO NOTHING", [role])  # noqa: S608
    take_views_away()
    make_views()


def publishes() -> bool:
    """Whether this Rollbook is a shard."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{SCHEMA}.readers"])
        return bool(cursor.fetchone()[0])


def step_aside(plan: Sequence[object] = (), **_: object) -> None:
    """Before the tables of a shard change, its views go; until they are back a hub shows what it kept."""
    if plan and publishes():
        take_views_away()


def come_back(**_: object) -> None:
    """After every migrate, the views of this release, where every table of theirs stands."""
    if publishes() and _tables_stand():
        take_views_away()
        make_views()


def _tables_stand() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_and(to_regclass(name) IS NOT NULL) FROM unnest(%s::text[]) AS name", [list(_READ)])
        return bool(cursor.fetchone()[0])


def take_views_away() -> None:
    """Before the tables change: a column that a view reads cannot be altered."""
    with connection.cursor() as cursor:
        for view in VIEWS:
            cursor.execute(f"DROP VIEW IF EXISTS {SCHEMA}.{view.name}")


def make_views() -> None:
    """Put the views in place, and let every reader read them and what the shard says of itself."""
    with connection.cursor() as cursor:
        for view in VIEWS:
            cursor.execute(view.statement)
        cursor.execute(f"UPDATE {SCHEMA}.about SET version = %s", [VERSION])  # noqa: S608
        cursor.execute(f"SELECT role FROM {SCHEMA}.readers ORDER BY role")  # noqa: S608
        for (role,) in cursor.fetchall():
            cursor.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {role}")
            for table in ("about", *(view.name for view in VIEWS)):
                cursor.execute(f"GRANT SELECT ON {SCHEMA}.{table} TO {role}")


def _account(role: str, password: str) -> None:
    """The account that a hub signs in with; refused where it could do more than read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolname = current_user FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        if found is None:
            _make(role, password)
        elif found[0] or _may_write(role):
            raise Refused(f"The account “{role}” may change what this Rollbook keeps. Name one that may read at most.")
        elif password:
            _try(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), _proof(role, password)), role)


def _make(role: str, password: str) -> None:
    if not password:
        raise Refused(f"There is no account “{role}” yet. Give its password in a file, and it will be made.")
    name = sql.Identifier(role)
    _try(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, _proof(role, password)), role)
    # A second lock beside the grants: whatever the account were given one day, its sessions begin as readers.
    _try(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(name), role)
    _try(sql.SQL("ALTER ROLE {} SET statement_timeout = '60s'").format(name), role)


def _may_write(role: str) -> bool:
    with connection.cursor() as cursor:
        checks = " OR ".join("has_table_privilege(%s, %s, 'INSERT, UPDATE, DELETE')" for _ in _WRITABLE)
        cursor.execute(f"SELECT {checks}", [word for table in _WRITABLE for word in (role, table)])
        return bool(cursor.fetchone()[0])


def _proof(role: str, password: str) -> sql.Literal:
    """SCRAM's proof of a password, made in this process."""
    connection.ensure_connection()
    made = connection.connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return sql.Literal(made.decode())


def _try(statement: sql.Composed, role: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except Exception as wrong:
        if not isinstance(wrong.__cause__, InsufficientPrivilege):
            raise
        raise Refused(
            f"Rollbook's own account may not make or change accounts here. Let whoever keeps the server "
            f"make “{role}” (CREATE ROLE {role} LOGIN), then publish again."
        ) from wrong
