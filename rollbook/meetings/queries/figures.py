"""A pupil's figures as a meeting looks at them: this year, the last ten weeks, since the last meeting (CASE-C)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max

from rollbook.absence.queries.days import days_met
from rollbook.absence.queries.visits_counted import visits_made
from rollbook.comms.queries.sent import Sent, sent_about
from rollbook.meetings.models import MeetingPupil
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.registers.queries import rows_by_pupil, year_lines
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.attendance import NOTHING, Totals, attendance_of, is_persistent, is_severe
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.line_crossings import current_window
from rollbook.rules.sessions import in_words
from rollbook.rules.year_row import EMPTY, totals_between, year_of, year_starts
from rollbook.schools.queries import policy_on


@dataclass(frozen=True, slots=True)
class Figures:
    """One pupil on a day. Shares are in words to one decimal, “94.1 %”, or empty where nothing was possible.

    `movement` compares the time since the last meeting with the same year before it, in words; `done` is what
    has been done this year, counted. `unauthorised_in_ten` are those of the ten school weeks (PEN-1).
    """

    pupil: int
    on: date
    attendance: str
    possible: int
    absent: int
    unauthorised: int
    lates: int
    last_ten_weeks: str
    unauthorised_in_ten: int
    last_meeting: date | None
    movement: str
    is_persistent: bool
    is_severe: bool
    done: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """The figures as JSON takes them, to be frozen."""
        day = self.last_meeting.isoformat() if self.last_meeting else None
        return {**asdict(self), "on": self.on.isoformat(), "last_meeting": day, "done": list(self.done)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Figures:
        day = plain["last_meeting"]
        given = {**plain, "on": date.fromisoformat(plain["on"]), "done": tuple(plain["done"])}
        return cls(**{**given, "last_meeting": date.fromisoformat(day) if day else None})

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """What a page or a sheet says of them, in order."""
        return (
            ("Attendance this year", self.attendance or "nothing possible yet"),
            ("Sessions missed", f"{self.absent} of {self.possible}, {self.unauthorised} of them unauthorised"),
            ("Last ten school weeks", self.last_ten_weeks or "nothing possible"),
            ("Unauthorised in those weeks", str(self.unauthorised_in_ten)),
            ("Late this year", str(self.lates)),
            ("Since the last meeting", self.movement),
            ("Done this year", ", ".join(self.done) or "nothing is on record"),
        )


def figures_of(
    actor: Actor, pupils: Collection[int], on: date, *, before: datetime | None = None
) -> Mapping[int, Figures]:
    """The figures of these pupils (keys) at the end of a day: ten statements at most, however many pupils.

    `before` is the meeting that is being held: the last one is the last before it.
    """
    if not pupils:
        return {}
    year = year_of(on)
    lines = pupil_lines(actor, pupils, on)
    rows = rows_by_pupil(year_lines(actor, [year - 1, year], [line.id for line in lines]))
    calendar = days_met(actor, first=year_starts(year - 1), last=on)
    counts_n = policy_on(actor, on).count_no_reason_for_penalty
    begins = datetime.combine(year_starts(year), time(), LONDON)
    last, held = _meetings(actor, pupils, before or actor.now, begins)
    sent, visits = sent_about(actor, pupils, begins), visits_made(actor, pupils, begins)
    return {
        line.id: _figures(
            line, rows.get(line.id, {}), calendar, on, counts_n, last.get(line.id),
            _done(sent.get(line.id, Sent()), held.get(line.id, 0), visits.get(line.id, 0)),
        )
        for line in lines
    }  # fmt: skip


def _figures(
    line: PupilLine,
    rows: Mapping[int, bytes],
    calendar: SchoolCalendar,
    on: date,
    counts_n: bool,
    last: date | None,
    done: tuple[str, ...],
) -> Figures:
    year = year_of(on)
    totals = totals_between(rows.get(year, EMPTY), year, year_starts(year), on)
    window = current_window(calendar, rows, on, born=line.born, count_no_reason=counts_n)
    weeks = _between(rows, window.weeks[0], on) if window.weeks else NOTHING
    return Figures(
        pupil=line.id,
        on=on,
        attendance=_share(totals),
        possible=totals.possible,
        absent=totals.absent,
        unauthorised=totals.unauthorised,
        lates=totals.late_before_close + totals.late_after_close,
        last_ten_weeks=_share(weeks),
        unauthorised_in_ten=len(window.sessions),
        last_meeting=last,
        movement=_movement(rows, last, on),
        is_persistent=is_persistent(totals),
        is_severe=is_severe(totals),
        done=done,
    )


def _movement(rows: Mapping[int, bytes], last: date | None, on: date) -> str:
    """What attendance has done since the last meeting, against the same year up to it."""
    if last is None:
        return "this is the first meeting"
    since, until = _between(rows, last + timedelta(days=1), on), _between(rows, year_starts(year_of(last)), last)
    now, then = attendance_of(since), attendance_of(until)
    if now is None or then is None:
        return f"nothing to compare since {in_words(last)}"
    way = "better" if then < now else "worse" if now < then else "unchanged"
    return f"{now} % since {in_words(last)}, {then} % before: {way}"


def _between(rows: Mapping[int, bytes], first: date, last: date) -> Totals:
    """Totals across the turn of a year."""
    found = NOTHING
    for year in range(year_of(first), year_of(last) + 1):
        begins, ends = max(first, year_starts(year)), min(last, year_starts(year + 1) - timedelta(days=1))
        found += totals_between(rows.get(year, EMPTY), year, begins, ends)
    return found


def _share(totals: Totals) -> str:
    share = attendance_of(totals)
    return f"{share} %" if share else ""


def _done(sent: Sent, meetings: int, visits: int) -> tuple[str, ...]:
    counted = ((sent.letters, "letter"), (sent.messages, "message"), (meetings, "meeting"), (visits, "home visit"))
    return tuple(f"{number} {thing}{'' if number == 1 else 's'}" for number, thing in counted if number)


def _meetings(
    actor: Actor, pupils: Collection[int], before: datetime, since: datetime
) -> tuple[dict[int, date], dict[int, int]]:
    """By pupil the day of the last meeting held before this one, and how many were held this year: two statements."""
    held = MeetingPupil.objects.filter(
        school_id=actor.school, pupil_id__in=pupils, meeting__cancelled_at=None, meeting__at__lt=before
    )
    latest = held.values_list("pupil_id").annotate(last=Max("meeting__at")).order_by("pupil_id")
    counted: dict[int, int] = {}
    for pupil in held.filter(meeting__at__gte=since).order_by("id").values_list("pupil_id", flat=True):
        counted[pupil] = counted.get(pupil, 0) + 1
    return {pupil: at.astimezone(LONDON).date() for pupil, at in latest}, counted
