"""Planned elsewhere and not yet confirmed: which lists wait for whose word, and since when (REG-F, REG-16)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.audit.prepared import Prepared, PreparedRows, given
from rollbook.pupils.queries.spans import times_on_roll_by_key
from rollbook.registers.models import Mark, Outing, PlannedMark
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import calendar_of, times_of, window_of

LOOKS_BACK = timedelta(days=28)
BASIS = "outing"


@dataclass(frozen=True, slots=True)
class OutingLine:
    """A trip, placement or provider's session, and who can say who was there."""

    public_id: uuid.UUID
    name: str
    place: str
    code: str
    first: date
    last: date
    leader_id: int | None
    leader: str
    provider: str

    @property
    def who(self) -> str:
        """Whose word is waited for."""
        return self.leader or self.provider or "nobody is named"


@dataclass(frozen=True, slots=True)
class WaitingList:
    """The pupils of one session who wait for somebody's word; `outing` is None where they were planned one by one."""

    session: Session
    outing: OutingLine | None
    pupils: int
    days_old: int


def waiting_lists(actor: Actor, *, own: bool = False) -> tuple[WaitingList, ...]:
    """What waits in the sessions of the last four weeks that have begun, the oldest first: at most seven statements.

    `own`: only the outings that this person leads.
    """
    first, last = actor.today - LOOKS_BACK, actor.today
    lines = {str(line.public_id): line for line in _outings(actor, first, last, own=own)}
    if own and not lines:
        return ()
    waiting = waiting_rows(actor, first, last, set(lines) if own else None)
    counted = Counter((session, basis if basis in lines else "") for _, session, basis in waiting)
    found = [
        WaitingList(session, lines.get(basis), n, (actor.today - session.on).days)
        for (session, basis), n in counted.items()
    ]
    return tuple(sorted(found, key=lambda w: (w.session, w.outing.name if w.outing else "")))


def waiting_rows(
    actor: Actor, first: date, last: date, outings: set[str] | None = None
) -> list[tuple[int, Session, str]]:
    """Pupil, session and outing's id of everything unconfirmed in these days, begun sessions only: five statements."""
    elsewhere = [code.symbol for code in in_force(actor.today).values() if code.claims_elsewhere]
    asked = {"school": actor.school, "first": first, "last": last}
    plans = _PLANS.rows(**asked, codes=tuple(elsewhere))
    found = [row[:-1] for row in plans if outings is None or (row[-1] == BASIS and row[-2] in outings)]
    if not found:
        return []
    pupils = {row[0] for row in found}
    sessions = _begun(actor, first, last)
    marked = {(p, Session(on, Half(half))) for p, on, half in _MARKED.rows(**asked, pupils=tuple(pupils))}
    on_roll = {person.id: person for person in times_on_roll_by_key(actor, pupils).values()}
    waiting: dict[tuple[int, Session], str] = {}
    for pupil, begins, ends, weekdays, halves, basis in found:
        for session in sessions:
            if not _covers(begins, ends, weekdays, halves, session) or (pupil, session) in marked:
                continue
            person = on_roll.get(pupil)
            if person and person.covers(session.on) and not person.nearest(session.on).boarder:
                waiting[pupil, session] = basis
    return [(pupil, session, basis) for (pupil, session), basis in waiting.items()]


_PLANS = Prepared(
    lambda: (
        PlannedMark.objects.filter(
            school_id=given("school"),
            first__lte=given("last", "day"),
            last__gte=given("first", "day"),
            ended_by=None,
            code__in=given("codes", "text", many=True),
        )
        .order_by("id")
        .values_list("pupil_id", "first", "last", "weekdays", "halves", "basis_id", "basis")
    )
)
_MARKED = Prepared(
    lambda: Mark.objects.filter(
        school_id=given("school"),
        date__gte=given("first", "day"),
        date__lte=given("last", "day"),
        pupil_id__in=given("pupils", many=True),
    ).values_list("pupil_id", "date", "half")
)


def outing_line(actor: Actor, public_id: uuid.UUID) -> OutingLine | None:
    """One outing, or None: one statement."""
    row = Outing.objects.filter(school_id=actor.school, public_id=public_id).first()
    return _line(row) if row else None


def outings_from(actor: Actor, first: date) -> tuple[OutingLine, ...]:
    """The outings that end on or after a day, by first day: one statement."""
    return _outings(actor, first, None, own=False)


def pupils_of_outing(actor: Actor, outing: OutingLine) -> Mapping[int, tuple[str, str]]:
    """The pupils who go and were not withdrawn, with the week's days and halves of each: one statement."""
    rows = PlannedMark.objects.filter(
        school_id=actor.school, basis=BASIS, basis_id=str(outing.public_id), ended_by=None
    )
    return {p: (days, halves) for p, days, halves in rows.order_by("id").values_list("pupil_id", "weekdays", "halves")}


def _outings(actor: Actor, first: date, last: date | None, *, own: bool) -> tuple[OutingLine, ...]:
    rows = _OUTINGS.rows(school=actor.school, since=first)
    mine = (row for row in rows if not own or row.leader_id == (actor.user_id or 0))
    return tuple(_line(row) for row in mine if last is None or row.first <= last)


_OUTINGS = PreparedRows(
    Outing,
    lambda: Outing.objects.filter(school_id=given("school"), last__gte=given("since", "day")).order_by(
        "first", "name", "id"
    ),
)


def _line(row: Outing) -> OutingLine:
    return OutingLine(
        row.public_id,
        row.name,
        row.place,
        row.code,
        row.first,
        row.last,
        row.leader_id,
        row.leader_name,
        row.provider,
    )


def _begun(actor: Actor, first: date, last: date) -> list[Session]:
    """The sessions of these school days that have begun by now."""
    days = [day for day in calendar_of(actor, first=first, last=last).days if first <= day <= last]
    past = [Session(day, half) for day in days if day < actor.today for half in Half]
    if actor.today not in days:
        return past
    rows = times_of(actor, actor.today).rows
    windows = {half: window_of(rows, actor.today, half) for half in Half}
    return past + [Session(actor.today, half) for half, w in windows.items() if w and w.opens <= actor.now]


def _covers(first: date, last: date, weekdays: str, halves: str, session: Session) -> bool:
    on = session.on
    return first <= on <= last and str(on.isoweekday()) in weekdays and str(int(session.half)) in halves
