"""A statistic over a folder of school-years, on one machine: in this process, or shared among several.

Every file is counted exactly once, or the run stops and says which could not be.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from rollbook.analytics.parquet import BadFile, files_in, place_of, read, years_in
from rollbook.analytics.school_year import SchoolYear
from rollbook.analytics.statistics import STATISTICS, By, Tally, add, columns_for, tally
from rollbook.rules.refused import Refused

BATCH = 64


class Stopped(Exception):
    """The run could not be finished, through nobody's bad input: a worker died. `says` tells what happened."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


@dataclass(frozen=True, slots=True)
class Asked:
    """Which statistic of which files, by what, and whether a bad file is passed over."""

    name: str
    folder: Path
    year: int
    by: By = By.NATIONAL
    skip_bad: bool = False

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the year; refused where there are none."""
        found = files_in(self.folder, self.year)
        if not found:
            raise Refused(f"“{self.folder}” has no school-years of {self.year}. {_years_there(self.folder)}")
        return found

    def batches(self, at_least: int = 1) -> tuple[tuple[Path, ...], ...]:
        """The files in runs of `BATCH`, or of fewer where that many workers would else have nothing to do."""
        files = self.files
        size = max(1, min(BATCH, -(-len(files) // (4 * at_least))))
        return tuple(files[n : n + size] for n in range(0, len(files), size))


def year_asked(folder: Path, year: int | None) -> int:
    """The year that is meant: the one asked for, else the latest that is there."""
    if not folder.is_dir():
        raise Refused(f"“{folder}” is no folder. Name the one that `rollbook stats export` or `practice` wrote.")
    known = years_in(folder)
    if year is None and not known:
        raise Refused(f"“{folder}” has no school-years. {_years_there(folder)}")
    return known[-1] if year is None else year


def count(asked: Asked, files: Iterable[Path]) -> Tally:
    """The share of these files; a bad one stops it, or is told as skipped."""
    found = Tally()
    for file in files:
        try:
            found = add(found, _count_one(asked, file))
        except BadFile as bad:
            if not asked.skip_bad:
                raise
            found = replace(found, skipped=(*found.skipped, (bad.path, bad.why)))
    return found


def run(asked: Asked, workers: int = 1) -> Tally:
    """The whole of it with so many processes; Stopped where one of them died, Refused where a file is bad."""
    batches = asked.batches(workers)
    if workers == 1 or len(batches) == 1:
        return whole(asked, [count(asked, batch) for batch in batches])
    # A fresh process each: threads of a library that this one has already started do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(batches)), mp_context=context) as pool:
        waiting = [pool.submit(count, asked, batch) for batch in batches]
        try:
            return whole(asked, [_result(done) for done in as_completed(waiting)])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def whole(asked: Asked, shares: Sequence[Tally]) -> Tally:
    """All shares together; Stopped where they are not of every file, so that a total is never of a part."""
    found = reduce(add, shares, Tally())
    expected, counted = len(asked.files), found.schools + len(found.skipped)
    if counted != expected:
        raise Stopped(f"{counted} of {expected} files were counted: the folder changed meanwhile. Run it again.")
    if 0 < found.practice < found.schools:
        raise Refused(
            f"{found.practice} of the {found.schools} schools are practice schools and the others are not. "
            "Keep them in folders of their own."
        )
    return found


def _result(done: Future[Tally]) -> Tally:
    try:
        return done.result()
    except BrokenProcessPool as died:
        raise Stopped("A worker process ended in the middle, so nothing was counted. Run it again.") from died


def _count_one(asked: Asked, file: Path) -> Tally:
    statistic = STATISTICS[asked.name]
    columns = (*statistic.needs, *columns_for(asked.by))
    return tally(statistic, asked.by, read(file, columns), _before(asked, file) if statistic.looks_back else None)


def _before(asked: Asked, file: Path) -> SchoolYear | None:
    """The same school's year before; None where it is not there, or its pupils have no ids to be known by."""
    place = place_of(asked.folder, asked.year - 1, file.stem)
    if not place.exists():
        return None
    found = read(place, ("codes", "pupil"))
    return found if any(found.texts["pupil"].words) else None


def _years_there(folder: Path) -> str:
    known = ", ".join(str(year) for year in years_in(folder))
    return f"It has {known}." if known else "`rollbook stats export` and `rollbook stats practice` write them."
