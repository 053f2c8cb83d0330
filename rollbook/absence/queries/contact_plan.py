"""What comes next about every family of a session: one plan, read by the job that climbs and by the list (ABS-B)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from django.db.models import Q

from rollbook.absence.models import ContactRound, ReportPupil, SweepTick
from rollbook.absence.queries.contact import ContactState, state_of
from rollbook.absence.queries.contact_entries import Told, told_on
from rollbook.absence.queries.contact_holds import HoldLine, holds_on
from rollbook.absence.queries.contact_ladders import OwnLadder, SchoolLadder, Starts, contact_ladder_on, own_ladders
from rollbook.absence.queries.reasons import Family, MissingPupil, without_reason
from rollbook.absence.queries.telling import GONE, swept
from rollbook.comms.queries.reaching import reachable_by
from rollbook.pupils.queries.reaching import Way, ways_to_reach
from rollbook.rules.actor import Actor
from rollbook.rules.contact_ladder import RING, Comes, Person, State, Step, next_step, waited_out
from rollbook.rules.sessions import Half
from rollbook.schools.queries import SessionTimes, times_of
from rollbook.schools.queries.times import window_of

WAITS_FOR_REPORT = "A report about this pupil waits to be filed"


@dataclass(frozen=True, slots=True)
class Tick:
    """A place of the sweep, and who looked there when; neither while it is open."""

    place: str
    at: datetime | None = None
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """One missing pupil: what stands, what comes next, and why nobody is asked where that is so."""

    missing: MissingPupil
    told: Told
    state: ContactState
    step: Step
    people: tuple[Person, ...]
    swept: str
    starts: datetime

    @property
    def is_gone(self) -> bool:
        """In this morning and missing now: looked for, never texted about (ABS-B)."""
        return self.missing.was_in_before


@dataclass(frozen=True, slots=True)
class Plan:
    """The session's plan: its ladder, whether it has begun, the sweep, and families by risk."""

    on: date
    half: Half
    school: SchoolLadder
    began_at: datetime | None
    began_by: str
    closes: datetime | None
    ticks: tuple[Tick, ...]
    families: tuple[Family, ...]
    pupils: tuple[Planned, ...]

    @property
    def is_swept(self) -> bool:
        return all(tick.at for tick in self.ticks)

    def due(self) -> tuple[Planned, ...]:
        return tuple(p for p in self.pupils if p.step.comes is Comes.DUE)

    def of(self, pupil: int) -> Planned | None:
        return next((p for p in self.pupils if p.missing.pupil.id == pupil), None)


def contact_plan(actor: Actor, on: date, half: Half) -> Plan:
    """What comes next about every pupil without a reason in a session: a fixed number of statements."""
    school = contact_ladder_on(actor, on)
    began = ContactRound.objects.filter(school_id=actor.school, on=on, half=int(half)).first()
    families = without_reason(actor, on, half)
    missing = [m for family in families for m in family.pupils]
    ids = [m.pupil.id for m in missing]
    times = times_of(actor, on)
    plan = Plan(
        on=on,
        half=half,
        school=school,
        began_at=began.began_at if began else None,
        began_by=began.by_name if began else "",
        closes=first_close(times, half),
        ticks=_ticks(actor, on, half, school),
        families=families,
        pupils=(),
    )
    if not ids:
        return plan
    facts = _Facts(
        told=told_on(actor, on, half, ids),
        holds=holds_on(actor, on, ids),
        own=own_ladders(actor, ids, on),
        swept=swept(actor, on, half, missing, with_told=False),
        waiting=_reports_waiting(actor, on, ids),
        ways=ways_to_reach(actor, ids),
        channels={},
    )
    facts = replace(facts, channels=reachable_by(actor, [way for ways in facts.ways.values() for way in ways]))
    of = partial(_planned, actor, plan, times, facts)
    return replace(plan, pupils=tuple(of(m) for m in missing))


def first_close(times: SessionTimes, half: Half) -> datetime | None:
    """When the first register of a session closes, or None where no times are set."""
    windows = [window_of([row], times.on, half, row.nc_year, row.site_id) for row in times.rows if row.half == half]
    return min((w.closes for w in windows if w), default=None)


