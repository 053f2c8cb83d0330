"""Where a file is compared with the register: what is held, what would be written, and on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rollbook.formats.oneroster import RosterGroup, RosterMembership
from rollbook.formats.problems import Problem, Severity
from rollbook.pupils.queries.importing.changes import Change, Writing
from rollbook.pupils.queries.importing.held import Held
from rollbook.rules.year_row import year_of, year_starts

Lesson = tuple[RosterGroup, RosterMembership]


@dataclass(slots=True)
class Desk:
    """One comparison. `on` is the school's date; `lessons` and `starts` are a roster's, by pupil id."""

    held: Held
    on: date
    writing: Writing = field(default_factory=Writing)
    warnings: list[Problem] = field(default_factory=list)
    lessons: Mapping[str, tuple[Lesson, ...]] = field(default_factory=dict)
    starts: Mapping[str, date] = field(default_factory=dict)

    @property
    def year_start(self) -> date:
        return year_starts(year_of(self.on))

    def warn(self, row: int, column: str, value: object, says: str) -> None:
        self.warnings.append(Problem(row, column, str(value)[:120], says, Severity.WARNING))


def change(field_name: str, label: str, old: object, new: object) -> Change:
    return Change(field_name, label, in_words(old), in_words(new))


def in_words(value: object) -> str:
    """A value as the review shows it; nothing held is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)
