"""Whom a round of texts would reach about today's absences, in which words, and who is left out of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.absence.queries.contact_entries import ENDS, told_on
from rollbook.absence.queries.contact_holds import held_about
from rollbook.absence.queries.reasons import MissingPupil, without_reason
from rollbook.absence.words import wall_clock
from rollbook.comms.queries import slot_states
from rollbook.comms.queries.composing import Composed, compose
from rollbook.registers.queries.where_now import where_now
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.site.queries import seen_today

PURPOSE = "first-day"
WORDS = {
    half: "{school}: we know no reason for the absence of {forename} this "
    + half.label
    + ". Please reply or ring us now."
    for half in Half
}
GONE = "in this morning, not here now: look for them, do not text"


@dataclass(frozen=True, slots=True)
class Swept:
    """A pupil about whom no text goes, because they may be here after all, or must be looked for instead."""

    pupil: str
    why: str


@dataclass(frozen=True, slots=True)
class Round:
    """A round of texts as it would go now."""

    composed: Composed
    swept: tuple[Swept, ...]


def slot_of(on: date, half: Half, step: int = 1) -> str:
    """The slot that a step's message about a session fills, once for each pupil and contact."""
    return f"{PURPOSE}:{on.isoformat()}:{half.name}:{step}"


def session_of(slot: str) -> tuple[date, Half]:
    """The session that a slot of ours is about."""
    _, on, half, _ = slot.split(":")
    return date.fromisoformat(on), Half[half]


def families_to_text(actor: Actor, on: date, half: Half, words: str) -> Round:
    """The families without a reason in a session, after the sweep (ABS-B): a fixed number of statements.

    Not about pupils whom somebody saw at the desk or at breakfast club, who are in another room now,
    or who were here this morning: those are looked for. Not about those who have been written about.
    """
    missing = [m for family in without_reason(actor, on, half) for m in family.pupils]
    held = held_about(actor, on, [m.pupil.id for m in missing])
    left = {
        **swept(actor, on, half, missing, with_told=True),
        **{pupil: f"held by the safeguarding lead, ask {by}" for pupil, by in held.items()},
    }
    wanted = [m.pupil.id for m in missing if m.pupil.id not in left]
    composed = compose(
        actor,
        pupils=wanted,
        channel="text",
        slot=slot_of(on, half),
        words=words,
        all_told=False,
        purpose=PURPOSE,
        more_facts={"session": f"this {half.label}"},
    )
    return Round(composed, tuple(Swept(m.pupil.name, left[m.pupil.id]) for m in missing if m.pupil.id in left))


def why_not_now(
    actor: Actor, on: date, half: Half, groups: Collection[tuple[int, ...]]
) -> Mapping[tuple[int, ...], str]:
    """About which of these pupils (those of one text together) none need go any more, and why: a fixed number.

    A text goes while each of its pupils is missed as before.
    """
    missing = {m.pupil.id: m for family in without_reason(actor, on, half) for m in family.pupils}
    wanted = {pupil for pupils in groups for pupil in pupils if pupil in missing}
    seen = swept(actor, on, half, [missing[pupil] for pupil in sorted(wanted)], with_told=False)
    told = told_on(actor, on, half, wanted)
    reached = {pupil for pupil, one in told.items() if any(e.outcome in ENDS for e in one.entries)}
    return {pupils: _why_not(pupils, missing, seen, reached) for pupils in groups}


def _why_not(
    pupils: tuple[int, ...], missing: Mapping[int, MissingPupil], seen: Mapping[int, str], reached: Collection[int]
) -> str:
    if any(pupil not in missing for pupil in pupils):
        return "A reason is known, or the pupil is marked present"
    if why := next((f"{missing[pupil].pupil.forename}: {seen[pupil]}" for pupil in pupils if pupil in seen), ""):
        return why
    return "The family has been reached meanwhile" if set(pupils) <= set(reached) else ""


def swept(actor: Actor, on: date, half: Half, missing: list[MissingPupil], *, with_told: bool) -> Mapping[int, str]:
    """Who may be here after all, must be looked for instead, or (`with_told`) has been written about; and why."""
    ids = [m.pupil.id for m in missing]
    seen = {pupil: one.says for pupil, one in seen_today(actor, on, half, ids).items()} if ids else {}
    inside = where_now(actor, ids) if ids and on == actor.today else {}
    gone = {m.pupil.id: GONE for m in missing if m.was_in_before}
    told = slot_states(actor, slot_of(on, half), ids) if with_told else {}
    written = {pupil: f"{state.says} {wall_clock(state.since)}" for pupil, state in told.items()}
    return {**gone, **inside, **seen, **written}
