"""Who is in the attendance register on a day, and the groups by which an unexpected closure reaches them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.pupils.queries.groups import groups_of
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.pupils.queries.members import members_of
from rollbook.registers.queries.awaited import REGISTRATION
from rollbook.rules.actor import Actor

KINDS = ("year", REGISTRATION, "house", "teaching")


@dataclass(frozen=True, slots=True)
class Reached:
    """A group, a room or a site that a part closure can be told by, with the pupils it reaches."""

    key: str
    name: str
    pupils: frozenset[str]


def affected(actor: Actor, days: Iterable[date]) -> Mapping[date, tuple[tuple[int, str], ...]]:
    """Everybody on a register of each day, as key and public id: five statements a day."""
    return {day: _on(actor, day) for day in sorted(set(days))}


def reached(
    actor: Actor, on: date, site_names: Mapping[int, str], *, kinds: tuple[str, ...] = KINDS, rooms_too: bool = True
) -> tuple[Reached, ...]:
    """Year groups, forms, houses, sets, then rooms and sites, each with its pupils: a fixed number of statements."""
    groups = {g.id: g for kind in kinds for g in groups_of(actor, kind, on) if g.size}
    members = members_of(actor, groups, on)
    public = public_ids_of(actor, {p for own in members.values() for p in own})
    own = {g: frozenset(public[p] for p in members.get(g, ())) for g in groups}
    found = [Reached(str(g.public_id), g.name, own[g.id]) for g in groups.values() if own[g.id]]
    forms = [g for g in groups.values() if g.kind == REGISTRATION]
    rooms = [(f"room:{g.room}", f"Room {g.room}", own[g.id]) for g in forms if g.room and rooms_too]
    sites = [(f"site:{g.site_id}", site_names.get(g.site_id, "Site"), own[g.id]) for g in forms if g.site_id]
    return (*found, *_together(rooms), *_together(sites))


def _on(actor: Actor, day: date) -> tuple[tuple[int, str], ...]:
    groups = [g.id for g in groups_of(actor, REGISTRATION, day) if g.size]
    keys = sorted({p for own in members_of(actor, groups, day).values() for p in own})
    public = public_ids_of(actor, keys)
    return tuple((key, public[key]) for key in keys if key in public)


def _together(places: Iterable[tuple[str, str, frozenset[str]]]) -> list[Reached]:
    found: dict[tuple[str, str], frozenset[str]] = {}
    for key, name, pupils in places:
        found[key, name] = found.get((key, name), frozenset()) | pupils
    return [Reached(key, name, pupils) for (key, name), pupils in sorted(found.items())]
