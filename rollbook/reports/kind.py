"""What one kind of report is: a file of `kinds` holds one, and a list in `kinds/__init__` all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rollbook.reports.asked import Asked, By
from rollbook.reports.report import Report
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


class Ask(StrEnum):
    """What the page of a report lets its reader choose."""

    PERIOD = "period"
    DAY = "day"
    WHOSE = "whose"
    BY = "by"
    GROUP = "group"
    PUPIL = "pupil"


class Period(StrEnum):
    """Days by a name that moves with the calendar; each ends today or before."""

    TODAY = "today"
    THIS_WEEK = "this-week"
    LAST_WEEK = "last-week"
    FORTNIGHT = "fortnight"
    HALF_TERM = "half-term"
    TERM = "term"
    YEAR = "year"

    @property
    def label(self) -> str:
        return {
            Period.TODAY: "Today",
            Period.THIS_WEEK: "This week",
            Period.LAST_WEEK: "Last week",
            Period.FORTNIGHT: "The last two weeks",
            Period.HALF_TERM: "This half term",
            Period.TERM: "This term",
            Period.YEAR: "This year",
        }[self]


class Shelf(StrEnum):
    """Where a kind stands on the page of reports: by whom it is read."""

    OFFICE = "The office, every day"
    LEADERS = "Leaders"
    TUTORS = "Heads of year and tutors"
    GOVERNORS = "Governors and the trust"
    OUTSIDE = "Outside the school"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report: `purpose` in one sentence, `duty` its number in the list of duties, `make` the report itself.

    `permission` opens it; the pupils in it are those whom the reader may see. `leaves` is a report that is written
    to go outside the school: names never stand in it and small numbers are suppressed. `also` are choices that this
    kind alone asks, by name, each with its values and words; `Asked.also` reads them. `splits` are what it may be split
    by, the usual one first.
    """

    key: str
    title: str
    purpose: str
    duty: str
    shelf: Shelf
    make: Callable[[Actor, Asked], Report]
    permission: Permission = Permission.SEE_REPORTS
    asks: tuple[Ask, ...] = (Ask.PERIOD, Ask.WHOSE)
    usual: Period = Period.HALF_TERM
    leaves: bool = False
    also: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    splits: tuple[By, ...] = (By.NC_YEAR, By.FORM, By.HOUSE, By.SEX, By.HAVING, By.WEEKDAY, By.HALF, By.WEEK)
