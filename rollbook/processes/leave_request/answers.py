"""What a parent has answered of a request for leave, until it is sent."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from rollbook.absence.queries.parents import Said
from rollbook.rules.leave import LICENSED, Purpose, usual_ground

EARLIEST, LATEST = timedelta(days=30), timedelta(days=370)
_DAYS = ("first", "last", "back", "set_apart")


@dataclass(frozen=True, slots=True)
class LeaveAnswers(Said):
    """The answers of the form for leave; None, or not `…_said`, where a question has not been answered."""

    purpose: str | None = None
    words: str = field(default="", repr=False)
    abroad: bool | None = None
    place: str = field(default="", repr=False)
    travels_with: str = field(default="", repr=False)
    return_booked: bool | None = None
    back: date | None = None
    journey_said: bool = False
    set_apart: date | None = None
    festival_said: bool = False
    exam: str = ""
    licence: str = ""
    licensed_by: str = ""
    licence_said: bool = False

    @property
    def what(self) -> Purpose | None:
        return Purpose(self.purpose) if self.purpose else None

    @property
    def needs_licence(self) -> bool:
        return self.what is not None and usual_ground(self.what) in LICENSED


def leave_answers(said: Mapping[str, object]) -> LeaveAnswers:
    """What is kept of the answers, as values."""
    given = dict(said)
    for word in _DAYS:
        given[word] = date.fromisoformat(str(given[word])) if given.get(word) else None
    children = given.get("children")
    given["children"] = tuple(int(pk) for pk in children) if isinstance(children, list) else ()
    return LeaveAnswers(**given)  # type: ignore[arg-type]  # written by `as_kept` alone


def as_kept(answers: LeaveAnswers) -> dict[str, object]:
    """Answers as they are kept."""
    held = {one.name: getattr(answers, one.name) for one in dataclasses.fields(answers)}
    days = {word: held[word].isoformat() if held[word] else None for word in _DAYS}
    return held | days | {"children": list(answers.children)}


def why_not(first: date, last: date, today: date) -> str:
    """Why the form takes no request for these days; empty when it does."""
    if last < first:
        return "The last day is before the first day. Check both"
    if first < today - EARLIEST:
        return "That is more than a month ago. Write to the school about it"
    if last > today + LATEST:
        return "That is more than a year ahead. Check the year"
    return ""
