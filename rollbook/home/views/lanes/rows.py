"""A line of a lane: who or what, why, and the one likely act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rollbook.home.views.lanes.links import PupilLink


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a line: it opens an address, or with `post` sends these names and values there."""

    words: str
    url: str
    hidden: str = ""
    post: tuple[tuple[str, str], ...] = ()
    main: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`tag` with its `tone` says how urgent, `title` is what where it is no pupil, `says` why, `about` beside it."""

    key: str
    title: str = ""
    pupil: PupilLink | None = None
    forms: str = ""
    tag: str = ""
    tone: str = ""
    says: str = ""
    about: str = ""
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of lines; `done` is what it says on one line when it has none.

    `count` is what stands in its head: the lines, unless there is something better to count. `is_done` is false
    where `done` only says what is still to come.
    """

    key: str
    title: str
    lines: tuple[Line, ...] = ()
    due: str = ""
    hot: bool = False
    done: str = ""
    more_url: str = ""
    more_says: str = ""
    count: int = field(default=-1)
    is_done: bool = True

    @property
    def number(self) -> int:
        return self.count if self.count >= 0 else len(self.lines)


def names_of(names: Sequence[str], most: int = 8) -> str:
    """E.g. A. Osei, B. Shah and 4 more."""
    left = len(names) - most
    return ", ".join(names[:most]) + (f" and {left} more" if left > 0 else "")
