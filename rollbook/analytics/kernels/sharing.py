"""The rows of a matrix shared among the cores of the machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

# Below this a second thread costs more than it saves.
WORTH_SHARING = 4_000_000
SHARES_EACH = 4


def in_shares(codes: NDArray[np.uint8], work: Callable[[int, int], T], *, rows: int | None = None) -> list[T]:
    """What `work(start, stop)` answers of each share of the rows, in order."""
    n = len(codes) if rows is None else rows
    threads = cores() if codes.size >= WORTH_SHARING else 1
    if n == 0:
        return []
    if threads == 1:
        return [work(0, n)]
    edges = [n * k // (threads * SHARES_EACH) for k in range(threads * SHARES_EACH + 1)]
    spans = [(start, stop) for start, stop in pairwise(edges) if start < stop]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda span: work(*span), spans))


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
