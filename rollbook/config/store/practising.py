"""Practice schools put into a folder, by as many processes as are wanted."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rollbook.analytics.parquet import write
from rollbook.analytics.synthetic import practice_school

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which practice schools: how many, of about how many pupils, of which year and seed."""

    folder: Path
    year: int
    schools: int
    pupils: int
    seed: int
    made_at: str


def put(wanted: Wanted, workers: int = 1) -> int:
    """Write them all; how many pupils they have."""
    runs = [range(n, min(n + AT_ONCE, wanted.schools)) for n in range(0, wanted.schools, AT_ONCE)]
    if workers == 1 or len(runs) == 1:
        return sum(_put(wanted, run) for run in runs)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(runs)), mp_context=context) as pool:
        return sum(pool.map(_put, [wanted] * len(runs), runs))


def _put(wanted: Wanted, run: range) -> int:
    count = 0
    for n in run:
        school = practice_school(n, year=wanted.year, pupils=wanted.pupils, seed=wanted.seed, made_at=wanted.made_at)
        write(wanted.folder, school)
        count += school.pupils
    return count
