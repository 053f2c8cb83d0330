"""The jobs of the day: at English local time, each moment once, however many schedulers run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from rollbook.jobs.loops import work_off
from rollbook.jobs.models import Job, Schedule
from rollbook.jobs.scheduling import Scheduled, adopt, next_moment, queue_due
from tests.jobs.conftest import MONDAY, Clock, Diary

EVENING = [Scheduled("tests.daily", "30 18 * * *")]


def no_school() -> list[int]:
    raise AssertionError("nobody asked for schools")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "moment"),
    [
        ("2026-09-07T08:00", "2026-09-07T17:30"),  # summer time
        ("2026-09-07T17:30", "2026-09-08T17:30"),
        ("2026-10-24T20:00", "2026-10-25T18:30"),  # the clocks go back on the 25th
        ("2027-03-27T20:00", "2027-03-28T17:30"),  # and forward on 28 March
    ],
)
def test_a_daily_job_keeps_english_time(after: str, moment: str) -> None:
    assert next_moment("30 18 * * *", utc(after)) == utc(moment)


@pytest.mark.django_db
def test_a_scheduled_job_is_queued_once_for_its_moment(clock: Clock, diary: Diary) -> None:
    adopt(EVENING, clock.now)
    assert queue_due(clock.now, no_school) == 0
    clock.now = utc("2026-09-07T17:30")
    assert queue_due(clock.now, no_school) == 1
    assert queue_due(clock.now, no_school) == 0
    work_off(clock, hear=lambda _: 0)
    assert diary.lines == [(None, clock.now)]


@pytest.mark.django_db
def test_a_job_for_each_school_is_queued_for_each_once(clock: Clock, diary: Diary) -> None:
    adopt([Scheduled("tests.daily", "0 10 * * *", each_school=True)], clock.now)
    clock.pass_(hours=1)
    assert queue_due(clock.now, lambda: [4, 7]) == 1
    assert queue_due(clock.now, lambda: [4, 7]) == 0
    work_off(clock, hear=lambda _: 0)
    assert diary.lines == [(4, clock.now), (7, clock.now)]


@pytest.mark.django_db
def test_moments_missed_are_made_up_for_once(clock: Clock, diary: Diary) -> None:
    adopt(EVENING, clock.now)
    clock.pass_(days=10)
    assert queue_due(clock.now, no_school) == 1
    assert Job.objects.count() == 1
    assert Schedule.objects.get().next_run == utc("2026-09-17T17:30")


@pytest.mark.django_db
def test_the_list_is_the_schedule_and_an_unchanged_line_keeps_its_moment(clock: Clock, diary: Diary) -> None:
    adopt([*EVENING, Scheduled("tests.write", "0 6 * * *")], clock.now)
    clock.pass_(days=1)
    adopt(EVENING, clock.now)
    assert [(s.name, s.next_run) for s in Schedule.objects.all()] == [("tests.daily", utc("2026-09-07T17:30"))]
    adopt([Scheduled("tests.daily", "0 7 * * *")], clock.now)
    assert Schedule.objects.get().next_run == utc("2026-09-09T06:00")


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_the_same_moment_queue_it_once(diary: Diary) -> None:
    for day in range(10):
        now = MONDAY + timedelta(days=day)
        Schedule.objects.update_or_create(name="tests.daily", defaults={"cron": "0 8 * * *", "next_run": now})
        firsts: list[int] = []
        together = Barrier(2)

        def schedule(now: datetime = now, together: Barrier = together, firsts: list[int] = firsts) -> None:
            together.wait()
            firsts.append(queue_due(now, no_school))
            connection.close()

        threads = [Thread(target=schedule) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(firsts) == [0, 1]
        assert Job.objects.count() == 1
        Job.objects.all().delete()
