"""What a safeguarding lead must know now: who must be seen first, who cannot be reached, holds, visits, searches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rollbook.absence.queries import ContactState, contact_states, without_reason
from rollbook.absence.queries.contact_holds import HoldLine, holds_on
from rollbook.absence.queries.visits import VisitsBoard, visits_board
from rollbook.audit.once import read_once
from rollbook.home.queries.around import Alarms, alarms
from rollbook.home.queries.moment import Moment, Stage, moment_of
from rollbook.home.queries.seen_first import SeenFirst, seen_first
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.identifying import keys_on_roll
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Safeguarding:
    """Everything here is about children who may be in danger; whoever opens it is noted by the page."""

    moment: Moment
    alarms: Alarms
    first: tuple[SeenFirst, ...]
    unreachable: tuple[tuple[PupilLine, ContactState], ...]
    holds: tuple[tuple[PupilLine, HoldLine], ...]
    visits: VisitsBoard


def safeguarding(actor: Actor) -> Safeguarding:
    """The safeguarding lead's page: a fixed number of statements."""
    actor.require(Permission.HOLD_CONTACT)
    actor.require(Permission.SEE_FLAGS)
    with read_once():
        moment = moment_of(actor)
        begun = moment.stage not in (Stage.NO_SCHOOL, Stage.BEFORE)
        families = without_reason(actor, moment.on, moment.half) if begun else ()
        missing = [m.pupil for family in families for m in family.pupils]
        contact = contact_states(actor, moment.on, moment.half, [pupil.id for pupil in missing])
        return Safeguarding(
            moment=moment,
            alarms=alarms(actor),
            first=seen_first(actor, moment, families, contact) if begun else (),
            unreachable=tuple((p, contact[p.id]) for p in missing if _unreachable(contact, p)),
            holds=_holds(actor, moment),
            visits=visits_board(actor),
        )


def _unreachable(contact: Mapping[int, ContactState], pupil: PupilLine) -> bool:
    return pupil.id in contact and contact[pupil.id].outcome == UNREACHABLE


def _holds(actor: Actor, moment: Moment) -> tuple[tuple[PupilLine, HoldLine], ...]:
    held = holds_on(actor, moment.on, keys_on_roll(actor, moment.on))
    lines = pupil_lines(actor, tuple(held), moment.on)
    return tuple((line, hold) for line in lines for hold in held[line.id])
