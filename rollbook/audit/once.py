"""What the parts of one page ask in ignorance of each other is read once: for pages that put many queries together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from rollbook.rules.actor import Actor

P = ParamSpec("P")
R = TypeVar("R")
_kept: ContextVar[dict[Hashable, object] | None] = ContextVar("kept", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """While it lasts, a query marked `@once` answers the same question from its first answer.

    For reading alone: nothing may be written inside it. One inside another shares the outer one's answers.
    """
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(query: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    """Mark a query whose answer is kept within `read_once`, for the same actor and the same words."""

    @wraps(query)
    def ask(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        kept = _kept.get()
        if kept is None:
            return query(actor, *args, **kwargs)
        key = (query, _who(actor), args, tuple(sorted(kwargs.items())))
        if key not in kept:
            kept[key] = query(actor, *args, **kwargs)
        return kept[key]  # type: ignore[return-value]  # put there by this same query

    return ask


def kept_beside(actor: Actor, about: Hashable) -> dict[Hashable, object] | None:
    """A place to keep answers row by row, for queries that are asked for some of the same rows; None outside."""
    kept = _kept.get()
    if kept is None:
        return None
    return kept.setdefault((about, _who(actor)), {})  # type: ignore[return-value]  # nothing else has this key


def _who(actor: Actor) -> tuple[Hashable, ...]:
    return (actor.school_id, actor.user_id, actor.permissions, actor.nc_years, actor.now)
