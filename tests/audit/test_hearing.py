"""From what was done to what follows: each entry heard once, consequences coalesced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.jobs import Reaction, hear
from rollbook.audit.models import AuditEntry
from rollbook.jobs import registry
from rollbook.jobs.models import Job

NOW = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
WIRING = {
    "registers.MarksSaved": (Reaction("tests.follow_up", ("on", "group_id")), Reaction("tests.recount")),
}
UNHEARD = {"registers.DaySealed"}


@pytest.fixture(autouse=True)
def _jobs() -> Iterator[None]:
    kept = dict(registry._known)
    for name in ("tests.follow_up", "tests.recount"):
        registry.job(name)(lambda actor: None)
    yield
    registry._known.clear()
    registry._known.update(kept)


def done(verb: str = "registers.MarksSaved", *, school: int = 1, **detail: object) -> AuditEntry:
    return AuditEntry.objects.create(
        at=NOW, school_id=school, by_name="A. Osei", by_role="Tutor", verb=verb, detail=detail
    )


def queued() -> list[tuple[str, int | None, object]]:
    return [(j.name, j.school_id, j.args) for j in Job.objects.order_by("id")]


@pytest.mark.django_db
def test_an_entry_becomes_its_reactions_once() -> None:
    done(on="2026-09-07", group_id=4, stored=30)
    assert hear(WIRING, UNHEARD, NOW) == 1
    assert queued() == [("tests.follow_up", 1, {"on": "2026-09-07", "group_id": 4}), ("tests.recount", 1, {})]
    assert hear(WIRING, UNHEARD, NOW) == 0
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_the_same_consequence_of_many_entries_is_one_job_per_school() -> None:
    for school in (1, 2, 1, 1):
        done(school=school, on="2026-09-07", group_id=4)
    done(on="2026-09-07", group_id=5)
    hear(WIRING, UNHEARD, NOW)
    done(on="2026-09-07", group_id=5)
    hear(WIRING, UNHEARD, NOW)
    assert [name for name, *_ in queued()].count("tests.follow_up") == 3
    assert [name for name, *_ in queued()].count("tests.recount") == 2


@pytest.mark.django_db
def test_an_unheard_event_has_no_consequence_and_an_unknown_one_is_named(caplog: pytest.LogCaptureFixture) -> None:
    done("registers.DaySealed", day="2026-09-07")
    assert hear(WIRING, UNHEARD, NOW) == 1
    assert caplog.text == ""
    done("newer.Thing")
    assert hear(WIRING, UNHEARD, NOW) == 1
    assert "nothing is wired to newer.Thing" in caplog.text
    assert queued() == []


@pytest.mark.django_db
def test_one_wrong_line_of_wiring_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    done(comment="Tolu is ill")
    wiring = {"registers.MarksSaved": (Reaction("tests.recount", ("comment",)), Reaction("tests.follow_up"))}
    assert hear(wiring, UNHEARD, NOW) == 1
    assert [name for name, *_ in queued()] == ["tests.follow_up"]
    assert "Tolu" not in caplog.text


@pytest.mark.django_db
def test_a_long_list_of_ids_keeps_to_the_length_of_a_key() -> None:
    done(group_id=[100000 + n for n in range(60)], on=None)
    hear(WIRING, UNHEARD, NOW)
    assert len(Job.objects.get(name="tests.follow_up").key) <= 200


@pytest.mark.django_db
def test_hearing_nothing_is_one_read_and_many_entries_cost_no_more_than_their_consequences() -> None:
    with CaptureQueriesContext(connection) as nothing:
        hear(WIRING, UNHEARD, NOW)
    assert len(nothing) == 1
    for _ in range(100):
        done(on="2026-09-07", group_id=4)
    with CaptureQueriesContext(connection) as hundred:
        assert hear(WIRING, UNHEARD, NOW) == 100
    # ids, savepoint twice, entries, mark; for each of two jobs: look, savepoint twice, insert.
    assert len(hundred) == 13


@pytest.mark.django_db(transaction=True)
def test_two_workers_hear_every_entry_once_between_them() -> None:
    for n in range(50):
        done(on="2026-09-07", group_id=n)
    heard: list[int] = []
    together = Barrier(2)

    def listen() -> None:
        together.wait()
        while some := hear(WIRING, UNHEARD, NOW):
            heard.append(some)
        connection.close()

    threads = [Thread(target=listen) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(heard) == 50
    assert not AuditEntry.objects.filter(heard=False).exists()
    assert Job.objects.filter(name="tests.follow_up").count() == 50
    assert Job.objects.filter(name="tests.recount").count() == 1
