"""Whether a message that waits is still wanted: asked of the part of the office that asked for it.

The answer is given in the transaction that takes the message out of the outbox.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """What a waiting message is about: the pupils by id, the contact (none for a colleague), the slot."""

    purpose: str
    pupils: tuple[int, ...]
    contact: int | None
    slot: str


StillWanted = Callable[[Actor, Asked], str]

_guards: dict[str, StillWanted] = {}
_of_all: list[StillWanted] = []


def still_wanted(purpose: str) -> Callable[[StillWanted], StillWanted]:
    """Declare who is asked about messages of a purpose; the answer is empty, or says why it need not go."""

    def declare(ask: StillWanted) -> StillWanted:
        if _guards.get(purpose, ask) is not ask:
            raise ValueError(f"two guards for messages of purpose “{purpose}”")
        _guards[purpose] = ask
        return ask

    return declare


def asked_of_all(ask: StillWanted) -> StillWanted:
    """Declare who is asked about messages of every purpose, before those who asked for them."""
    if ask not in _of_all:
        _of_all.append(ask)
    return ask


def why_not(actor: Actor, asked: Asked) -> str:
    """Why a message need not go; empty when it is wanted, or nobody minds."""
    for ask in _of_all:
        if why := ask(actor, asked):
            return why
    guard = _guards.get(asked.purpose)
    return guard(actor, asked) if guard else ""
