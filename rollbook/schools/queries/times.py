"""When registers open and close and lessons run, on a day and for a group (REG-4).

The most particular row in force wins: site before year group before weekday before the latest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from rollbook.audit.once import once
from rollbook.audit.prepared import Prepared, given
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.models import Closure, LessonTime, Policy, School, SessionTime
from rollbook.schools.queries.days import closed_on, meets_on

_WEEKEND = 5


@dataclass(frozen=True, slots=True)
class SessionTimeLine:
    """A dated row of session times; opens, closes and ends are minutes after midnight, local time."""

    id: int
    half: Half
    weekday: int | None
    nc_year: str
    site_id: int | None
    opens: int
    closes: int
    ends: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Window:
    """The moments at which one register opens and closes and its session ends, aware, local time."""

    opens: datetime
    closes: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """All session times in force on one day."""

    on: date
    rows: tuple[SessionTimeLine, ...]

    def for_(self, half: Half, nc_year: str = "", site_id: int | None = None) -> Window:
        """The window for a session of a year group on a site; refused where no times are set (REG-4)."""
        window = window_of(self.rows, self.on, half, nc_year, site_id)
        if window is None:
            raise _no_times(self.on, half)
        return window


@dataclass(frozen=True, slots=True)
class RegisterDay:
    """What the school's calendar, times and policy say to one register.

    `closure` names the planned closure that takes the day away, `unplanned` the unexpected one
    that keeps it (Y4); `policy_version` is 0 where the school has no policy yet.
    """

    on: date
    half: Half
    is_school_day: bool
    opens: datetime
    closes: datetime
    ends: datetime
    policy_version: int
    closure: str = ""
    unplanned: str = ""


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson period on a dated row; starts and ends are minutes after midnight, local time."""

    id: int
    name: str
    weekday: int | None
    nc_year: str
    site_id: int | None
    starts: int
    ends: int
    valid_from: date
    valid_to: date | None


@once
def times_of(actor: Actor, on: date) -> SessionTimes:
    """Every session time in force on a day: one statement, then ask it for each group."""
    rows = _SESSION_TIMES.rows(school=actor.school, on=on)
    return SessionTimes(on, tuple(SessionTimeLine(row[0], Half(row[1]), *row[2:]) for row in rows))


_SESSION_TIMES = Prepared(
    lambda: (
        SessionTime.objects.filter(in_force(given("on", "day")), school_id=given("school"))
        .order_by("valid_from", "id")
        .values_list(
            *("id", "half", "weekday", "nc_year", "site_id", "opens", "closes", "ends", "valid_from", "valid_to")
        )
    )
)


def session_time_rows(actor: Actor) -> tuple[SessionTimeLine, ...]:
    """All session times the school ever set, those in force last first."""
    rows = SessionTime.objects.filter(school_id=actor.school)
    return tuple(_line(row) for row in rows.order_by("-valid_from", "half", "weekday", "nc_year", "site_id", "id"))


def register_day(actor: Actor, on: date, half: Half, nc_year: str = "", site_id: int | None = None) -> RegisterDay:
    """Everything a register needs to know of its day, in one statement.

    Refused where no session times are set for it; a day without school is answered, not refused.
    """
    found = _REGISTER_DAY.rows(school=actor.school, on=on, half=int(half))
    if not found:
        raise NotFound("There is no such school.")
    meets, closure, unplanned, policy = found[0][:4]
    lines = [SessionTimeLine(row[4], half, *row[5:]) for row in found if row[4] is not None]
    window = window_of(lines, on, half, nc_year, site_id)
    if window is None:
        raise _no_times(on, half)
    return RegisterDay(
        on=on,
        half=half,
        is_school_day=bool(meets) and on.weekday() < _WEEKEND,
        opens=window.opens,
        closes=window.closes,
        ends=window.ends,
        policy_version=policy or 0,
        closure=closure or "",
        unplanned=unplanned or "",
    )


