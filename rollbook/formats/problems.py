"""What a reader could not take from a file, in words for the person who sent it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

LONGEST_VALUE = 120
MOST_PROBLEMS = 5_000


class Severity(StrEnum):
    """`ERROR`: the row (or the mark) was left out. `WARNING`: it was kept, without that value."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in the file that a person should look at.

    `row` is the row number as a spreadsheet shows it, `None` where the whole file is meant.
    `column` is the header as typed, `value` what the cell held (cut to 120 characters), `name` the
    pupil of the row as far as it can be read.
    """

    row: int | None
    column: str
    value: str
    says: str
    severity: Severity = Severity.ERROR
    name: str = ""


class Problems:
    """The list of problems of one reading; it stops growing at 5,000 and then says so."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._dropped = 0

    def error(self, row: int | None, column: str, value: object, says: str, *, name: str = "") -> None:
        self._add(Problem(row, column, _short(value), says, Severity.ERROR, _short(name)))

    def warn(self, row: int | None, column: str, value: object, says: str) -> None:
        self._add(Problem(row, column, _short(value), says, Severity.WARNING))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def as_tuple(self) -> tuple[Problem, ...]:
        if not self._dropped:
            return tuple(self._found)
        more = f"{self._dropped} more problems are not listed. Put these right first and read the file again."
        return (*self._found, Problem(None, "", "", more, Severity.WARNING))

    def _add(self, problem: Problem) -> None:
        if len(self._found) < MOST_PROBLEMS:
            self._found.append(problem)
        else:
            self._dropped += 1


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
