"""Whether messages that wait are still wanted: asked of the part of the office that asked for them.

The answer is given in the transaction that takes a message out of the outbox, or stands since nothing was done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """What a waiting message is about: the pupils by id, the contact (none for a colleague), the slot."""

    purpose: str
    pupils: tuple[int, ...]
    contact: int | None
    slot: str


StillWanted = Callable[[Actor, Sequence[Asked]], Mapping[Asked, str]]
"""Of some messages those that need not go, and why; asked of a whole round at once, so in a few statements.

The answer may rest on anything that is kept, but not on what became of other messages: hand-overs and
receipts do not have it asked again.
"""

_guards: dict[str, StillWanted] = {}
_of_all: list[StillWanted] = []


def still_wanted(purpose: str) -> Callable[[StillWanted], StillWanted]:
    """Declare who is asked about messages of a purpose; the answer names those that need not go, and why."""

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


def why_not(actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, str]:
    """Which of these messages need not go, and why; those that are wanted, or that nobody minds, are left out."""
    found: dict[Asked, str] = {}
    for ask in _of_all:
        found = {**_said(ask(actor, asked)), **found}
    by_purpose: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        if one not in found and one.purpose in _guards:
            by_purpose[one.purpose].append(one)
    for purpose, own in by_purpose.items():
        found |= _said(_guards[purpose](actor, own))
    return found


def _said(answers: Mapping[Asked, str]) -> dict[Asked, str]:
    return {one: why for one, why in answers.items() if why}