def nobody_reached(plan: Plan, planned: Planned, now: datetime) -> bool:
    """Whether every step has been taken, the last wait is over, and nobody has answered (ABS-D).

    A call that nobody has made yet is no call without an answer.
    """
    if planned.step.comes is not Comes.AT_END or plan.began_at is None or planned.state.outcome == "unreachable":
        return False
    if any(a.channel == RING and a.state is State.QUEUED for a in planned.told.attempts):
        return False
    wait = plan.school.ladder.steps[-1].wait if plan.school.ladder.steps else 0
    return waited_out(planned.told.attempts, now, wait)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the statements found, by pupil."""

    told: Mapping[int, Told]
    holds: Mapping[int, tuple[HoldLine, ...]]
    own: Mapping[int, OwnLadder]
    swept: Mapping[int, str]
    waiting: frozenset[int]
    ways: Mapping[int, tuple[Way, ...]]
    channels: Mapping[int, frozenset[str]]


def _planned(actor: Actor, plan: Plan, times: SessionTimes, facts: _Facts, missing: MissingPupil) -> Planned:
    pupil = missing.pupil.id
    told = facts.told.get(pupil, Told())
    holds = facts.holds.get(pupil, ())
    whole = next((hold for hold in holds if hold.contact is None), None)
    people = _people(facts.ways.get(pupil, ()), facts.channels, {hold.contact for hold in holds})
    window = window_of(times.rows, plan.on, plan.half, missing.pupil.nc_year)
    closes = window.closes if window else plan.closes or actor.now
    starts = max(closes, plan.began_at or closes)
    own = facts.own.get(pupil)
    ladder = plan.school.ladder
    if own is not None:
        ladder = replace(ladder, first=own.first, never=own.never)
    stopped = whole.says if whole else _stopped(facts, told, pupil) or _not_begun(plan, actor.now)
    step = next_step(ladder, told.attempts, actor.now, people, starts=starts, stopped=stopped)
    state = state_of(told, whole.by_name if whole else "")
    return Planned(missing, told, state, step, people, facts.swept.get(pupil, ""), starts)


def _stopped(facts: _Facts, told: Told, pupil: int) -> str:
    """Why nobody is asked about a pupil any more: an outcome, a trace in the building, a report that waits."""
    if told.outcome is not None and told.outcome.outcome == "unreachable":
        return "Nobody can be reached"
    if pupil in facts.swept:
        return GONE if facts.swept[pupil] == GONE else facts.swept[pupil]
    return WAITS_FOR_REPORT if pupil in facts.waiting else ""


def _not_begun(plan: Plan, now: datetime) -> str:
    if plan.began_at is not None and plan.began_at <= now:
        return ""
    if plan.school.starts == Starts.PRESSED:
        return "Goes when you press Start"
    if plan.school.starts == Starts.SWEPT and not plan.is_swept:
        return "Goes once the sweep is ticked"
    return "Goes when the register closes"


def _people(
    ways: Sequence[Way], channels: Mapping[int, frozenset[str]], held: Collection[int | None]
) -> tuple[Person, ...]:
    """The contacts in their order; a person can ring whatever number there is, also without a provider."""
    return tuple(
        Person(
            contact=way.contact_id,
            name=way.name,
            channels=channels.get(way.contact_id, frozenset()) | ({RING} if way.numbers else set()),
            may_be_told=way.may_be_told,
            no_contact=way.no_contact,
            held=way.contact_id in held,
        )
        for way in ways
    )


def _ticks(actor: Actor, on: date, half: Half, school: SchoolLadder) -> tuple[Tick, ...]:
    rows = SweepTick.objects.filter(school_id=actor.school, on=on, half=int(half)).order_by("id")
    done = {row.place: row for row in rows}
    return tuple(
        Tick(place, done[place].at, done[place].by_name) if place in done else Tick(place) for place in school.places
    )


def _reports_waiting(actor: Actor, on: date, pupils: Collection[int]) -> frozenset[int]:
    """The pupils about whom somebody nobody doubts has told the school today, and nobody has filed it yet."""
    covers = Q(report__first=None) | Q(report__first__lte=on, report__last__gte=on)
    rows = ReportPupil.objects.filter(
        covers, school_id=actor.school, pupil_id__in=pupils, report__state="new", report__doubt="",
        report__told_at__date=on,
    )  # fmt: skip
    return frozenset(rows.values_list("pupil_id", flat=True))
