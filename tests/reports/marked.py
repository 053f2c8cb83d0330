"""A small school whose marks are written out by hand, so that every figure of a report can be counted on paper."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from rollbook.pupils.models import Characteristic, Group, Pupil
from rollbook.registers.models import Mark, PupilYear
from rollbook.reports.asked import EVERYBODY, Asked, By, When, Whose
from rollbook.reports.report import Cell, Numbers, Person, Picture, Report, Share, Table
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import row_of, year_of
from rollbook.schools.models import School
from rollbook.staff.models import User
from tests.builders import TERM_STARTS, a_group, a_pupil, a_role, a_school, a_user, an_actor

MONDAY = date(2026, 9, 14)
FRIDAY = MONDAY + timedelta(days=4)
FRIDAY_NOON = datetime(2026, 9, 18, 12, tzinfo=LONDON)
IN = "/\\"


class MarkedSchool:
    """Forms 9A with Ann, Bea and Cal, 9B with Dot, and 10A with Eve; two weeks from Monday 7 September 2026."""

    def __init__(self) -> None:
        self.school: School = a_school()
        self.tutor: User = a_user("Mr Dhillon")
        a_role(self.tutor, self.school, Role.TUTOR)
        self.form_9a: Group = a_group(self.school, "9A", tutor=self.tutor)
        self.form_9b: Group = a_group(self.school, "9B")
        self.form_10a: Group = a_group(self.school, "10A", nc_year="10")
        self.pupils: dict[str, Pupil] = {
            name: a_pupil(self.school, group=form, forename=name, surname=surname)
            for name, surname, form in (
                ("Ann", "Archer", self.form_9a),
                ("Bea", "Brown", self.form_9a),
                ("Cal", "Carter", self.form_9a),
                ("Dot", "Dean", self.form_9b),
                ("Eve", "Ellis", self.form_10a),
            )
        }
        self._marks: defaultdict[str, dict[Session, str]] = defaultdict(dict)
        self._minutes: dict[tuple[str, Session], int] = {}

    def joins(self, name: str, surname: str, form: Group, first: date = TERM_STARTS, last: date | None = None) -> None:
        self.pupils[name] = a_pupil(
            self.school, group=form, forename=name, surname=surname, first_day=first, last_day=last
        )

    def day(self, name: str, on: date, codes: str = IN, *, minutes: int | None = None) -> None:
        """A day of a pupil: two codes, `.` for no mark; `minutes` go with whichever of them is late."""
        for half, code in zip(Half, codes, strict=True):
            if code == ".":
                continue
            self._marks[name][Session(on, half)] = code
            if code in "LU" and minutes is not None:
                self._minutes[name, Session(on, half)] = minutes

    def week(self, monday: date = MONDAY, *names: str) -> None:
        """Everybody (or these) in every session of a week."""
        for name in names or self.pupils:
            for n in range(5):
                self.day(name, monday + timedelta(days=n))

    def has(self, name: str, kind: str) -> None:
        Characteristic.objects.create(school=self.school, pupil=self.pupils[name], kind=kind, first=TERM_STARTS)

    def keep(self) -> None:
        """Write the marks, and the years' rows that the store would have made of them."""
        for name, marks in self._marks.items():
            pupil = self.pupils[name]
            for year in {year_of(session.on) for session in marks}:
                own = {session: code for session, code in marks.items() if year_of(session.on) == year}
                PupilYear.objects.create(school=self.school, year=year, pupil=pupil, codes=row_of(own, year))
            Mark.objects.bulk_create(
                Mark(
                    school=self.school, date=session.on, half=session.half, pupil=pupil, code=code, version=1,
                    minutes=self._minutes.get((name, session)), entered_on=session.on,
                )
                for session, code in marks.items()
            )  # fmt: skip

    def head(self, now: datetime = FRIDAY_NOON) -> Actor:
        return an_actor(self.school, Role.HEAD, now=now)

    def tutor_of_9a(self, now: datetime = FRIDAY_NOON) -> Actor:
        return an_actor(self.school, Role.TUTOR, user=self.tutor, now=now)


def asked(first: date = MONDAY, last: date = FRIDAY, *, by: By = By.FORM, whose: Whose = EVERYBODY) -> Asked:
    return Asked(When(first, last), whose, by)


def table(report: Report, title: str) -> Table:
    return next(one for one in report.tables() if one.title == title)


def rows(found: Table) -> list[list[str]]:
    """The rows of a table as they are read, the last row the foot where it has one."""
    return [[read(cell) for cell in row] for row in (*found.rows, *((found.foot,) if found.foot else ()))]


def read(cell: Cell) -> str:
    if isinstance(cell, Person):
        return cell.name
    if isinstance(cell, Share):
        return f"{cell.part}/{cell.whole}"
    return "" if cell is None else str(cell)


def number(report: Report, label: str) -> str:
    found = (n for s in report.sections if isinstance(s, Numbers) for n in s.numbers if n.label == label)
    return read(next(found).value)


def picture(report: Report, title: str) -> Picture:
    return next(s for s in report.sections if isinstance(s, Picture) and s.chart.title == title)
