"""What is behind us without a reason, and against which clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rollbook.absence.queries import (
    Family,
    UnexplainedAbsence,
    unexplained,
)
from rollbook.home.queries.moment import Moment
from rollbook.pupils.queries import (
    PupilLine,
    RingLine,
    contacts_to_ring,
)
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session


@dataclass(frozen=True, slots=True)
class FromTheMorning:
    """In the afternoon: a pupil whose morning still stands without a reason, and who is not missing now."""

    pupil: PupilLine
    ring: RingLine | None


@dataclass(frozen=True, slots=True)
class PupilClocks:
    """A pupil's unexplained sessions, oldest first; the first one's clock is the most urgent."""

    pupil: PupilLine
    absences: tuple[UnexplainedAbsence, ...]

    @property
    def due(self) -> tuple[UnexplainedAbsence, ...]:
        """Those that must be settled today."""
        return tuple(a for a in self.absences if a.is_urgent)


def unexplained_before(actor: Actor, moment: Moment) -> tuple[UnexplainedAbsence, ...]:
    """Before today; in the afternoon the morning is behind us too."""
    if not actor.may(Permission.SEE_WATCH_LISTS):
        return ()
    return unexplained(actor, before=moment.on if moment.half is Half.PM else None)


def from_the_morning(
    actor: Actor, moment: Moment, found: Sequence[UnexplainedAbsence], families: Sequence[Family]
) -> tuple[FromTheMorning, ...]:
    if moment.half is Half.AM:
        return ()
    missing = {m.pupil.id for f in families for m in f.pupils}
    this_morning = Session(moment.on, Half.AM)
    pupils = [u.pupil for u in found if u.clock.session == this_morning and u.pupil.id not in missing]
    ring = contacts_to_ring(actor, [p.id for p in pupils])
    return tuple(FromTheMorning(p, ring.get(p.id)) for p in pupils)


def by_pupil(found: Sequence[UnexplainedAbsence]) -> tuple[PupilClocks, ...]:
    by_pupil: dict[int, list[UnexplainedAbsence]] = {}
    for absence in found:
        by_pupil.setdefault(absence.pupil.id, []).append(absence)
    return tuple(PupilClocks(own[0].pupil, tuple(own)) for own in by_pupil.values())
