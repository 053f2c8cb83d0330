"""Workers side by side, killed workers, a locked database: on real threads and processes."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from django.db import connection, transaction

from rollbook.jobs import loops
from rollbook.jobs.models import Job
from rollbook.jobs.queue import enqueue
from rollbook.jobs.registry import job
from rollbook.jobs.scheduling import Scheduled
from rollbook.rules.actor import Actor
from tests.jobs.conftest import MONDAY, Clock, Diary

pytestmark = pytest.mark.django_db(transaction=True)
JOBS = 60


def nothing(_: object) -> int:
    return 0


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end, "it did not happen in time"
        sleep(0.02)


def a_worker(way: str, clock: Clock) -> subprocess.Popen[str]:
    name = str(connection.settings_dict["NAME"])
    return subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.a_worker", way, name, clock.now.isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_worker_threads_do_every_job_exactly_once(clock: Clock, diary: Diary) -> None:
    stop = Event()
    workers = [Thread(target=loops.work, args=(clock, stop), kwargs={"hear": nothing, "pause": 0.01}) for _ in range(2)]
    for worker in workers:
        worker.start()
    for n in range(JOBS):
        enqueue("tests.write", {"what": n}, run_after=MONDAY)
    until(lambda: not Job.objects.exists())
    stop.set()
    for worker in workers:
        worker.join()
    assert Counter(what for _, what in diary.lines) == Counter(range(JOBS))


def test_two_worker_processes_do_every_job_exactly_once(clock: Clock, diary: Diary) -> None:
    for n in range(JOBS):
        enqueue("tests.write", {"what": n}, run_after=MONDAY)
    workers = [a_worker("work", clock) for _ in range(2)]
    until(lambda: not Job.objects.exists(), seconds=60)
    said = [int(line) for worker in workers for line in worker.communicate("stop", timeout=20)[0].split()]
    assert sorted(said) == list(range(JOBS))
    assert [worker.returncode for worker in workers] == [0, 0]


def test_a_killed_workers_job_is_done_again_after_its_lease(clock: Clock, diary: Diary) -> None:
    enqueue("tests.write", {"what": 7}, run_after=MONDAY)
    worker = a_worker("hang", clock)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "7\n"
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    assert loops.work_off(clock, hear=nothing) == 0
    clock.pass_(minutes=10)
    stop = Event()
    threads = [
        Thread(target=loops.work, args=(clock, stop), kwargs={"hear": nothing, "pause": 0.01}),
        Thread(target=loops.keep_schedule, args=((), clock, stop), kwargs={"schools": tuple, "pause": 0.01}),
    ]
    for thread in threads:
        thread.start()
    until(lambda: Job.objects.filter(last_error="LeaseRanOut").exists())
    clock.pass_(minutes=10)
    until(lambda: not Job.objects.exists())
    stop.set()
    for thread in threads:
        thread.join()
    assert diary.lines == [(None, 7)]


def test_two_schedulers_and_two_workers_do_the_days_jobs_once(clock: Clock, diary: Diary) -> None:
    entries = [Scheduled("tests.daily", "0 10 * * *", each_school=True)]
    stop = Event()
    threads = [
        Thread(target=loops.work, args=(clock, stop), kwargs={"hear": nothing, "pause": 0.01}) for _ in range(2)
    ] + [
        Thread(
            target=loops.keep_schedule,
            args=(entries, clock, stop),
            kwargs={"schools": lambda: [1, 2, 3], "pause": 0.01},
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    sleep(0.1)
    clock.pass_(hours=1)
    until(lambda: len(diary.lines) >= 3)
    until(lambda: not Job.objects.exists())
    stop.set()
    for thread in threads:
        thread.join()
    assert sorted(diary.lines, key=str) == [(n, MONDAY + timedelta(hours=1)) for n in (1, 2, 3)]


def test_a_worker_that_meets_a_locked_database_carries_on(
    clock: Clock, diary: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    """SQLite: a writer holds the lock longer than the worker waits. PostgreSQL: the statement times out."""
    enqueue("tests.write", {"what": 1}, run_after=MONDAY)
    stop, impatient = Event(), Event()

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50" if connection.vendor == "sqlite" else "SET lock_timeout = '50ms'")
        impatient.set()
        loops.work(clock, stop, hear=nothing, pause=0.01)

    worker = Thread(target=work)
    with transaction.atomic():
        Job.objects.select_for_update().get()
        worker.start()
        impatient.wait()
        until(lambda: "background work was interrupted (OperationalError" in caplog.text)
        assert diary.lines == []
    until(lambda: len(diary.lines) == 1)
    stop.set()
    worker.join()
    assert not Job.objects.exists()


def test_a_change_is_in_the_database_before_the_job_that_it_joined_is_done(clock: Clock, diary: Diary) -> None:
    """A second change joins a waiting job: nobody may claim that job before the change is committed."""
    seen: list[int] = []

    @job("tests.count")
    def count(actor: Actor) -> None:
        seen.append(Job.objects.filter(name="tests.change").count())

    enqueue("tests.count", key="k", run_after=MONDAY)
    Job.objects.filter(name="tests.change").delete()
    stop = Event()
    worker = Thread(target=loops.work, args=(clock, stop), kwargs={"hear": nothing, "pause": 0.01})
    with transaction.atomic():
        Job.objects.create(name="tests.change", run_after=MONDAY + timedelta(days=1))
        enqueue("tests.count", key="k", run_after=MONDAY)
        worker.start()
        sleep(0.3)
        assert seen == []
    until(lambda: bool(seen))
    stop.set()
    worker.join()
    assert seen == [1]
