"""Whether what is due is still wanted: asked once for a round, and again as soon as anything was done in the school."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import DatabaseError
from django.db.models import QuerySet

from rollbook.audit.events import name_of
from rollbook.audit.queries import Trail, nothing_done_since, trail_now
from rollbook.comms.events import HandOverBegun, HandOverEnded, MessageNotWanted, ReceiptCame
from rollbook.comms.models import Message, MessagePupil
from rollbook.comms.wanted import Asked, why_not
from rollbook.rules.actor import Actor

AT_ONCE = 200
UNASKED = "Rollbook could not find out whether this is still wanted, so it did not go."
OF_NO_MATTER = frozenset(map(name_of, (HandOverBegun, HandOverEnded, MessageNotWanted, ReceiptCame)))

log = logging.getLogger("rollbook.comms")


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a message does not go (empty when it does); `failed` when it could not be found out."""

    why: str = ""
    failed: bool = False


class Round:
    """The answers about the messages that are due; each is good until something is done in the school.

    Call it inside the transaction that has taken hold of the message: an answer given earlier counts there only if
    the trail says that nothing was done since it was given, otherwise all that is due are asked about again.
    """

    def __init__(self) -> None:
        self._answers: Mapping[int, Answer] = {}
        self._trail: Trail | None = None

    def answer(self, actor: Actor, row: Message, due: QuerySet[Message]) -> Answer:
        """What is said of this message now: one statement where nothing was done meanwhile."""
        if row.pk not in self._answers or not self._stands(actor):
            # The trail is looked at first: whatever is done while the question is asked has it asked again.
            self._trail = trail_now(actor, besides=OF_NO_MATTER)
            self._answers = _answers(actor, [row, *due.exclude(pk=row.pk)[: AT_ONCE - 1]])
        return self._answers[row.pk]

    def _stands(self, actor: Actor) -> bool:
        return self._trail is not None and nothing_done_since(actor, self._trail, besides=OF_NO_MATTER)


def _answers(actor: Actor, rows: Sequence[Message]) -> Mapping[int, Answer]:
    about = MessagePupil.objects.filter(message_id__in=[row.pk for row in rows]).order_by("pupil_id")
    pupils: dict[int, list[tuple[int, str]]] = {row.pk: [] for row in rows}
    for message, pupil, slot in about.values_list("message_id", "pupil_id", "slot"):
        pupils[message].append((pupil, slot))
    asked = {row.pk: _asked(row, pupils[row.pk]) for row in rows}
    answers = _asked_together(actor, tuple(dict.fromkeys(asked.values())))
    return {message: answers[one] for message, one in asked.items()}


def _asked(row: Message, pupils: Sequence[tuple[int, str]]) -> Asked:
    slot = row.slot or (pupils[0][1] if pupils else "")
    return Asked(row.purpose, tuple(pupil for pupil, _ in pupils), row.contact_id, slot)


def _asked_together(actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, Answer]:
    """All in one question; one that cannot be asked about is found by asking about each alone, and holds up nobody."""
    try:
        said = why_not(actor, asked)
    except DatabaseError:
        raise
    except Exception as error:
        log.warning("whether messages are wanted: %s", type(error).__name__)
        return {one: _asked_alone(actor, one) for one in asked}
    return {one: Answer(said.get(one, "")) for one in asked}


def _asked_alone(actor: Actor, asked: Asked) -> Answer:
    try:
        return Answer(why_not(actor, (asked,)).get(asked, ""))
    except DatabaseError:
        raise
    except Exception as error:
        log.warning("whether a message of purpose %s is wanted: %s", asked.purpose, type(error).__name__)
        return Answer(UNASKED, failed=True)
