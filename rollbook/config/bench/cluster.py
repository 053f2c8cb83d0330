"""Two Dask workers beside one, each a process with one thread: the same statistic over the same Parquet files.

The files were just written, so they lie in the machine's memory; the workers are up and have counted once before.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from rollbook.analytics.cluster import run_on
from rollbook.analytics.over_files import Asked
from rollbook.analytics.parquet import write
from rollbook.analytics.statistics import By, same
from rollbook.analytics.synthetic import practice_school
from rollbook.config.bench.engine import least
from rollbook.config.bench.measuring import Bench

DRAWN, EACH, PUPILS, YEAR = 40, 40, 1_500, 2025  # as many different schools; each under so many numbers; about so large
TIMES, ROUNDS = 1.6, 3


def run_cluster() -> Iterator[Bench]:
    """Codes by week and authority of about 2.4 million pupils; nothing where Dask is not installed."""
    try:
        import distributed
    except ImportError:
        return
    with tempfile.TemporaryDirectory(prefix="rollbook-bench-") as place, ExitStack() as open_:
        pupils = _written(Path(place))
        asked = Asked("weeks", Path(place), YEAR, By.LA)
        one, two = (open_.enter_context(_cluster(distributed, n)).scheduler_address for n in (1, 2))
        if not same(run_on(asked, one), run_on(asked, two)):
            raise RuntimeError("Two workers and one do not count the same.")
        spent = least({"one": lambda: run_on(asked, one), "two": lambda: run_on(asked, two)}, ROUNDS)
        name = f"codes by week of {pupils:,} pupils, two workers"
        yield Bench(name, spent["two"], "one worker", spent["one"], at_most=1 / TIMES)


def _written(folder: Path) -> int:
    """Files of enough schools that sharing them out is a small part of the work; how many pupils they have."""
    pupils = 0
    for n in range(DRAWN):
        school = practice_school(n, year=YEAR, pupils=PUPILS, seed=1, made_at="")
        for again in range(EACH):
            urn = str(100_000 + n * EACH + again)
            write(folder, replace(school, heading=replace(school.heading, urn=urn)))
            pupils += school.pupils
    return pupils


def _cluster(distributed: Any, workers: int) -> Any:
    return distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=":0"
    )
