"""A family asks for leave: one request, a case for each pupil, each once however often it is sent (LEA-2, LEA-3)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from rollbook.audit.actions import action, record
from rollbook.cases.actions import keep_in_case, open_case
from rollbook.cases.queries.situations import clock_calendar
from rollbook.processes.leave_request.actions.journeys import ask_safeguarding
from rollbook.processes.leave_request.events import LeaveAskedFor
from rollbook.processes.leave_request.facts import Facts
from rollbook.processes.leave_request.queries.licences import licence_for
from rollbook.processes.leave_request.queries.policy import leave_policy
from rollbook.pupils.queries.kin import lives_with, sexes_of
from rollbook.pupils.queries.spans import stays
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.leave import LICENSED, check_set_apart, check_wanted, usual_ground
from rollbook.rules.leave_travel import worth_asking
from rollbook.rules.process_facts import made
from rollbook.rules.refused import NotFound, Refused

LONGEST_AHEAD = timedelta(days=400)
A_WEEKEND = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What a family asked, for all of these pupils (keys); `said` are facts of the request by name.

    `contact` is who asked, where it is a contact of all of them; `files` are shown with it.
    """

    pupils: tuple[int, ...]
    said: Mapping[str, object]
    contact: int | None = None
    files: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)


@action(Permission.WORK_CASES)
def ask_for_leave(actor: Actor, *, request: uuid.UUID, asked: Asked) -> tuple[uuid.UUID, ...]:
    """Write down a request as it was asked, late ones too (COD-16); the cases, in the order of the pupils.

    Sent again it is the same request. Where a journey raises a question, the safeguarding lead is asked at once.
    """
    if not asked.pupils:
        raise Refused("Choose at least one pupil.")
    common = made(Facts, asked.said)
    _check(actor, common)
    calendar, policy = clock_calendar(actor), leave_policy(actor)
    lives = lives_with(actor, asked.contact, asked.pupils) if asked.contact is not None else {}
    people, sexes = stays(actor, actor.today, asked.pupils), sexes_of(actor, asked.pupils)
    if set(people) < set(asked.pupils):
        raise NotFound("There is no such pupil in this school.")
    answer_by = calendar.add(common.asked_on or actor.today, policy.answer_days)
    cases = []
    for pupil in dict.fromkeys(asked.pupils):
        known = lives.get(pupil)
        own = {
            **asked.said,
            "request": str(request),
            "answer_by": answer_by,
            **({} if known is None else {"lives_with": known}),
            **_licensed(actor, common, pupil),
        }
        cases.append(_open(actor, request, pupil, own, asked.files))
        if worry := _worries(calendar, made(Facts, own), people[pupil].born, sexes.get(pupil, "")):
            ask_safeguarding(actor, case=cases[-1], asked="\n".join(worry), by="Rollbook")
    record(actor, LeaveAskedFor(request, len(cases)))
    return tuple(cases)


def _check(actor: Actor, facts: Facts) -> None:
    if facts.wanted is None:
        raise Refused("Say which days are asked for, what for, and when the request came.")
    check_wanted(facts.wanted)
    check_set_apart(facts.wanted, facts.set_apart)
    if facts.wanted.asked_on > actor.today:
        raise Refused("The request cannot have come on a day that is still to come. Check the day.")
    if facts.wanted.last > actor.today + LONGEST_AHEAD:
        raise Refused("That is more than a year ahead. Check the year.")


def _open(
    actor: Actor, request: uuid.UUID, pupil: int, facts: Mapping[str, object], files: tuple[tuple[str, bytes], ...]
) -> uuid.UUID:
    said = made(Facts, facts)
    for_what = said.purpose.label if said.purpose else ""
    asked_on = min(said.asked_on or actor.today, actor.today)
    case = open_case(
        actor,
        process="leave_request",
        pupil=pupil,
        why=f"{for_what}: {said.days_say}",
        rule="LEA-1",
        source=f"leave:{request}:{pupil}",
        facts=facts,
        opened_on=asked_on,
    )
    for name, data in files:
        keep_in_case(actor, case=case, name=name, data=data)
    return case


def _licensed(actor: Actor, facts: Facts, pupil: int) -> dict[str, object]:
    if facts.wanted is None or facts.permit is not None or usual_ground(facts.wanted.purpose) not in LICENSED:
        return {}
    licence = licence_for(actor, pupil, facts.wanted.first, facts.wanted.last)
    if licence is None:
        return {}
    return {
        "licence": licence.number,
        "licensed_by": licence.authority,
        "licence_first": licence.first,
        "licence_last": licence.last,
    }


def _worries(calendar: SchoolCalendar, facts: Facts, born: date, sex: str) -> tuple[str, ...]:
    if facts.journey is None:
        return ()
    first, last = facts.journey.first, facts.journey.last
    return worth_asking(
        facts.journey, born=born, sex=sex, weeks_off_before_or_after=_runs_into_a_holiday(calendar, first, last)
    )


def _runs_into_a_holiday(calendar: SchoolCalendar, first: date, last: date) -> bool:
    """Whether the school does not meet for more than a weekend right before or right after these days."""
    before = calendar.between(first - timedelta(days=60), first - timedelta(days=1))
    after = calendar.add(last, 1)
    return bool(before and (first - before[-1]).days > A_WEEKEND) or bool(after and (after - last).days > A_WEEKEND)
