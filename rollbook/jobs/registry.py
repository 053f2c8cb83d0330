"""The jobs that this Rollbook knows, by their lasting names."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

USUAL_LEASE = timedelta(minutes=5)

Work = Callable[..., None]
W = TypeVar("W", bound=Work)

_known: dict[str, KnownJob] = {}


class UnknownJob(LookupError):
    """No part of the office has declared a job of this name."""


@dataclass(frozen=True, slots=True)
class KnownJob:
    """A declared job: `work(actor, **args)`, and how long one attempt may take at most."""

    name: str
    work: Work
    lease: timedelta

    @property
    def takes(self) -> frozenset[str]:
        """The names of the arguments it takes besides the actor."""
        return frozenset(list(inspect.signature(self.work).parameters)[1:])


def job(name: str, *, lease: timedelta = USUAL_LEASE) -> Callable[[W], W]:
    """Declare a job as `part.verb`; `lease` is the longest that one attempt may take."""

    def declare(work: W) -> W:
        if name in _known and _known[name].work is not work:
            raise ValueError(f"two jobs are called “{name}”")
        _known[name] = KnownJob(name, work, lease)
        return work

    return declare


def known_jobs() -> Mapping[str, KnownJob]:
    """Every declared job by name."""
    return _known


def the_job(name: str) -> KnownJob:
    try:
        return _known[name]
    except KeyError:
        raise UnknownJob(f"no job is called “{name}”") from None
