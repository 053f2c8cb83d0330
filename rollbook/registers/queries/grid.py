"""A group's week as a grid: pupils down, mornings and afternoons across, what stands in each (REG-F)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rollbook.pupils.queries.groups import GroupLine, group, groups_of
from rollbook.pupils.queries.lines import PupilLine, roster
from rollbook.pupils.queries.members import members_of
from rollbook.registers.models import Mark, RegisterSave
from rollbook.registers.queries.awaited import REGISTRATION
from rollbook.rules.actor import Actor
from rollbook.rules.marking import RegisterFacts
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import calendar_of, times_of

RECENT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A pupil of the grid with the codes that stand, in the order of the sessions; empty where none."""

    pupil: PupilLine
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """A group's week; `sessions` are those of its school days only."""

    group: GroupLine
    monday: date
    sessions: tuple[Session, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class BulkEntry:
    """A bulk entry of the last days; `save_id` is what it is taken back by."""

    save_id: uuid.UUID
    at: datetime
    by_name: str
    sessions: int
    is_reversal: bool


def week_grid(actor: Actor, group_id: uuid.UUID, monday: date) -> WeekGrid:
    """The grid of the week that begins on a Monday: a fixed number of statements."""
    sunday = monday + timedelta(days=6)
    found = group(actor, group_id, monday)
    days = calendar_of(actor, first=monday, last=sunday).days
    sessions = tuple(Session(day, half) for day in days for half in Half)
    pupils = roster(actor, found.id, days[0] if days else monday)
    rows = Mark.objects.filter(
        school_id=actor.school, date__range=(monday, sunday), pupil_id__in=[p.id for p in pupils]
    )
    marks = {(p, Session(on, Half(h))): code for p, on, h, code in rows.values_list("pupil_id", "date", "half", "code")}
    return WeekGrid(
        found,
        monday,
        sessions,
        tuple(GridRow(p, tuple(marks.get((p.id, s), "") for s in sessions)) for p in pupils),
    )


def facts_for(actor: Actor, wanted: Iterable[tuple[int, Session]]) -> Mapping[tuple[int, Session], RegisterFacts]:
    """What calendar and times say to each pupil's session, by the pupil's own register of that day.

    Five statements a day, however many pupils; refused where a day has no times (REG-4).
    """
    by_day: dict[date, set[tuple[int, Session]]] = {}
    for pupil, session in wanted:
        by_day.setdefault(session.on, set()).add((pupil, session))
    if not by_day:
        return {}
    calendar = calendar_of(actor, first=min(by_day), last=max(by_day))
    found: dict[tuple[int, Session], RegisterFacts] = {}
    for day, asked in sorted(by_day.items()):
        times = times_of(actor, day)
        groups = {g.id: g for g in groups_of(actor, REGISTRATION, day)}
        of = {p: groups[g] for g, pupils in members_of(actor, groups, day).items() for p in pupils}
        for pupil, session in asked:
            own = of.get(pupil)
            window = times.for_(session.half, own.nc_year if own else "", own.site_id if own else None)
            found[pupil, session] = RegisterFacts(
                session, calendar.is_school_day(day), window.opens, window.closes, window.ends
            )
    return found


def recent_bulk(actor: Actor, kind: str = RegisterSave.Kind.BULK) -> tuple[BulkEntry, ...]:
    """The bulk entries, or closures, of the last two weeks, the latest first: one statement."""
    rows = RegisterSave.objects.filter(school_id=actor.school, kind=kind, made_at__gte=actor.now - RECENT).order_by(
        "chain_year", "seq"
    )
    found: dict[bytes, BulkEntry] = {}
    for digest, save_id, at, by, source in rows.values_list("digest", "save_id", "made_at", "by_name", "source"):
        before = found.get(bytes(digest))
        number = before.sessions + 1 if before else 1
        first = before.save_id if before else save_id
        found[bytes(digest)] = BulkEntry(first, at, by, number, source == "reversal")
    return tuple(reversed(found.values()))


def monday_of(text: str, today: date) -> date:
    """The Monday of the week of a day written yyyy-mm-dd, else of today's."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    if not date(1990, 1, 1) <= day <= date(2190, 1, 1):
        raise Refused("That week lies outside the years that a school office deals with.")
    return day - timedelta(days=day.weekday())
