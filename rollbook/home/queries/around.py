"""What surrounds the session of Today: alarms, the desk, what was planned, and what waits for this person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rollbook.absence.queries.line import waiting_count
from rollbook.absence.queries.visits import overdue_now
from rollbook.comms.queries.waiting import MessagesWaiting, messages_waiting
from rollbook.home.queries.moment import Moment, Stage
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.registers.queries.conflicts import entries_waiting
from rollbook.registers.queries.plans_around import PlannedSpan, plans_around
from rollbook.registers.queries.unconfirmed import WaitingList, waiting_lists
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.site.queries import MovementLine, movements_on, open_roll, police_waiting, searches_of_today
from rollbook.work.queries import TaskLine, tasks_for


@dataclass(frozen=True, slots=True)
class Alarms:
    """What stands above the day: an open emergency list, searches, unread police messages, visitors not back."""

    roll: str = ""
    looked_for: int = 0
    police: int = 0
    visitors: int = 0


def reports_to_file(actor: Actor) -> int:
    """How many reports of absence wait to be filed; none for those who do not file them: one statement."""
    return waiting_count(actor) if actor.may(Permission.FILE_REPORTS) else 0


@dataclass(frozen=True, slots=True)
class Planned:
    """Who begins a planned absence today, who is back from one, and who is planned away on the next school day."""

    begins: tuple[tuple[PupilLine, PlannedSpan], ...] = ()
    back: tuple[tuple[PupilLine, PlannedSpan], ...] = ()
    next_day: tuple[tuple[PupilLine, PlannedSpan], ...] = ()


@dataclass(frozen=True, slots=True)
class OnMe:
    """What waits for this person: tasks, messages that ask for somebody, and registers' entries that were not used."""

    tasks: tuple[TaskLine, ...] = ()
    messages: MessagesWaiting = field(default_factory=MessagesWaiting)
    entries: int = 0


def alarms(actor: Actor) -> Alarms:
    """At most five statements."""
    roll = open_roll(actor) if actor.may(Permission.TICK_EMERGENCY_LIST) else None
    searches = searches_of_today(actor) if actor.may(Permission.WATCH_MISSING) else ()
    return Alarms(
        roll=roll.title if roll else "",
        looked_for=sum(one.ended_at is None and not one.is_drill for one in searches),
        police=police_waiting(actor),
        visitors=overdue_now(actor) if actor.may(Permission.PLAN_VISITS) else 0,
    )


def at_the_desk(actor: Actor, moment: Moment) -> tuple[MovementLine, ...]:
    """Today's movements at the desk and the kiosks, the latest first."""
    return movements_on(actor, moment.on) if actor.may(Permission.SEE_ALL_PUPILS) else ()


def planned(actor: Actor, moment: Moment) -> Planned:
    """One statement, and one for the pupils."""
    if moment.stage is Stage.NO_SCHOOL:
        return Planned()
    found = plans_around(actor, moment.on, before=moment.before, after=moment.after)
    spans = (*found.begins, *found.back, *found.next_day)
    lines = {line.id: line for line in pupil_lines(actor, {span.pupil_id for span in spans}, moment.on)}
    return Planned(*(_named(part, lines) for part in (found.begins, found.back, found.next_day)))


def unconfirmed(actor: Actor) -> tuple[WaitingList, ...]:
    """Trips and placements whose word on who was there is still awaited, the oldest first."""
    return waiting_lists(actor) if actor.may(Permission.AMEND_MARKS) else ()


def on_me(actor: Actor, moment: Moment) -> OnMe:
    """At most nine statements, and four where an entry was not used since the last school day."""
    since = moment.before or moment.on
    entries = len(entries_waiting(actor, since)) if actor.may(Permission.AMEND_MARKS) else 0
    return OnMe(tasks_for(actor), messages_waiting(actor), entries)


def _named(spans: tuple[PlannedSpan, ...], lines: Mapping[int, PupilLine]) -> tuple[tuple[PupilLine, PlannedSpan], ...]:
    found = ((lines[span.pupil_id], span) for span in spans if span.pupil_id in lines)
    return tuple(sorted(found, key=lambda pair: pair[0].order))
