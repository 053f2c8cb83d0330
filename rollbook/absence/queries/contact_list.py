"""The list of the morning: missing children's families by what is to be done, the riskiest first (ABS-B)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.absence.queries.contact import ContactState, state_of
from rollbook.absence.queries.contact_entries import Told, standing_on, told_on
from rollbook.absence.queries.contact_plan import Plan, Planned, contact_plan
from rollbook.absence.queries.corrections import Wrong, wrong_messages
from rollbook.absence.queries.reasons import Family
from rollbook.absence.queries.unreachable import Escalation, escalations
from rollbook.audit.actions import log_list
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half


class Lane(StrEnum):
    """What is to be done about a family, the most pressing first."""

    MISSING = "missing"
    UNREACHABLE = "unreachable"
    RING = "ring"
    REACHING = "reaching"
    LOOK = "look"
    HELD = "held"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One family with its missing children; `escalations` where nobody can be reached."""

    lane: Lane
    family: Family
    pupils: tuple[Planned, ...]
    escalations: tuple[Escalation, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A child about whom the family was reached for, and who is not missing any more."""

    pupil: PupilLine
    state: ContactState


@dataclass(frozen=True, slots=True)
class MorningList:
    """The session's list: the plan, its families, who is settled since, and what was wrong."""

    plan: Plan
    families: tuple[FamilyLine, ...]
    settled: tuple[Settled, ...]
    wrong: tuple[Wrong, ...]

    def lane(self, lane: Lane) -> tuple[FamilyLine, ...]:
        return tuple(line for line in self.families if line.lane is lane)


def morning_list(actor: Actor, on: date, half: Half) -> MorningList:
    """Everything the list shows, in a fixed number of statements; that it was read is noted."""
    plan = contact_plan(actor, on, half)
    found = {planned.missing.pupil.id: planned for planned in plan.pupils}
    families = tuple(_family(plan, family, tuple(found[m.pupil.id] for m in family.pupils)) for family in plan.families)
    if families:
        log_list(actor, what="families to reach", count=len(families))
    return MorningList(plan, families, _settled(actor, on, half, set(found)), wrong_messages(actor, on, half))


def _family(plan: Plan, family: Family, pupils: tuple[Planned, ...]) -> FamilyLine:
    lane = min((_lane(planned) for planned in pupils), key=list(Lane).index)
    steps = next((e for e in (escalations(plan.school, p.told) for p in pupils) if e), ())
    return FamilyLine(lane, family, pupils, steps if lane is Lane.UNREACHABLE else ())


def _lane(planned: Planned) -> Lane:
    outcome = planned.state.outcome
    if outcome == "unaware" or planned.is_gone:
        return Lane.MISSING
    if planned.state.held_by:
        return Lane.HELD
    if outcome == "unreachable":
        return Lane.UNREACHABLE
    if outcome in ("aware", "answered", "found") or planned.state.state == "answered":
        return Lane.REACHED
    if planned.swept:
        return Lane.LOOK
    return Lane.RING if planned.state.to_ring else Lane.REACHING


def _settled(actor: Actor, on: date, half: Half, missing: set[int]) -> tuple[Settled, ...]:
    gone = [pupil for pupil in standing_on(actor, on, half) if pupil not in missing]
    told = told_on(actor, on, half, gone)
    return tuple(Settled(line, state_of(told.get(line.id, Told()))) for line in pupil_lines(actor, gone, on))
