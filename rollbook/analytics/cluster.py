"""A statistic over the workers of a Dask cluster: they read the files, and only sums come back."""

from __future__ import annotations

import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rollbook.analytics.over_files import Asked, Stopped, count, whole
from rollbook.analytics.statistics import Tally
from rollbook.rules.refused import Refused

CONNECT_SECONDS, CLOSE_SECONDS = 10, 5
NOBODY_SECONDS = 30
LOOK_SECONDS, PAUSE_SECONDS = 1.0, 0.01
GONE = "The Dask scheduler went away in the middle, so nothing was counted. Run it again."
MISSING = (
    "A cluster needs Dask, which is not installed here. Install Rollbook with its extra “cluster”, here and on every "
    "worker; or leave --scheduler out."
)


def run_on(asked: Asked, scheduler: str, *, nobody_seconds: float = NOBODY_SECONDS) -> Tally:
    """The whole of it by the workers of this scheduler.

    A batch whose worker died is given to another; whatever cannot be finished ends with Stopped, and a bad file with
    Refused. A batch counts once however often it was begun.
    """
    client = _client(scheduler)
    try:
        batches = asked.batches(max(1, len(client.scheduler_info()["workers"])))
        waiting = [client.submit(_count_there, asked, batch, version("rollbook"), pure=False) for batch in batches]
        try:
            return whole(asked, _gathered(client, waiting, nobody_seconds))
        finally:
            if client.status == "running":
                client.cancel(waiting, force=True)
    finally:
        client.close(timeout=CLOSE_SECONDS)


def _client(scheduler: str) -> Any:
    distributed = _dask()
    try:
        return distributed.Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as wrong:  # a time-out is an OSError
        raise Refused(
            f"No Dask scheduler answers at “{scheduler}”. Is it running, and is the address right?"
        ) from wrong


def _dask() -> Any:
    try:
        import distributed
    except ImportError as missing:
        raise Refused(MISSING) from missing
    return distributed


def _gathered(client: Any, waiting: list[Any], nobody_seconds: float) -> list[Tally]:
    """Each batch's share; the first that failed ends it."""
    found: dict[int, Tally] = {}
    alone_since: float | None = None
    looked = time.monotonic()
    while len(found) < len(waiting):
        for n, future in enumerate(waiting):
            if n not in found and future.done() and (share := _share(future)) is not None:
                found[n] = share
        if time.monotonic() - looked > LOOK_SECONDS:
            looked = time.monotonic()
            alone_since = _nobody(client, alone_since, nobody_seconds)
        time.sleep(PAUSE_SECONDS)
    return list(found.values())


def _share(future: Any) -> Tally | None:
    """What a finished batch says; None where its worker died before it could be asked, and it is counted again."""
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker

    try:
        share: Tally = future.result(timeout=LOOK_SECONDS)
    except (TimeoutError, Refused):
        if future.status == "error":
            raise
        return None
    except KilledWorker as died:
        raise Stopped("Workers died again and again over the same files, so nothing was counted.") from died
    except (FutureCancelledError, OSError) as gone:
        raise Stopped(GONE) from gone
    except Exception as wrong:
        raise Stopped(
            f"A worker could not count ({type(wrong).__name__}: {wrong}). Is the same Rollbook installed there?"
        ) from wrong
    return share


def _nobody(client: Any, since: float | None, seconds: float) -> float | None:
    """Since when there has been no worker at all; Stopped once that is too long."""
    if client.status != "running":
        raise Stopped(GONE)
    if client.scheduler_info()["workers"]:
        return None
    now = time.monotonic()
    if since is not None and now - since > seconds:
        raise Stopped(f"The scheduler has had no worker for {seconds:.0f} seconds, so nothing was counted.")
    return now if since is None else since


def _count_there(asked: Asked, files: tuple[Path, ...], asks: str) -> Tally:
    """On the worker: the same count as anywhere, by the same program."""
    here = version("rollbook")
    if asks != here:
        raise Refused(f"A worker runs Rollbook {here}, and {asks} asks. Install the same on all of them.")
    return count(asked, files)