def _register_day() -> QuerySet[School, tuple[Any, ...]]:
    on = given("on", "day")
    in_half = in_force(on, "session_times__") & Q(session_times__half=given("half", "number"))
    return (
        School.objects.filter(pk=given("school"))
        .annotate(
            meets=meets_on(on),
            closure=Subquery(closed_on(on, OuterRef("pk")).order_by("first", "id").values("name")[:1]),
            unplanned=Subquery(_lost_on(on).values("name")[:1]),
            policy=Subquery(
                Policy.objects.filter(school_id=OuterRef("pk"), valid_from__lte=on)
                .order_by("-valid_from")
                .values("version")[:1]
            ),
            t=FilteredRelation("session_times", condition=in_half),
        )
        .values_list(
            "meets",
            "closure",
            "unplanned",
            "policy",
            *(F(f"t__{name}") for name in ("id", "weekday", "nc_year", "site_id", "opens", "closes", "ends")),
            *(F(f"t__{name}") for name in ("valid_from", "valid_to")),
        )
        .order_by("t__valid_from", "t__id")
    )


_REGISTER_DAY = Prepared(_register_day)


def lesson_times(actor: Actor, on: date) -> tuple[LessonLine, ...]:
    """The lesson periods in force on a day, by their start; those for other weekdays are left out."""
    rows = _LESSON_TIMES.rows(school=actor.school, on=on, weekday=on.weekday())
    return tuple(LessonLine(*row) for row in rows)


_LESSON_TIMES = Prepared(
    lambda: (
        LessonTime.objects.filter(
            in_force(given("on", "day")),
            Q(weekday__isnull=True) | Q(weekday=given("weekday", "number")),
            school_id=given("school"),
        )
        .order_by("starts", "name", "id")
        .values_list("id", "name", "weekday", "nc_year", "site_id", "starts", "ends", "valid_from", "valid_to")
    )
)


def lesson_time_rows(actor: Actor) -> tuple[LessonLine, ...]:
    """All lesson periods the school ever set, the newest first."""
    rows = LessonTime.objects.filter(school_id=actor.school)
    return tuple(_lesson(row) for row in rows.order_by("-valid_from", "starts", "name", "id"))


def window_of(
    rows: Iterable[SessionTimeLine], on: date, half: Half, nc_year: str = "", site_id: int | None = None
) -> Window | None:
    """The window that the most particular fitting row gives, or None where no row fits."""
    fitting = [row for row in rows if row.half == half and _fits(row, on, nc_year, site_id)]
    if not fitting:
        return None
    row = max(fitting, key=_particular)
    return Window(moment(on, row.opens), moment(on, row.closes), moment(on, row.ends))


def moment(on: date, minute: int) -> datetime:
    """The moment so many minutes after midnight by the clock on the school's wall, also when clocks change."""
    days, left = divmod(minute, 24 * 60)
    return datetime.combine(on + timedelta(days=days), time(left // 60, left % 60), tzinfo=LONDON)


def in_force(on: date, prefix: str = "") -> Q:
    """The condition that a dated row is in force on a day."""
    begun = Q(**{f"{prefix}valid_from__lte": on})
    return begun & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on}))


def _fits(row: SessionTimeLine, on: date, nc_year: str, site_id: int | None) -> bool:
    return row.weekday in (None, on.weekday()) and row.nc_year in ("", nc_year) and row.site_id in (None, site_id)


def _particular(row: SessionTimeLine) -> tuple[bool, bool, bool, date, int]:
    return row.site_id is not None, row.nc_year != "", row.weekday is not None, row.valid_from, row.id


def _lost_on(on: date) -> QuerySet[Closure]:
    unplanned = Closure.objects.filter(school_id=OuterRef("pk"), kind=Closure.Kind.UNPLANNED)
    return unplanned.filter(first__lte=on, last__gte=on).order_by("first", "id")


def _no_times(on: date, half: Half) -> Refused:
    return Refused(
        f"No session times are set for {Session(on, half).says}. Set them under Set-up, Times.", rule="REG-4"
    )


def _line(row: SessionTime) -> SessionTimeLine:
    return SessionTimeLine(
        id=row.pk,
        half=Half(row.half),
        weekday=row.weekday,
        nc_year=row.nc_year,
        site_id=row.site_id,
        opens=row.opens,
        closes=row.closes,
        ends=row.ends,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _lesson(row: LessonTime) -> LessonLine:
    return LessonLine(
        id=row.pk,
        name=row.name,
        weekday=row.weekday,
        nc_year=row.nc_year,
        site_id=row.site_id,
        starts=row.starts,
        ends=row.ends,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
