"""What is asked of a report: which days, whose figures, split by what. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode
from uuid import UUID

from rollbook.rules.attendance import Totals, is_persistent, is_severe


class Measure(StrEnum):
    """What part of which whole a share is (PA-1 to PA-3)."""

    ATTENDANCE = "attendance"
    ABSENCE = "absence"
    AUTHORISED = "authorised"
    UNAUTHORISED = "unauthorised"
    LATE = "late"
    LATE_AFTER = "late-after-close"
    PERSISTENT = "persistent"
    SEVERE = "severe"

    @property
    def of_pupils(self) -> bool:
        """Whether pupils are counted and not sessions."""
        return self in (Measure.PERSISTENT, Measure.SEVERE)

    @property
    def up_is_good(self) -> bool:
        return self is Measure.ATTENDANCE

    @property
    def rule(self) -> str:
        return "PA-3" if self.of_pupils else "PA-2"

    def counted(self, totals: Totals) -> int:
        """The sessions of that kind among those counted (a pupil's own: 1 where the pupil is over the line)."""
        return {
            Measure.ATTENDANCE: totals.attended,
            Measure.ABSENCE: totals.absent,
            Measure.AUTHORISED: totals.authorised,
            Measure.UNAUTHORISED: totals.unauthorised,
            Measure.LATE: totals.late_before_close + totals.late_after_close,
            Measure.LATE_AFTER: totals.late_after_close,
            Measure.PERSISTENT: int(is_persistent(totals)),
            Measure.SEVERE: int(is_severe(totals)),
        }[self]


class By(StrEnum):
    """What the figures are split by."""

    NC_YEAR = "year-group"
    FORM = "form"
    HOUSE = "house"
    SEX = "sex"
    HAVING = "characteristic"
    WEEKDAY = "weekday"
    HALF = "session"
    WEEK = "week"
    CODE = "code"
    PUPIL = "pupil"


@dataclass(frozen=True, slots=True)
class Whose:
    """Which pupils: of any of these year groups, in any of these groups, with any of these characteristics.

    Nothing said is everybody; what is said together must all hold, `group` and `trait` besides: that is how a line
    of a split is narrowed. Groups and the pupil are public ids.
    """

    nc_years: tuple[str, ...] = ()
    groups: tuple[UUID, ...] = ()
    having: tuple[str, ...] = ()
    sex: str = ""
    group: UUID | None = None
    trait: str = ""
    pupil: UUID | None = None

    def query(self) -> list[tuple[str, str]]:
        pairs = [("y", y) for y in self.nc_years] + [("g", str(g)) for g in self.groups]
        pairs += [("h", h) for h in self.having]
        one = (("sex", self.sex), ("in", self.group), ("with", self.trait), ("pupil", self.pupil))
        return pairs + [(name, str(value)) for name, value in one if value]


EVERYBODY = Whose()


@dataclass(frozen=True, slots=True)
class When:
    """Which sessions: from a day to a day, both included, and of them only some weekdays (1 = Monday) or halves."""

    first: date
    last: date
    weekdays: tuple[int, ...] = ()
    halves: tuple[int, ...] = ()

    def query(self) -> list[tuple[str, str]]:
        pairs = [("from", self.first.isoformat()), ("to", self.last.isoformat())]
        return pairs + [("weekday", str(day)) for day in self.weekdays] + [("half", str(half)) for half in self.halves]


@dataclass(frozen=True, slots=True)
class Slice:
    """Of which sessions of which pupils a share was counted: enough to count it again, and to show each of them."""

    measure: Measure
    when: When
    whose: Whose = EVERYBODY
    code: str = ""

    @property
    def query(self) -> str:
        pairs = [("measure", self.measure.value), *self.when.query(), *self.whose.query()]
        return urlencode(pairs + ([("code", self.code)] if self.code else []))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked of a report. `more` holds what only this kind of report asks (strings, by name)."""

    when: When
    whose: Whose = EVERYBODY
    by: By = By.NC_YEAR
    more: tuple[tuple[str, str], ...] = ()

    @property
    def first(self) -> date:
        return self.when.first

    @property
    def last(self) -> date:
        return self.when.last

    def also(self, name: str) -> str:
        return dict(self.more).get(name, "")

    def slice(self, measure: Measure, *, whose: Whose | None = None, when: When | None = None) -> Slice:
        """What a share of that measure opens to, for these pupils and days unless others are given."""
        return Slice(measure, when or self.when, whose or self.whose)

    def narrowed(self, **to: object) -> Whose:
        """The pupils asked for, narrowed further: `narrowed(nc_years=("9",))`."""
        return replace(self.whose, **to)  # type: ignore[arg-type]  # fields of Whose, by name


def as_json(asked: Asked, period: str) -> Mapping[str, object]:
    """What is kept of a saved report: the period by its name where it has one, so that it moves with the calendar."""
    days = {} if period else {"first": asked.first.isoformat(), "last": asked.last.isoformat()}
    return {
        "period": period,
        **days,
        "years": list(asked.whose.nc_years),
        "groups": [str(g) for g in asked.whose.groups],
        "having": list(asked.whose.having),
        "sex": asked.whose.sex,
        "by": asked.by.value,
        "more": dict(asked.more),
    }


def pooled(parts: Iterable[Totals]) -> Totals:
    """Many pupils' sessions as one count (PA-2)."""
    return sum(parts, Totals())
