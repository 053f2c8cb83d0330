"""Pupils on the roll who have not come since the day on which they were first expected (ADM-3, REG-M)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rollbook.audit.keys import decrypt
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.registers.models import Mark, NoShow, PlannedMark, PupilYear
from rollbook.registers.notes import no_show_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.not_arrived import next_step
from rollbook.rules.year_row import year_of, year_starts
from rollbook.schools.queries import calendar_of

UNEXPLAINED = frozenset({"N", "O", "G"})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NotArrived:
    """A pupil who has not come: since when expected, how many school days, what was heard, what comes next."""

    pupil: PupilLine
    expected: date
    school_days: int
    codes: str
    heard: str
    heard_says: str
    note: str
    told_at: datetime | None
    next: str


def not_arrived(actor: Actor) -> tuple[NotArrived, ...]:
    """Everybody on roll without one attended session this year, and without a known reason: seven statements.

    Expected from the starting day, the year's first day, or the day after a staggered start's X,
    whichever is last. Somebody ill, suspended or otherwise accounted for is not in it.
    """
    year = year_of(actor.today)
    calendar = calendar_of(actor, year)
    rows = PupilYear.objects.filter(school_id=actor.school, year=year, attended=0)
    keys = tuple(rows.order_by("pupil_id").values_list("pupil_id", flat=True))
    lines = [p for p in pupil_lines(actor, keys, actor.today) if _is_ours(p, actor.today)]
    ids = [p.id for p in lines]
    codes, later = _codes(actor, ids, year), _later_starts(actor, ids, year_starts(year))
    heard = _heard(actor, ids)
    found = (_line(actor, p, calendar, codes.get(p.id, ""), later.get(p.id), heard.get(p.id)) for p in lines)
    return tuple(sorted((n for n in found if n), key=lambda n: (-n.school_days, n.pupil.order)))


def _is_ours(line: PupilLine, today: date) -> bool:
    gone = line.last_day is not None and line.last_day < today
    return line.first_day is not None and line.first_day <= today and not gone and not line.boarder


def _codes(actor: Actor, ids: Collection[int], year: int) -> Mapping[int, str]:
    rows = Mark.objects.filter(
        school_id=actor.school, pupil_id__in=list(ids), date__range=(year_starts(year), actor.today)
    )
    found: dict[int, list[str]] = {}
    for pupil, code in rows.order_by("date", "half").values_list("pupil_id", "code"):
        found.setdefault(pupil, []).append(code)
    return {pupil: " ".join(own) for pupil, own in found.items()}


def _later_starts(actor: Actor, ids: Collection[int], since: date) -> Mapping[int, date]:
    """The day after a staggered start's plan, for those who have one."""
    rows = PlannedMark.objects.filter(
        school_id=actor.school, pupil_id__in=list(ids), code="X", basis="staggered", last__gte=since, ended_by=None
    )
    return {pupil: last + _ONE_DAY for pupil, last in rows.order_by("last").values_list("pupil_id", "last")}


def _heard(actor: Actor, ids: Collection[int]) -> Mapping[int, NoShow]:
    rows = NoShow.objects.filter(school_id=actor.school, pupil_id__in=list(ids)).order_by("made_at", "id")
    return {row.pupil_id: row for row in rows}


def _line(
    actor: Actor, pupil: PupilLine, calendar: SchoolCalendar, codes: str, later: date | None, row: NoShow | None
) -> NotArrived | None:
    start = pupil.first_day or actor.today
    expected = next((day for day in calendar.days if day >= max(start, later or start)), None)
    if expected is None or expected > actor.today:
        return None
    given = set(codes.split())
    if (given and not given & UNEXPLAINED) or (not given and expected == actor.today):
        return None
    days = sum(expected <= day <= actor.today for day in calendar.days)
    note = ""
    if row is not None and row.note and actor.may(Permission.SEE_REASONS):
        note = decrypt(row.note, place=no_show_place(row.public_id))
    return NotArrived(
        pupil=pupil,
        expected=expected,
        school_days=days,
        codes=codes,
        heard=row.heard if row else "",
        heard_says=NoShow.Heard(row.heard).label if row else "",
        note=note,
        told_at=row.made_at if row else None,
        next=next_step(days, row.heard if row else ""),
    )
