"""Vulnerable pupils whom nobody has seen in this session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rollbook.absence.queries import ContactState, Family
from rollbook.home.queries.moment import Moment, Stage
from rollbook.pupils.queries import (
    VULNERABILITY,
    Flag,
    PupilLine,
    RingLine,
    contacts_to_ring,
    flags_of,
    pupil_lines,
)
from rollbook.pupils.queries.with_flag import pupils_with_any
from rollbook.registers.queries import marks_on
from rollbook.registers.queries.contact import contact_stopped
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

# Child protection, looked after, social worker, child in need: looked for before anyone else.
SEEN_FIRST = frozenset(VULNERABILITY[:4])
UNAWARE = "unaware"


@dataclass(frozen=True, slots=True)
class SeenFirst:
    """Vulnerable pupils whom nobody has seen in this session: marked N, or not marked though it closed.

    The first of `pupils` is the most vulnerable; the others are brothers and sisters marked N as well.
    `unaware` when the family said that they believe the child is in school: the missing-child steps.
    """

    pupils: tuple[PupilLine, ...]
    flags: tuple[Flag, ...]
    marked: bool
    was_in_before: bool
    ring: RingLine | None
    unaware: bool = False

    @property
    def rank(self) -> int:
        return -1 if self.unaware else min((flag.rank for flag in self.flags), default=len(VULNERABILITY))


def seen_first(
    actor: Actor, moment: Moment, families: Sequence[Family], contact: Mapping[int, ContactState]
) -> tuple[SeenFirst, ...]:
    """Vulnerable pupils marked N, and once registers have closed those without any mark: five statements.

    Also whoever the family believes to be in school, vulnerable or not (ABS-B).
    """
    sees_flags = actor.may(Permission.SEE_FLAGS)
    found = [_family_first(f, contact) for f in families if is_first(f, contact, flags=sees_flags)]
    if moment.stage is not Stage.OPEN and sees_flags:
        found += _unmarked(actor, moment)
    return tuple(sorted(found, key=lambda s: (s.rank, s.pupils[0].order)))


def is_first(family: Family, contact: Mapping[int, ContactState], *, flags: bool) -> bool:
    """Whether these are looked for before anyone else is rung: by their flags, or because their family is unaware."""
    return _is_unaware(family, contact) or (flags and any(_looked_for(m.flags) for m in family.pupils))


def _is_unaware(family: Family, contact: Mapping[int, ContactState]) -> bool:
    return any(m.pupil.id in contact and contact[m.pupil.id].outcome == UNAWARE for m in family.pupils)


def _family_first(family: Family, contact: Mapping[int, ContactState]) -> SeenFirst:
    return SeenFirst(
        pupils=tuple(m.pupil for m in family.pupils),
        flags=tuple(dict.fromkeys(flag for m in family.pupils for flag in m.flags)),
        marked=True,
        was_in_before=any(m.was_in_before for m in family.pupils),
        ring=family.ring,
        unaware=_is_unaware(family, contact),
    )


def _unmarked(actor: Actor, moment: Moment) -> list[SeenFirst]:
    marked = marks_on(actor, moment.on, moment.half)
    # From the few who have such a flag, not from everybody who has no mark yet.
    ids = [pupil for pupil in pupils_with_any(actor, SEEN_FIRST, moment.on) if pupil not in marked]
    stopped = contact_stopped(actor, moment.on, moment.half, ids)
    ids = [pupil for pupil in ids if pupil not in stopped]
    flags = {p: f for p, f in flags_of(actor, ids, moment.on).items() if _looked_for(f)}
    lines = [p for p in pupil_lines(actor, tuple(flags), moment.on) if _expected(p, moment.on)]
    ring = contacts_to_ring(actor, [p.id for p in lines])
    return [SeenFirst((p,), flags[p.id], False, False, ring.get(p.id)) for p in lines]


def _looked_for(flags: Iterable[Flag]) -> bool:
    return any(flag.kind in SEEN_FIRST for flag in flags)


def _expected(pupil: PupilLine, on: date) -> bool:
    here = pupil.first_day is not None and pupil.first_day <= on and (pupil.last_day is None or pupil.last_day >= on)
    return here and not pupil.boarder and bool(pupil.registration)
