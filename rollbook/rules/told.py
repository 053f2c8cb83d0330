"""One line of a pupil's history, as each part of the office tells its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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

    `of` names the one thing that happened where two parts tell of it (`of_message`, `of_call`). It is then told once:
    by the part that leaves `adds` empty, with what the others add behind it; by any of them where it is the only one.
    """

    at: datetime
    kind: str
    says: str
    by: str = ""
    url_name: str = ""
    url_id: str = ""
    words: str = ""
    of: str = ""
    adds: str = ""


# How a call ended, as the machine or the list says it and as the office notes it of the family.
_ENDED = {
    "answered": "spoken to", "aware": "spoken to", "voicemail": "left", "message-left": "left",
    "no-answer": "nobody", "busy": "nobody",
}  # fmt: skip


def of_message(message: object) -> str:
    """The name of a message that went or was to go, by its id."""
    return f"message:{message}"


def of_call(message: object, ended: str) -> str:
    """The name of one ending of a call, by the message that asked for it; empty for an ending that is no call's."""
    return f"call:{message}:{_ENDED[ended]}" if ended in _ENDED else ""


def newest_first(*tellings: tuple[Told, ...]) -> tuple[Told, ...]:
    """Every part's lines as one history, each thing once, the newest first; in the same moment in their order."""
    told = _once(told for telling in tellings for told in telling)
    return tuple(sorted(told, key=lambda told: told.at, reverse=True))


def _once(told: Iterable[Told]) -> list[Told]:
    """What two parts tell of the same thing, as one line."""
    lines = list(told)
    same: dict[str, list[Told]] = {}
    for one in lines:
        if one.of:
            same.setdefault(one.of, []).append(one)
    found: list[Told] = []
    for one in lines:
        group = same.get(one.of, [one])
        if one is _teller(group):
            found.append(_with_additions(one, group))
    return found


def _teller(group: list[Told]) -> Told:
    return next((one for one in group if not one.adds), group[0])


def _with_additions(one: Told, group: list[Told]) -> Told:
    others = [other for other in group if other is not one]
    if not others:
        return one
    added = "; ".join(dict.fromkeys(other.adds for other in others if other.adds))
    words = one.words or next((other.words for other in others if other.words), "")
    return replace(one, says=f"{one.says} ({added})" if added else one.says, words=words)


def by_pupil(told: Iterable[tuple[int, Told]]) -> Mapping[int, tuple[Told, ...]]:
    """Lines that were read for many pupils at once, by pupil's key, the newest first."""
    found: dict[int, list[Told]] = {}
    for pupil, one in told:
        found.setdefault(pupil, []).append(one)
    return {pupil: newest_first(tuple(lines)) for pupil, lines in found.items()}
