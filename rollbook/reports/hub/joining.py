"""On the hub: shards come and go. What they publish stands here as partitions, a shard each, and is only read."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from django.db import DatabaseError, connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from rollbook.reports.hub.naming import checked, require_postgresql
from rollbook.reports.hub.published import SCHEMA, VERSION, VIEWS
from rollbook.rules.refused import Refused

HERE = "rollbook_shards"
SECONDS_TO_ANSWER = 2

# How a shard is asked: soon given up on, asked beside the others, and for sums instead of rows wherever it can.
_SERVER: Mapping[str, str] = {
    "connect_timeout": str(SECONDS_TO_ANSWER),
    "tcp_user_timeout": "4000",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "2",
    "options": "-c statement_timeout=5000",
    "use_remote_estimate": "true",
    "fetch_size": "5000",
    "async_capable": "true",
    "updatable": "false",
    "application_name": "rollbook hub",
}
_MAY_SAY = {"host", "port", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "channel_binding"}


def join(*, name: str, dsn: str, password: str) -> int:
    """Join a shard under the name that it has itself; gives how many schools it keeps.

    `dsn` names server, database and account, never the password. Refused, with nothing changed, where the
    shard does not answer, is of another version, or keeps a school that is kept here or in another shard.
    """
    require_postgresql()
    checked(name, "a shard's name")
    said = _said(dsn)
    urns = _asked(name, {**said, "password": password})
    _refuse_twice(name, urns)
    _prepare()
    leave(name=name, missing_ok=True)
    _make_server(name, said, password)
    _attach(name)
    return len(urns)


def leave(*, name: str, missing_ok: bool = False) -> None:
    """Take a shard out: its partitions, its server and the password kept for it go; nothing changes there."""
    require_postgresql()
    checked(name, "a shard's name")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_foreign_server WHERE srvname = %s", [server_of(name)])
        if cursor.fetchone() is None:
            if missing_ok:
                return
            raise Refused(f"No shard called “{name}” has joined this hub. “rollbook hub list” names those that have.")
        cursor.execute(f"DROP SERVER {server_of(name)} CASCADE")
        cursor.execute(f"DELETE FROM {HERE}.kept WHERE shard = %s", [name])  # noqa: S608


def server_of(name: str) -> str:
    return f"rollbook_{name}"


def _said(dsn: str) -> dict[str, str]:
    try:
        said = {key: str(value) for key, value in conninfo_to_dict(dsn).items() if value is not None}
    except psycopg.Error as wrong:
        raise Refused("The address of the shard cannot be read. Write “host=… dbname=… user=…”.") from wrong
    if "password" in said:
        raise Refused("The password does not belong in the address: it would stay in the shell's history. Use a file.")
    if unknown := sorted(set(said) - _MAY_SAY - {"user"}):
        raise Refused(f"The address of a shard may not set {unknown[0]}.")
    if missing := [word for word in ("host", "dbname", "user") if word not in said]:
        raise Refused(f"The address of the shard lacks {missing[0]}. Write “host=… dbname=… user=…”.")
    return said


def _asked(name: str, said: dict[str, str]) -> tuple[str, ...]:
    """The numbers of the schools it keeps, after it has shown that it is the shard that was meant."""
    try:
        with psycopg.connect(make_conninfo(**said, connect_timeout="5"), autocommit=True) as shard:
            row = shard.execute(f"SELECT name, version FROM {SCHEMA}.about").fetchone()  # noqa: S608
            writes = shard.execute("SELECT has_database_privilege(current_database(), 'CREATE')").fetchone()
            found = shard.execute(f"SELECT urn FROM {SCHEMA}.schools ORDER BY urn").fetchall()  # noqa: S608
    except psycopg.errors.UndefinedTable as wrong:
        raise Refused("That database publishes nothing. Run “rollbook hub publish” on the shard first.") from wrong
    except psycopg.Error as wrong:
        raise Refused(f"The shard cannot be read ({type(wrong).__name__}). Address, account and password?") from wrong
    if row is None or row[0] != name:
        raise Refused(f"The shard there calls itself “{row[0] if row else ''}”, not “{name}”.")
    if row[1] != VERSION:
        raise Refused(f"The shard publishes version {row[1]}, this hub reads {VERSION}. Bring both to one release.")
    if writes and writes[0]:
        raise Refused("That account may do more on the shard than read. Use the one that “hub publish” made.")
    return tuple(urn for (urn,) in found)


def _refuse_twice(name: str, urns: tuple[str, ...]) -> None:
    """A school that is kept in two places would be counted twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT urn FROM schools_school WHERE urn = ANY(%s) ORDER BY urn LIMIT 1", [list(urns)])
        here = cursor.fetchone()
    if here:
        raise Refused(f"The school with URN {here[0]} is kept here too, and would be counted twice.")
    from rollbook.reports.hub.reading import joined_schools, shards

    for other in shards():
        if other.name != name and (both := sorted({row.urn for row in joined_schools(other.name)} & set(urns))):
            raise Refused(f"The school with URN {both[0]} is kept in shard “{other.name}” too.")


