"""Historic marks as a file states them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.formats.problems import Problem


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One mark of one session. `half` is 0 for the morning, 1 for the afternoon.

    `code` is the code as the register of that day knew it (historic codes kept, sub codes such as
    I01 brought back to their code); `typed` is what the file held. `row` and `column` say where.
    The pupil is known by whichever of the three ids the file carries.
    """

    row: int
    column: str
    upn: str | None
    mis_id: str | None
    admission_number: str | None
    on: date
    half: int
    code: str
    typed: str
    minutes: int | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class MarkFile:
    """What a file of marks says. `shape` is long, sessions (a column each) or weeks (strings).

    `no_mark` counts the cells and places that hold a filler, which is no mark.
    """

    marks: tuple[MarkRow, ...]
    problems: tuple[Problem, ...]
    shape: str
    unrecognised: tuple[str, ...] = ()
    no_mark: int = 0
    notes: tuple[str, ...] = ()
