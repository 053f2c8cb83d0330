"""Marks as a screen draws them: the box's shape by kind, the strip of past weeks, the year grid.

The registers turn their marks into these values; what a code means on a date is the rule book's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from rollbook.rules.code import Code, StatClass


class MarkKind(StrEnum):
    """The shape of a mark's box."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    UNAUTHORISED = "unauthorised"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    NOT_COUNTED = "not-counted"
    EMPTY = "empty"


_BY_CLASS = {
    StatClass.PRESENT: MarkKind.PRESENT,
    StatClass.ACTIVITY: MarkKind.ELSEWHERE,
    StatClass.AUTHORISED: MarkKind.ABSENT,
    StatClass.UNAUTHORISED: MarkKind.UNAUTHORISED,
    StatClass.NOT_POSSIBLE: MarkKind.NOT_COUNTED,
    StatClass.UNABLE: MarkKind.NOT_COUNTED,
    StatClass.ADMINISTRATIVE: MarkKind.NOT_COUNTED,
}


def kind_of(code: Code | None) -> MarkKind:
    """The shape for a code of the rule book; None is a session without a mark."""
    if code is None:
        return MarkKind.EMPTY
    if code.symbol == "N":  # no reason yet: the one code that asks the office for something
        return MarkKind.UNKNOWN
    if code.late:
        return MarkKind.LATE
    return _BY_CLASS[code.stat]


@dataclass(frozen=True, slots=True)
class MarkBox:
    """One mark as shown: its letter, shape, meaning in words and minutes late.

    `pending` is on its way to the server, `conflict` was entered differently by two people,
    `changed` has been amended since it was first taken.
    """

    code: str
    kind: MarkKind
    says: str = ""
    minutes: int | None = None
    pending: bool = False
    conflict: bool = False
    changed: bool = False

    @classmethod
    def of(cls, code: Code, *, minutes: int | None = None, changed: bool = False) -> MarkBox:
        return cls(code.symbol, kind_of(code), code.name, minutes=minutes, changed=changed)

    @property
    def words(self) -> str:
        """What a screen reader says instead of the box."""
        parts = [f"{self.code}, {self.says}" if self.code and self.says else self.code or self.says or "no mark"]
        if self.minutes is not None:
            parts.append(f"{self.minutes} minutes late")
        noted = {"being saved": self.pending, "conflict": self.conflict, "amended": self.changed}
        return ", ".join(parts + [says for says, so in noted.items() if so])

    @property
    def classes(self) -> str:
        states = {"pending": self.pending, "conflict": self.conflict, "changed": self.changed}
        looks = [self.kind.value, *(name for name, so in states.items() if so)]
        return " ".join(["rb-code", *(f"rb-code--{look}" for look in looks)])

    @property
    def is_plain(self) -> bool:
        return self.kind in (MarkKind.PRESENT, MarkKind.NOT_COUNTED, MarkKind.EMPTY)


EMPTY_BOX = MarkBox("", MarkKind.EMPTY)


@dataclass(frozen=True, slots=True)
class Strip:
    """The last weeks beside a name: one tuple of marks a week, oldest first."""

    weeks: tuple[tuple[MarkBox, ...], ...]
    label: str = "Last weeks"

    @property
    def words(self) -> str:
        """The strip in a sentence: only what was not plain."""
        odd = Counter(mark.says or mark.code for week in self.weeks for mark in week if not mark.is_plain)
        if not odd:
            return f"{self.label}: nothing but present"
        return f"{self.label}: " + ", ".join(f"{says} {times}" for says, times in sorted(odd.items()))


@dataclass(frozen=True, slots=True)
class YearCell:
    """One session of the year: its mark, or None where the school was not open to this pupil.

    `when` names it in words ("Mon 14 Sep, morning"); `url` opens the session.
    """

    when: str
    mark: MarkBox | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class YearWeek:
    """One row: ten sessions, Monday morning to Friday afternoon; a `note` stands for the whole week instead."""

    label: str
    cells: tuple[YearCell, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class YearGrid:
    """A pupil's year as weeks by sessions: a real table with a caption."""

    caption: str
    weeks: tuple[YearWeek, ...]
    days: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri")
