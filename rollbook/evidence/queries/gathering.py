"""The exhibits of a bundle: what every part of the office can show of a matter, in an order (LEG-8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from rollbook.cases.queries.exhibits import cases_shown
from rollbook.comms.queries.exhibits import letters_shown, messages_shown
from rollbook.evidence.queries.bundles import BundlePage
from rollbook.evidence.queries.own import Register, own_exhibits, register_of
from rollbook.meetings.queries.exhibits import minutes_shown
from rollbook.rules.actor import Actor
from rollbook.rules.exhibits import Exhibit, ExhibitKind, Matter

Gatherer = Callable[[Actor, Matter], tuple[Exhibit, ...]]

# A part that has something to show adds its query here. Each asks as the actor, and of one parent alone.
GATHERERS: tuple[Gatherer, ...] = (letters_shown, messages_shown, minutes_shown, cases_shown)
_TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir"}
_ORDER = {kind: n for n, kind in enumerate(ExhibitKind)}


@dataclass(frozen=True, slots=True)
class Placed:
    """An exhibit in its place: whether it is in, what it is called there, and which of its pages (0 is the first)."""

    exhibit: Exhibit
    is_in: bool
    label: str
    pages_said: str = ""

    @property
    def key(self) -> str:
        return self.exhibit.key


@dataclass(frozen=True, slots=True)
class Gathered:
    """The exhibits of a bundle in their order, and the register they were made from."""

    placed: tuple[Placed, ...]
    register: Register

    @property
    def included(self) -> tuple[Placed, ...]:
        return tuple(one for one in self.placed if one.is_in)


def gathered(actor: Actor, of: BundlePage) -> Gathered:
    """Everything that can be shown, as it was arranged: a fixed number of statements, and one for each file read."""
    register = register_of(actor, of.matter)
    found = [*own_exhibits(actor, of, register)]
    for gather in GATHERERS:
        found += gather(actor, of.matter)
    found += [
        Exhibit(one.key, ExhibitKind.FILE, one.title, _pages(one.pages), file=UUID(one.clean))
        for one in of.choices.files
    ]
    return Gathered(_placed(of, found), register)


def _placed(of: BundlePage, found: list[Exhibit]) -> tuple[Placed, ...]:
    choices = of.choices
    usual = sorted(found, key=lambda one: (_ORDER[one.kind], one.on or of.matter.first))
    chosen = {key: n for n, key in enumerate(choices.order)}
    # What has come since is put behind the last of its kind, or where its kind usually stands.
    ordered = sorted(usual, key=lambda one: chosen.get(one.key, _near(one, usual, chosen)))
    placed, number = [], 0
    for one in ordered:
        is_in = one.key not in choices.left_out and (not one.aside or one.key in choices.put_in)
        label = ""
        if is_in and one.kind is not ExhibitKind.STATEMENT:
            number += 1
            label = label_of(of.told.witness.name, number)
        placed.append(Placed(one, is_in, label, choices.pages.get(one.key, "")))
    return tuple(placed)


def label_of(witness: str, number: int) -> str:
    """What an exhibit is called: by the initials of who produces it, as courts do; without a name, its number."""
    names = [part for part in witness.replace(".", " ").split() if part.casefold() not in _TITLES]
    initials = "".join(part[0] for part in names if part[0].isalpha()).upper()
    return f"{initials}/{number}" if len(initials) > 1 else f"Exhibit {number}"


def _near(one: Exhibit, usual: list[Exhibit], chosen: dict[str, int]) -> float:
    before = usual[: usual.index(one)]
    places = [chosen[other.key] for other in before if other.key in chosen]
    return (places[-1] if places else -1) + 0.5


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
