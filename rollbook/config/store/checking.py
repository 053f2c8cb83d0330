"""Every file of a store read whole and counted again from its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from rollbook.analytics.matrix import Matrix, whole_year
from rollbook.analytics.parquet import BadFile, read
from rollbook.analytics.summary import summary


def faults(files: tuple[Path, ...]) -> Iterator[BadFile]:
    """What is wrong with these files, one fault each."""
    for file in files:
        try:
            _check(file)
        except BadFile as bad:
            yield bad


def _check(file: Path) -> None:
    found = read(file)
    if found.codes is None or found.totals is None:
        raise BadFile(file, "has no marks.")
    matrix = Matrix(found.heading.year, found.codes, whole_year())
    wrong = np.flatnonzero((summary(matrix) != found.totals).any(axis=1))
    if wrong.size:
        raise BadFile(file, f"has totals of {wrong.size} pupils that are not those of their marks. Export it again.")
