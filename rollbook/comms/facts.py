"""What a letter can say of a pupil: asked of the parts of the office that know it (COM-B)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from rollbook.rules.actor import Actor

Facts = Mapping[int, Mapping[str, str]]
Tell = Callable[[Actor, Collection[int]], Facts]
# By pupil: with which contact (None is everybody) nobody may be in touch now, and why.
Holds = Mapping[int, Collection[tuple[int | None, str]]]
Hold = Callable[[Actor, Collection[int]], Holds]

# What this part knows itself, of one pupil or of brothers and sisters in one letter.
OF_EVERY_LETTER: Mapping[str, str] = {
    "pupil": "the pupil's name",
    "forename": "the forename",
    "form": "the form",
    "contact": "the people written to, as in “Ms Abiodun”",
    "school": "the school",
    "today": "the day of the letter, in words",
}
# What is typed when letters are written, for all of them.
TYPED: Mapping[str, str] = {
    "message": "what you write for these letters alone",
    "reply_by": "a day that you set, in words",
}


@dataclass(frozen=True, slots=True)
class _Known:
    fields: Mapping[str, str]
    tell: Tell


_known: dict[str, _Known] = {}
_holding: list[Hold] = []


def tells(part: str, fields: Mapping[str, str]) -> Callable[[Tell], Tell]:
    """Declare that a part of the office can put these fields into letters: by pupil, in few statements for all.

    A field for which nothing is known of a pupil is left out of the answer, or empty.
    """

    def declare(tell: Tell) -> Tell:
        taken = {name for other, known in _known.items() if other != part for name in known.fields}
        if doubled := (taken | {*OF_EVERY_LETTER, *TYPED}) & set(fields):
            raise ValueError(f"two parts tell {sorted(doubled)} of a pupil")
        _known[part] = _Known(dict(fields), tell)
        return tell

    return declare


def fields_known() -> Mapping[str, str]:
    """Every field that a template may hold, with what it stands for."""
    told = {name: says for known in _known.values() for name, says in known.fields.items()}
    return {**OF_EVERY_LETTER, **TYPED, **told}


def facts_of(actor: Actor, pupils: Collection[int], wanted: Collection[str]) -> Facts:
    """What is known of these pupils for the wanted fields; only those are asked who know one of them."""
    found: dict[int, dict[str, str]] = {pupil: {} for pupil in pupils}
    for known in _known.values():
        if set(wanted) & set(known.fields):
            for pupil, facts in known.tell(actor, pupils).items():
                found.setdefault(pupil, {}).update(facts)
    return found


def holds(ask: Hold) -> Hold:
    """Declare a part of the office that can hold all contact about a pupil."""
    if ask not in _holding:
        _holding.append(ask)
    return ask


def held(actor: Actor, pupils: Collection[int]) -> Mapping[tuple[int, int | None], str]:
    """Why nothing may go now, by pupil and contact (None is every contact)."""
    return {
        (pupil, contact): why
        for ask in _holding
        for pupil, those in ask(actor, pupils).items()
        for contact, why in those
    }
