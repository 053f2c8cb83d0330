"""What absence says when others ask: whether messages that wait in the outbox are still wanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from rollbook.absence.queries.chasing import PURPOSE as CHASE
from rollbook.absence.queries.chasing_round import unexplained_among
from rollbook.absence.queries.contact_holds import why_held
from rollbook.absence.queries.corrections import PURPOSE as CORRECTION
from rollbook.absence.queries.corrections import why_right_after_all
from rollbook.absence.queries.telling import PURPOSE, session_of, why_not_now
from rollbook.comms.wanted import Asked, asked_of_all, still_wanted
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half

Group = tuple[int, ...]


@still_wanted(CORRECTION)
def still_wrong(actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, str]:
    """A correction does not go where the child is marked missing again."""
    return _by_session(actor, asked, why_right_after_all)


@asked_of_all
def not_held(actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, str]:
    """Nothing goes about a child, or to a contact, that the safeguarding lead holds, whatever it is for."""
    held = why_held(actor, [(one.pupils, one.contact) for one in asked if one.contact is not None])
    return {one: held.get((one.pupils, one.contact), "") for one in asked if one.contact is not None}


@still_wanted(PURPOSE)
def still_missing(actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, str]:
    """A text about a child who has come, been explained, or been seen on site, is not sent."""
    return _by_session(actor, asked, why_not_now)


@still_wanted(CHASE)
def still_without_reason(actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, str]:
    """Nobody is asked once more for a reason that has been found meanwhile."""
    open_ones = unexplained_among(actor, {pupil for one in asked for pupil in one.pupils})
    return {one: "A reason is known now" for one in asked if not set(one.pupils) <= open_ones}


def _by_session(
    actor: Actor,
    asked: Sequence[Asked],
    ask: Callable[[Actor, date, Half, Sequence[Group]], Mapping[Group, str]],
) -> Mapping[Asked, str]:
    """Asked once for each session: a round is nearly always about one."""
    sessions: dict[tuple[date, Half], list[Asked]] = defaultdict(list)
    for one in asked:
        sessions[session_of(one.slot)].append(one)
    found: dict[Asked, str] = {}
    for (on, half), own in sessions.items():
        said = ask(actor, on, half, [one.pupils for one in own])
        found |= {one: said.get(one.pupils, "") for one in own}
    return found
