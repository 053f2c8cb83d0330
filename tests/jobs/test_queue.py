"""The queue by a chosen clock: once each, coalesced by key, tried again, dead in the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from rollbook.jobs import queue
from rollbook.jobs.loops import do, work_off
from rollbook.jobs.models import Job
from rollbook.jobs.queue import MOST_ATTEMPTS, claim, enqueue, fail, finish, pause_after, reap
from rollbook.jobs.registry import UnknownJob, job
from tests.jobs.conftest import MONDAY, Clock, Diary

pytestmark = pytest.mark.django_db


def nothing(_: object) -> int:
    return 0


def test_a_job_is_done_once_for_its_school_and_leaves_no_row(clock: Clock, diary: Diary) -> None:
    enqueue("tests.write", {"what": "a1"}, school=3, run_after=MONDAY)
    assert work_off(clock, hear=nothing) == 1
    assert diary.lines == [(3, "a1")]
    assert not Job.objects.exists()
    assert work_off(clock, hear=nothing) == 0


def test_the_longest_due_goes_first_and_none_before_its_time(clock: Clock, diary: Diary) -> None:
    enqueue("tests.write", {"what": 1}, run_after=MONDAY)
    enqueue("tests.write", {"what": 2}, run_after=MONDAY - timedelta(minutes=1))
    enqueue("tests.write", {"what": 3}, run_after=MONDAY + timedelta(minutes=1))
    work_off(clock, hear=nothing)
    assert [what for _, what in diary.lines] == [2, 1]
    clock.pass_(minutes=1)
    work_off(clock, hear=nothing)
    assert [what for _, what in diary.lines] == [2, 1, 3]


def test_jobs_with_one_key_coalesce_while_waiting_at_the_earlier_moment(diary: Diary) -> None:
    for minutes in (5, 2, 9):
        enqueue("tests.write", {"what": 1}, key="k", run_after=MONDAY + timedelta(minutes=minutes))
    assert Job.objects.get().run_after == MONDAY + timedelta(minutes=2)


def test_a_key_may_wait_again_once_it_runs_but_never_runs_twice_at_once(diary: Diary) -> None:
    enqueue("tests.write", {"what": 1}, key="k", run_after=MONDAY)
    first = claim(MONDAY)
    assert first is not None
    enqueue("tests.write", {"what": 1}, key="k", run_after=MONDAY)
    enqueue("tests.write", {"what": 2}, run_after=MONDAY)
    other = claim(MONDAY)
    assert other is not None
    assert other.args == {"what": 2}
    assert claim(MONDAY) is None
    assert finish(first)
    again = claim(MONDAY)
    assert again is not None
    assert again.key == "k"


def test_a_job_is_queued_only_if_its_transaction_is_kept(diary: Diary) -> None:
    with transaction.atomic():
        enqueue("tests.write", {"what": 1}, key="k", run_after=MONDAY)
        transaction.set_rollback(True)
    assert claim(MONDAY) is None


def test_a_failing_job_is_tried_again_later_each_time_and_dies(clock: Clock, diary: Diary) -> None:
    diary.fails = True
    enqueue("tests.write", {"what": 1}, run_after=MONDAY)
    for attempt in range(1, MOST_ATTEMPTS):
        assert work_off(clock, hear=nothing) == 1
        row = Job.objects.get()
        assert (row.state, row.attempts) == (Job.State.WAITING, attempt)
        assert row.run_after == clock.now + pause_after(attempt)
        clock.now = row.run_after
    work_off(clock, hear=nothing)
    assert Job.objects.get().state == Job.State.DEAD
    clock.pass_(days=30)
    assert work_off(clock, hear=nothing) == 0
    assert len(diary.lines) == MOST_ATTEMPTS


def test_pauses_grow_to_an_hour() -> None:
    assert [int(pause_after(n).total_seconds()) for n in range(1, 8)] == [10, 40, 160, 640, 2560, 3600, 3600]


def test_only_the_class_of_an_error_is_kept_or_logged(
    clock: Clock, diary: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    diary.fails = True
    enqueue("tests.write", {"what": 1}, run_after=MONDAY)
    work_off(clock, hear=nothing)
    assert Job.objects.get().last_error == "ValueError"
    assert "ValueError at conftest.py:" in caplog.text
    assert "Abiodun" not in caplog.text


def test_when_the_lease_runs_out_another_does_it_and_the_first_can_no_longer_finish(clock: Clock, diary: Diary) -> None:
    enqueue("tests.write", {"what": 1}, key="k", run_after=MONDAY)
    gone = claim(MONDAY)
    assert gone is not None
    assert reap(MONDAY + timedelta(seconds=119)) == 0
    assert reap(MONDAY + timedelta(seconds=120)) == 1
    assert Job.objects.get().last_error == "LeaseRanOut"
    clock.pass_(minutes=3)
    second = claim(clock.now)
    assert second is not None
    assert not finish(gone)
    fail(gone, "ValueError", clock.now)
    assert Job.objects.get().state == Job.State.RUNNING
    assert do(second, clock)
    assert not Job.objects.exists()


def test_a_lost_job_whose_key_waits_again_becomes_that_one(diary: Diary) -> None:
    enqueue("tests.write", {"what": 1}, key="k", run_after=MONDAY)
    assert claim(MONDAY) is not None
    enqueue("tests.write", {"what": 1}, key="k", run_after=MONDAY)
    assert reap(MONDAY + timedelta(hours=1)) == 1
    assert Job.objects.get().attempts == 0


def test_a_job_that_keeps_losing_its_worker_dies_too(diary: Diary) -> None:
    enqueue("tests.write", {"what": 1}, run_after=MONDAY)
    Job.objects.update(attempts=MOST_ATTEMPTS - 1)
    assert claim(MONDAY) is not None
    assert reap(MONDAY + timedelta(hours=1)) == 1
    assert Job.objects.get().state == Job.State.DEAD


def test_a_job_waiting_after_a_failure_keeps_its_pause(clock: Clock, diary: Diary) -> None:
    diary.fails = True
    enqueue("tests.write", {"what": 1}, key="k", run_after=MONDAY)
    work_off(clock, hear=nothing)
    enqueue("tests.write", {"what": 1}, key="k", run_after=MONDAY)
    assert Job.objects.get().run_after == MONDAY + pause_after(1)


def test_a_job_that_this_version_does_not_know_waits_for_one_that_does(clock: Clock, diary: Diary) -> None:
    Job.objects.create(name="tests.newer", run_after=MONDAY)
    assert work_off(clock, hear=nothing) == 1
    assert Job.objects.get().last_error == "UnknownJob"
    with pytest.raises(UnknownJob):
        enqueue("tests.newer", run_after=MONDAY)


@pytest.mark.parametrize("value", ["Tolu Abiodun", "", "x" * 65, 1.5, ["ok", "not ok"], "a\n"])
def test_arguments_are_ids_never_words(diary: Diary, value: object) -> None:
    with pytest.raises(ValueError, match="not an id"):
        enqueue("tests.write", {"what": value}, run_after=MONDAY)  # type: ignore[dict-item]  # that is the point


@pytest.mark.parametrize("value", [7, None, "2026-09-07", "0198-a.b:c", ["a", "b"], [1, 2]])
def test_ids_dates_and_lists_of_them_are_arguments(diary: Diary, value: queue.Argument) -> None:
    enqueue("tests.write", {"what": value}, run_after=MONDAY)
    assert Job.objects.get().args == {"what": value}


def test_two_jobs_cannot_have_one_name(diary: Diary) -> None:
    with pytest.raises(ValueError, match=r"tests\.write"):
        job("tests.write")(lambda actor: None)
