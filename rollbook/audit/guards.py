"""Triggers that keep the record append-only, on both databases, from one list.

They are put back after every migrate; `rollbook verify` says when one is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Guard:
    """One thing that a table refuses.

    `refuses` is UPDATE, DELETE or TRUNCATE (PostgreSQL only). `may_change` are the only columns
    that an UPDATE may touch; `unless` is an SQL condition over OLD that must hold as well.
    """

    table: str
    refuses: str
    columns: tuple[str, ...] = ()
    may_change: tuple[str, ...] = ()
    unless: str = ""

    @property
    def name(self) -> str:
        return f"keep_{self.table}_{self.refuses.lower()}"

    @property
    def says(self) -> str:
        return f"the record is append-only: {self.refuses} on {self.table} is refused"

    def allowed(self, same: str) -> str:
        """The SQL condition under which the change goes through; `same` compares with NULLs."""
        if not (self.may_change or self.unless):
            return "FALSE" if same != "IS" else "0"
        kept = [c for c in self.columns if c not in self.may_change] if self.refuses == "UPDATE" else []
        parts = [f"NEW.{c} {same} OLD.{c}" for c in kept]
        if self.unless:
            parts.append(f"({self.unless})")
        return " AND ".join(parts)


AUDIT_GUARDS: tuple[Guard, ...] = (
    Guard(
        "audit_auditentry",
        "UPDATE",
        columns=("id", "at", "school_id", "by_id", "by_name", "by_role", "verb", "subject", "detail", "heard"),
        may_change=("heard",),
    ),
    Guard("audit_auditentry", "DELETE"),
    Guard("audit_auditentry", "TRUNCATE"),
    Guard("audit_accessentry", "UPDATE"),
    Guard("audit_accessentry", "DELETE"),
    Guard("audit_accessentry", "TRUNCATE"),
)

_kept: list[Guard] = []


def keep(guards: Iterable[Guard]) -> None:
    """Add a part's guards to the list; called once when the part is loaded."""
    _kept.extend(guards)


def expected() -> tuple[Guard, ...]:
    """The guards that this database must have."""
    truncates = connection.vendor == "postgresql"
    return tuple(g for g in _kept if truncates or g.refuses != "TRUNCATE")


def missing() -> tuple[Guard, ...]:
    """The guards that are not in the database, or stand there switched off or altered."""
    present = _present()
    return tuple(g for g in expected() if present.get(g.name) != _fingerprint(g))


def install_after_migrate(**_: object) -> None:
    install()


def install() -> None:
    """Put every guard in place, replacing what stands there under its name."""
    with connection.cursor() as cursor:
        for guard in expected():
            for statement in _drop(guard) + _create(guard):
                cursor.execute(statement)


@contextmanager
def disarmed() -> Iterator[None]:
    """Without guards, for emptying a test database; never used by the product."""
    with connection.cursor() as cursor:
        for guard in expected():
            for statement in _drop(guard):
                cursor.execute(statement)
    try:
        yield
    finally:
        install()


def _present() -> dict[str, str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT t.tgname, pg_get_triggerdef(t.oid, true) || p.prosrc "
                "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
                # Enabled for origin or always: one for replicas alone never fires for us.
                "WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled IN ('O', 'A')"
            )
        return dict(cursor.fetchall())


def _fingerprint(guard: Guard) -> str:
    """What stands in the database where a guard is whole: its statement, and on PostgreSQL its function's body."""
    return _sqlite(guard) if connection.vendor == "sqlite" else _trigger(guard) + _body(guard)


def _create(guard: Guard) -> list[str]:
    if connection.vendor == "sqlite":
        return [_sqlite(guard)]
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $keep${_body(guard)}$keep$",
        _trigger(guard),
    ]


def _trigger(guard: Guard) -> str:
    level = "STATEMENT" if guard.refuses == "TRUNCATE" else "ROW"
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.refuses} ON {guard.table} "
        f"FOR EACH {level} EXECUTE FUNCTION {guard.name}()"
    )


def _drop(guard: Guard) -> list[str]:
    if connection.vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {guard.name}"]
    return [f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}"]


def _sqlite(guard: Guard) -> str:
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.refuses} ON {guard.table} "
        f"WHEN NOT ({guard.allowed('IS')}) BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
    )


def _body(guard: Guard) -> str:
    if guard.refuses == "TRUNCATE":
        return f" BEGIN RAISE EXCEPTION '{guard.says}'; END "
    kept = "NEW" if guard.refuses == "UPDATE" else "OLD"
    allowed = guard.allowed("IS NOT DISTINCT FROM")
    return f" BEGIN IF NOT ({allowed}) THEN RAISE EXCEPTION '{guard.says}'; END IF; RETURN {kept}; END "
