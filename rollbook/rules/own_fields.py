"""Fields that a school adds for itself: what kinds there are, who may know them, what a sound one is.

Our own rules (REP-H); the law asks for none of these fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.names import plain
from rollbook.rules.refused import Refused

LONGEST_NAME = 40
LONGEST_HELP = 200
LONGEST_WORDS = 120
LONGEST_LONG_WORDS = 2_000
MOST_CHOICES = 60


class FieldKind(StrEnum):
    """What is written into a field."""

    WORDS = "words"
    LONG_WORDS = "long-words"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes-no"
    CHOICE = "choice"


KINDS: dict[FieldKind, str] = {
    FieldKind.WORDS: "A few words",
    FieldKind.LONG_WORDS: "Longer words",
    FieldKind.NUMBER: "A number",
    FieldKind.DAY: "A day",
    FieldKind.YES_NO: "Yes or no",
    FieldKind.CHOICE: "One of a list of choices",
}


class Audience(StrEnum):
    """Who may know what stands in a field: a tier of those who see the pupil at all."""

    EVERYBODY = "everybody"
    CONTACTS = "contacts"
    FEW = "few"


AUDIENCES: dict[Audience, str] = {
    Audience.EVERYBODY: "Everybody who sees the pupil",
    Audience.CONTACTS: "Those who see the pupil’s contacts",
    Audience.FEW: "Those who see what makes a pupil vulnerable: encrypted, and every look is noted",
}
_SEES: dict[Audience, frozenset[Permission]] = {
    Audience.EVERYBODY: frozenset({Permission.SEE_ALL_PUPILS, Permission.SEE_OWN_PUPILS}),
    Audience.CONTACTS: frozenset({Permission.SEE_CONTACTS}),
    Audience.FEW: frozenset({Permission.SEE_FLAGS}),
}
EDITS = (Permission.EDIT_PUPILS, Permission.EDIT_NEEDS)


@dataclass(frozen=True, slots=True)
class FieldShape:
    """A field as it is asked for: `choices` in their order, for the kind CHOICE alone; `dated` asks since when."""

    name: str
    kind: FieldKind
    audience: Audience = Audience.EVERYBODY
    help: str = ""
    choices: tuple[str, ...] = ()
    dated: bool = False

    @property
    def sealed(self) -> bool:
        """Whether its words are encrypted at rest and every look at them is noted."""
        return self.audience is Audience.FEW


def audiences_of(permissions: frozenset[Permission]) -> frozenset[Audience]:
    """The tiers of fields that these permissions open."""
    return frozenset(tier for tier, wants in _SEES.items() if wants & permissions)


def may_edit(permissions: frozenset[Permission], audience: Audience) -> bool:
    """Whether a person may write into a field: who may read it and changes pupils or their needs."""
    return audience in audiences_of(permissions) and any(one in permissions for one in EDITS)


def require_edit(actor: Actor, audience: Audience) -> None:
    if not may_edit(actor.permissions, audience):
        raise Refused(f"Your role ({actor.role}) does not write into this field. Ask the office to enter it.")


def sound(shape: FieldShape) -> FieldShape:
    """The field with its words tidied. Raises Refused for what cannot be one, with what to do."""
    name, help_ = _tidy(shape.name), _tidy(shape.help)
    if not name:
        raise Refused("Give the field a name, for example “Locker” or “Bus pass number”.")
    _fits(name, LONGEST_NAME, "The name")
    _fits(help_, LONGEST_HELP, "The help sentence")
    choices = tuple(choice for choice in map(_tidy, shape.choices) if choice)
    if shape.kind is FieldKind.CHOICE:
        _require_choices(choices)
    return FieldShape(
        name=name,
        kind=shape.kind,
        audience=shape.audience,
        help=help_,
        choices=choices if shape.kind is FieldKind.CHOICE else (),
        dated=shape.dated,
    )


def require_change(old: FieldShape, new: FieldShape, used: frozenset[str]) -> None:
    """Refuse a change that would make kept values unreadable or open them to more people.

    `used` are the choices that stand for some pupil.
    """
    if new.kind is not old.kind:
        raise Refused("The kind of a field stays as it was made. Retire this one and add another.")
    if new.sealed is not old.sealed:
        raise Refused("A field stays encrypted, or not, as it was made. Retire this one and add another.")
    if missing := sorted(used - set(new.choices)) if new.kind is FieldKind.CHOICE else []:
        raise Refused(f"“{missing[0]}” stands for a pupil. Keep it in the list, or change those pupils first.")


def _require_choices(choices: tuple[str, ...]) -> None:
    if len(choices) < 2:
        raise Refused("Write at least two choices, one on each line.")
    if len(choices) > MOST_CHOICES:
        raise Refused(f"These are {len(choices)} choices; at most {MOST_CHOICES} fit in a list.")
    seen: set[str] = set()
    for choice in choices:
        _fits(choice, LONGEST_WORDS, "A choice")
        if plain(choice) in seen:
            raise Refused(f"“{choice}” is in the list twice.")
        seen.add(plain(choice))


def _fits(text: str, most: int, what: str) -> None:
    if len(text) > most:
        raise Refused(f"{what} has {len(text)} characters; at most {most} fit.")


def _tidy(text: str) -> str:
    return " ".join(text.split())
