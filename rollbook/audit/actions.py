"""The one way to change anything: a verb, by an actor, in one transaction, with one entry.

`@action` opens the transaction; `record` writes the entry that is both audit trail and outbox.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import transaction

from rollbook.audit.events import Event, name_of
from rollbook.audit.models import AccessEntry, AuditEntry
from rollbook.audit.turns import turn
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed

P = ParamSpec("P")
R = TypeVar("R")

_recorded: ContextVar[int | None] = ContextVar("recorded", default=None)


class NothingRecorded(RuntimeError):
    """An action ended without telling what it did: our mistake, and the change is undone."""


def action(*any_of: Permission) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Declare a verb: who may do it (any of these permissions), in one transaction, recorded."""

    def declare(verb: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        @wraps(verb)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            _require_any(actor, any_of)
            if _recorded.get() is not None:
                return verb(actor, *args, **kwargs)
            token = _recorded.set(0)
            try:
                with turn(), transaction.atomic():
                    answer = verb(actor, *args, **kwargs)
                    if not _recorded.get():
                        raise NothingRecorded(verb.__qualname__)
                return answer
            finally:
                _recorded.reset(token)

        run.permissions = any_of  # type: ignore[attr-defined]  # read by the architecture tests
        return run

    return declare


def record(actor: Actor, event: Event) -> None:
    """Write what was done, in the transaction that did it."""
    _count()
    AuditEntry.objects.create(
        at=actor.now,
        school_id=actor.school_id,
        by_id=actor.user_id,
        by_name=actor.name,
        by_role=actor.role,
        verb=name_of(type(event)),
        subject=event.subject,
        detail=event.detail(),
    )


def record_nothing_changed() -> None:
    """The verb was asked for again and changed nothing, so there is nothing to write."""
    _count()


def log_access(actor: Actor, *, what: str, subject: str) -> None:
    """Note that somebody opened a sensitive record (what kind, and whose by id)."""
    AccessEntry.objects.create(
        at=actor.now,
        school_id=actor.school_id,
        by_id=actor.user_id,
        by_name=actor.name,
        by_role=actor.role,
        what=what,
        subject=subject,
    )


def log_list(actor: Actor, *, what: str, count: int) -> None:
    """Note that somebody opened a list of pupils: which kind, and how many stood on it; no names, no ids."""
    log_access(actor, what=what, subject=f"list:{count}")


def _require_any(actor: Actor, any_of: tuple[Permission, ...]) -> None:
    if any_of and not any(actor.may(p) for p in any_of):
        raise NotAllowed(
            f"Your role ({actor.role}) does not include “{any_of[0].value.replace('-', ' ')}”. "
            "Ask the person who manages staff accounts."
        )


def _count() -> None:
    count = _recorded.get()
    if count is None:
        raise RuntimeError("audit.record belongs inside an @action")
    _recorded.set(count + 1)
