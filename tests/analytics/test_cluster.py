"""A nation of practice schools over two Dask workers: exactly what one process counts, whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import dask
import pytest
from distributed import LocalCluster

from rollbook.analytics import cluster
from rollbook.analytics.cluster import run_on
from rollbook.analytics.over_files import Asked, Stopped, run
from rollbook.analytics.parquet import BadFile, write
from rollbook.analytics.statistics import STATISTICS, By, same
from rollbook.analytics.synthetic import practice_school
from rollbook.rules.refused import Refused

pytestmark = pytest.mark.pure

SCHOOLS, PUPILS = 300, 30


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nation")
    for n in range(SCHOOLS):
        write(folder, practice_school(n, year=2025, pupils=PUPILS, seed=3, made_at="2026-11-20T10:00:00+00:00"))
    return folder


@contextmanager
def _cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1", silence_logs=50
    ) as found:
        yield found


@pytest.fixture(scope="module")
def two_workers() -> Iterator[str]:
    with _cluster() as found:
        yield found.scheduler_address


@pytest.mark.parametrize(
    ("name", "by"), [*((name, By.YEAR_GROUP) for name in STATISTICS), ("attendance", By.NATIONAL), ("weeks", By.LA)]
)
def test_two_workers_count_what_one_process_does(nation: Path, two_workers: str, name: str, by: By) -> None:
    asked = Asked(name, nation, 2025, by)

    found = run_on(asked, two_workers)

    assert found.schools == SCHOOLS
    assert same(found, run(asked))


def test_a_bad_file_on_a_worker_is_named_here(two_workers: str, tmp_path: Path) -> None:
    for n in range(3):
        write(tmp_path, practice_school(n, year=2025, pupils=5, seed=3, made_at=""))
    bad = tmp_path / "2025/900001.parquet"
    bad.write_bytes(b"PAR1")
    asked = Asked("weeks", tmp_path, 2025)

    with pytest.raises(BadFile, match=r"“2025/900001\.parquet” is no whole Parquet file"):
        run_on(asked, two_workers)

    found = run_on(replace(asked, skip_bad=True), two_workers)
    assert (found.schools, [file for file, _ in found.skipped]) == (2, [str(bad)])


def test_another_program_on_a_worker_is_refused(
    nation: Path, two_workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "version", lambda _: "9.9")

    with pytest.raises(Refused, match=r"A worker runs Rollbook .*, and 9\.9 asks"):
        run_on(Asked("attendance", nation, 2025), two_workers)


def test_a_scheduler_that_does_not_answer_is_named(nation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)

    with pytest.raises(Refused, match=r"No Dask scheduler answers at “tcp://127\.0\.0\.1:9”"):
        run_on(Asked("attendance", nation, 2025), "tcp://127.0.0.1:9")


@pytest.fixture
def held(tmp_path: Path) -> tuple[Asked, Path]:
    """Schools of which one is a pipe: whoever reads it waits until somebody fills it."""
    for n in range(8):
        write(tmp_path, practice_school(n, year=2025, pupils=20, seed=3, made_at=""))
    pipe = tmp_path / "2025/900000.parquet"
    pipe.rename(tmp_path / "kept")
    os.mkfifo(pipe)
    return Asked("weeks", tmp_path, 2025), pipe


def _kill_whoever_waits(found: LocalCluster, pipe: Path) -> None:
    """Both workers, once the pipe is all that is left; whoever counts it next finds the file."""
    while [task.state for task in found.scheduler.tasks.values()].count("memory") < 7:
        time.sleep(0.05)
    (pipe.parent.parent / "kept").rename(pipe)
    for worker in list(found.workers.values()):
        os.kill(worker.pid, signal.SIGKILL)  # their nannies start two others


def test_a_worker_that_dies_in_the_middle_changes_no_total(held: tuple[Asked, Path]) -> None:
    asked, pipe = held

    with _cluster() as found:
        Thread(target=_kill_whoever_waits, args=(found, pipe), daemon=True).start()
        counted = run_on(asked, found.scheduler_address)

    assert counted.schools == 8
    assert same(counted, run(asked))


def test_files_over_which_workers_die_again_and_again_end_with_a_sentence(held: tuple[Asked, Path]) -> None:
    asked, pipe = held

    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), _cluster() as found:
        Thread(target=_kill_whoever_waits, args=(found, pipe), daemon=True).start()
        with pytest.raises(Stopped, match="Workers died again and again"):
            run_on(asked, found.scheduler_address)


def test_a_cluster_without_workers_ends_with_a_sentence(held: tuple[Asked, Path]) -> None:
    asked, _ = held

    with (
        LocalCluster(n_workers=0, dashboard_address=":0", host="127.0.0.1", silence_logs=50) as found,
        pytest.raises(Stopped, match="has had no worker for 1 seconds, so nothing was counted"),
    ):
        run_on(asked, found.scheduler_address, nobody_seconds=1)


def test_a_scheduler_that_goes_away_ends_with_a_sentence(held: tuple[Asked, Path]) -> None:
    asked, _ = held
    words = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
    ]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as scheduler:
        assert scheduler.stderr is not None
        address = next(line.split()[-1] for line in scheduler.stderr if "Scheduler at:" in line)
        Thread(target=lambda: (time.sleep(2), scheduler.kill()), daemon=True).start()

        with pytest.raises(Stopped, match="The Dask scheduler went away"):
            run_on(asked, address)


def test_without_dask_a_sentence_says_what_to_install(nation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(Refused, match="its extra “cluster”"):
        run_on(Asked("attendance", nation, 2025), "tcp://127.0.0.1:8786")
