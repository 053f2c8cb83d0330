"""The triggers that keep the record: present after migrate, missed when gone, strict when there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from rollbook.audit import guards
from rollbook.audit.models import AuditEntry

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def an_entry() -> AuditEntry:
    return AuditEntry.objects.create(at=NOW, by_name="A. Osei", by_role="Attendance administrator", verb="x.Y")


@pytest.mark.django_db
def test_all_guards_stand_after_migrate() -> None:
    assert guards.expected()
    assert guards.missing() == ()


@pytest.mark.django_db
def test_a_dropped_guard_is_missed() -> None:
    guard = guards.expected()[0]
    on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {guard.name}{on}")
    assert guards.missing() == (guard,)


@pytest.mark.django_db
def test_an_entry_can_be_heard_but_not_altered_or_deleted() -> None:
    entry = an_entry()
    AuditEntry.objects.filter(pk=entry.pk).update(heard=True)
    for change in (
        lambda: AuditEntry.objects.filter(pk=entry.pk).update(verb="x.Z"),
        lambda: AuditEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.django_db
def test_insert_or_replace_does_not_slip_past() -> None:
    entry = an_entry()
    if connection.vendor != "sqlite":
        return
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO audit_auditentry SELECT * FROM audit_auditentry WHERE id = %s", [entry.pk]
        )


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_can_be_emptied() -> None:
    an_entry()
    assert guards.missing() == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "weakened",
    [
        "ALTER TABLE {table} DISABLE TRIGGER {name}",
        "ALTER TABLE {table} ENABLE REPLICA TRIGGER {name}",
        "DROP TRIGGER {name} ON {table}; CREATE TRIGGER {name} BEFORE INSERT ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {name}()",
        "DROP TRIGGER {name} ON {table}; CREATE TRIGGER {name} BEFORE UPDATE OF id ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {name}()",
        "DROP TRIGGER {name} ON {table}; CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
        "FOR EACH ROW WHEN (false) EXECUTE FUNCTION {name}()",
        "DROP TRIGGER {name} ON {table}; CREATE TRIGGER {name} BEFORE UPDATE ON audit_accessentry "
        "FOR EACH ROW EXECUTE FUNCTION {name}()",
    ],
)
def test_a_guard_that_stands_but_does_not_guard_is_missed(weakened: str) -> None:
    guard = next(g for g in guards.expected() if (g.table, g.refuses) == ("audit_auditentry", "UPDATE"))
    if connection.vendor != "postgresql":
        weakened = "DROP TRIGGER {name}"  # the only way there is
    with connection.cursor() as cursor:
        cursor.execute(weakened.format(name=guard.name, table=guard.table))
    assert guards.missing() == (guard,)
