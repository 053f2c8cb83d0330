"""One line of a pupil's history, as each part of the office tells its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a line of the history is about; whoever reads it filters by these."""

    MARK = "mark"
    SITE = "site"
    CALL = "call"
    MESSAGE = "message"
    LETTER = "letter"
    REPORT = "report"
    VISIT = "visit"
    LATENESS = "lateness"
    QUERY = "query"
    TASK = "task"
    MEETING = "meeting"
    CASE = "case"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Kind.MARK: "Marks",
    Kind.SITE: "On and off site",
    Kind.CALL: "Calls",
    Kind.MESSAGE: "Messages",
    Kind.LETTER: "Letters",
    Kind.REPORT: "Reports of absence",
    Kind.VISIT: "Home visits",
    Kind.LATENESS: "Lateness",
    Kind.QUERY: "Questions",
    Kind.TASK: "Tasks",
    Kind.MEETING: "Meetings",
    Kind.CASE: "Absence work",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened with a pupil: when (aware), of which `Kind`, in one sentence, and who did it.

    `url_name` with `url_id` is where the whole of it stands (a route below the school that takes the id
    as its only other part; both empty where there is none). `words` are what was written or said, for
    those alone who may read them: whoever tells leaves them empty for everybody else.
    """

    at: datetime
    kind: str
    says: str
    by: str = ""
    url_name: str = ""
    url_id: str = ""
    words: str = ""


def newest_first(*tellings: tuple[Told, ...]) -> tuple[Told, ...]:
    """Every part's lines as one history, the newest first; what happened in the same moment keeps its order."""
    return tuple(sorted((told for telling in tellings for told in telling), key=lambda told: told.at, reverse=True))


def by_pupil(told: Iterable[tuple[int, Told]]) -> Mapping[int, tuple[Told, ...]]:
    """Lines that were read for many pupils at once, by pupil's key, the newest first."""
    found: dict[int, list[Told]] = {}
    for pupil, one in told:
        found.setdefault(pupil, []).append(one)
    return {pupil: newest_first(tuple(lines)) for pupil, lines in found.items()}