def _prepare() -> None:
    """The wrapper, the schema and the parents; a parent has no key, which PostgreSQL refuses above foreign tables."""
    _wrapper()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {HERE}")
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {HERE}.kept (shard text PRIMARY KEY, read_at timestamptz NOT NULL,"
            " schools jsonb NOT NULL, figures jsonb NOT NULL)"
        )
        for view in VIEWS:
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {HERE}.{view.name} ({view.declared}) PARTITION BY LIST (shard)")
        # Without it a sum over the parent would fetch every row of every shard.
        cursor.execute(
            sql.SQL("ALTER DATABASE {} SET enable_partitionwise_aggregate = on").format(
                sql.Identifier(str(connection.settings_dict["NAME"]))
            )
        )
        cursor.execute("SET enable_partitionwise_aggregate = on")


def _wrapper() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT has_foreign_data_wrapper_privilege(oid, 'USAGE')"
            " FROM pg_foreign_data_wrapper WHERE fdwname = 'postgres_fdw'), false),"
            " (SELECT rolsuper FROM pg_roles WHERE rolname = current_user), current_user"
        )
        usable, superuser, account = cursor.fetchone()
        if superuser:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS postgres_fdw")
        elif not usable:
            raise Refused(
                "PostgreSQL's postgres_fdw is not ready here. As the server's administrator, in this database: "
                f"CREATE EXTENSION postgres_fdw; GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO {account};"
            )


def _make_server(name: str, said: dict[str, str], password: str) -> None:
    place = {key: value for key, value in said.items() if key != "user"}
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE SERVER {} FOREIGN DATA WRAPPER postgres_fdw OPTIONS ({})").format(
                sql.Identifier(server_of(name)), _options({**_SERVER, **place})
            )
        )
        own = {"user": said["user"], **({"password": password} if password else {})}
        try:
            cursor.execute(
                sql.SQL("CREATE USER MAPPING FOR CURRENT_USER SERVER {} OPTIONS ({})").format(
                    sql.Identifier(server_of(name)), _options(own)
                )
            )
        except DatabaseError:
            # Said anew, without the statement: it holds the password.
            raise Refused("The hub's server would not keep the account and password for the shard.") from None


def _attach(name: str) -> None:
    with connection.cursor() as cursor:
        for view in VIEWS:
            cursor.execute(
                f"CREATE FOREIGN TABLE {HERE}.{name}_{view.name} PARTITION OF {HERE}.{view.name}"
                f" FOR VALUES IN ('{name}') SERVER {server_of(name)}"
                f" OPTIONS (schema_name '{SCHEMA}', table_name '{view.name}')"
            )


def _options(said: Mapping[str, str]) -> sql.Composed:
    pairs = [sql.SQL("{} {}").format(sql.Identifier(key), sql.Literal(value)) for key, value in said.items()]
    return sql.SQL(", ").join(pairs)
