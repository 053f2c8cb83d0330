"""What the steps of a request do beside being recorded: plan what was granted, tell the safeguarding lead."""

from __future__ import annotations

from dataclasses import replace

from rollbook.cases.doing import CaseRef, does
from rollbook.processes.leave_request.actions.journeys import begin_check, end_check
from rollbook.processes.leave_request.actions.licences import Permitted, keep_licence
from rollbook.processes.leave_request.facts import GRANTED, PARTLY, Facts
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.registers.actions.planning_many import Pattern, end_plans, plan_absences
from rollbook.registers.queries.standing_between import known_between, plans_made_by
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import Days
from rollbook.rules.leave import LICENSED, Ground, usual_ground
from rollbook.rules.process import Taken
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse
from rollbook.work.queries.standing_in import standing_in

BASIS = "leave"
FESTIVAL = "R"


@does("leave_request", "decide")
def plan_what_was_granted(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """Plan the sessions granted, and a festival's own day; a refusal plans nothing (COD-13, COD-16, REG-16)."""
    _require_head(actor)
    planning = replace(actor, permissions=actor.permissions | {Permission.AMEND_MARKS})
    days = _granted(facts, taken.choice)
    _require_ahead(actor, case, days)
    if facts.set_apart is not None and facts.set_apart >= actor.today:
        _plan(planning, case, Days(facts.set_apart, facts.set_apart), FESTIVAL, "Day set apart", facts)
    ground = facts.ground or (usual_ground(facts.purpose) if facts.purpose else None)
    if days is None or ground is None:
        return
    for run in _without(days, facts):
        _plan(planning, case, run, ground.code, _note(facts, ground, taken), facts)


@does("leave_request", "take-back:decide")
@does("leave_request", "withdraw")
def withdraw_plans(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """What was planned is withdrawn; marks made by then stand."""
    planning = replace(actor, permissions=actor.permissions | {Permission.AMEND_MARKS})
    if plans := plans_made_by(actor, BASIS, str(case.public_id)):
        end_plans(planning, plan_ids=plans)


@does("leave_request", "refer")
def tell_safeguarding(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """The safeguarding lead has a task, and the question a place of its own (LEA-5)."""
    begin_check(actor, case=case.public_id, pupil=case.pupil)


@does("leave_request", "looked")
def answer(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """The question is answered."""
    end_check(actor, case=case.public_id, answer=taken.choice)


@does("leave_request", "licence")
def keep(actor: Actor, case: CaseRef, taken: Taken, facts: Facts) -> None:
    """A licence that is recorded for a request is on record for the child (LEA-4)."""
    if facts.permit is None:
        return
    kind = "abroad" if facts.purpose and usual_ground(facts.purpose) is Ground.WORK_ABROAD else "performance"
    permitted = Permitted(kind, facts.permit.number, facts.permit.authority, facts.permit.first, facts.permit.last)
    keep_licence(actor, pupil=case.pupil, licence=permitted)


def _require_head(actor: Actor) -> None:
    """Only the head, or who stands in for the head today (LEA-1)."""
    if actor.user_id is None and actor.role == Role.SYSTEM.label:
        raise refuse("LEA-1", "Leave is decided by a person.")
    around = standing_in(actor)
    if Role.HEAD in around.roles or any(Role.HEAD in one.roles for one in around.colleagues):
        return
    raise refuse("LEA-1", "Only the head decides about leave, or who stands in for the head today.")


def _require_ahead(actor: Actor, case: CaseRef, days: Days | None) -> None:
    """A session of today that is marked has begun, and no leave reaches back to it (COD-16)."""
    if days is None or days.first > actor.today:
        return
    known = known_between(actor, [case.pupil], actor.today, actor.today)
    if any(one.code for one in known.values()):
        raise refuse("COD-16", f"A session of {in_words(actor.today)} is marked already. Grant only days to come.")


def _granted(facts: Facts, choice: str) -> Days | None:
    if choice == GRANTED and facts.first is not None and facts.last is not None:
        return Days(facts.first, facts.last)
    return facts.named if choice == PARTLY else None


def _without(days: Days, facts: Facts) -> tuple[Days, ...]:
    """The days granted as runs, without the festival's own day."""
    if facts.set_apart is None or facts.set_apart not in days:
        return (days,)
    before = [day for day in days if day < facts.set_apart]
    after = [day for day in days if day > facts.set_apart]
    return tuple(Days(run[0], run[-1]) for run in (before, after) if run)


def _plan(actor: Actor, case: CaseRef, days: Days, code: str, note: str, facts: Facts) -> None:
    plan_absences(
        actor,
        pupils=[str(public_ids_of(actor, [case.pupil])[case.pupil])],
        first=days.first,
        last=days.last,
        code=code,
        note=note,
        patterns=(Pattern("12345", "".join(str(int(half)) for half in sorted(facts.halves))),),
        basis=BASIS,
        basis_id=str(case.public_id),
    )


def _note(facts: Facts, ground: Ground, taken: Taken) -> str:
    licence = f" under licence {facts.permit.number}" if ground in LICENSED and facts.permit else ""
    return f"Leave granted by {taken.by} on {in_words(taken.on)}{licence}"
