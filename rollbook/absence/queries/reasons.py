"""Who is absent without a reason in a session: families together, the most vulnerable first (ABS-B)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.pupils.queries import (
    Flag,
    PupilLine,
    RingLine,
    contacts_to_ring,
    flags_of,
    pupil_lines,
    siblings_of,
)
from rollbook.registers.queries import marks_on
from rollbook.registers.queries.contact import contact_stopped
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half

NO_FLAG = 99


@dataclass(frozen=True, slots=True)
class MissingPupil:
    """A pupil marked N in this session; `was_in_before` when the morning's mark says present."""

    pupil: PupilLine
    flags: tuple[Flag, ...]
    version: int
    was_in_before: bool

    @property
    def rank(self) -> int:
        """A lower rank is seen first: a child protection plan before everything else."""
        return min((flag.rank for flag in self.flags), default=NO_FLAG)


@dataclass(frozen=True, slots=True)
class Family:
    """Pupils without a reason who live together, and whom to ring about them."""

    pupils: tuple[MissingPupil, ...]
    ring: RingLine | None

    @property
    def rank(self) -> int:
        return min(pupil.rank for pupil in self.pupils)


def without_reason(actor: Actor, on: date, half: Half) -> tuple[Family, ...]:
    """Every family with a pupil marked N in this session: a fixed number of statements.

    Nobody about whom contact is stopped (REG-M): the school closed suddenly, or knows why. Numbers are
    shown to those who may see contacts; flags to those who may see flags.
    """
    marks = marks_on(actor, on, half)
    ids = [pupil for pupil, mark in marks.items() if mark.code == "N"]
    stopped = contact_stopped(actor, on, half, ids) if ids else {}
    ids = [pupil for pupil in ids if pupil not in stopped]
    if not ids:
        return ()
    before = marks_on(actor, on, Half.AM, ids) if half is Half.PM else {}
    flags = flags_of(actor, ids, on)
    missing = {
        line.id: MissingPupil(
            pupil=line,
            flags=tuple(flags.get(line.id, ())),
            version=marks[line.id].version,
            was_in_before=line.id in before and before[line.id].code in ("/", "L"),
        )
        for line in pupil_lines(actor, ids, on)
    }
    ring = contacts_to_ring(actor, ids) if actor.may(Permission.SEE_CONTACTS) else {}
    families = (Family(group, _first(ring, group)) for group in _together(actor, missing))
    return tuple(sorted(families, key=lambda f: (f.rank, f.pupils[0].pupil.order)))


def _together(actor: Actor, missing: Mapping[int, MissingPupil]) -> list[tuple[MissingPupil, ...]]:
    """Siblings in one family, each family once, in the order of its first name in the list."""
    siblings = siblings_of(actor, tuple(missing), among=missing.keys())
    placed: set[int] = set()
    families = []
    for pupil in missing:
        if pupil in placed:
            continue
        family = [pupil, *(s.id for s in siblings.get(pupil, ()) if s.id in missing and s.id not in placed)]
        placed.update(family)
        families.append(tuple(sorted((missing[p] for p in family), key=lambda m: (m.rank, m.pupil.id))))
    return families


def _first(ring: Mapping[int, RingLine], family: tuple[MissingPupil, ...]) -> RingLine | None:
    return next((ring[m.pupil.id] for m in family if m.pupil.id in ring), None)
