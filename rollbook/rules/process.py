"""A process of the office as one declaration: its steps, who takes them, its clocks, letters and outcomes.

The same value draws the task list of a case, its clocks on Today and the diagram in the documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from rollbook.rules.access import Permission, Role
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.sessions import Session

if TYPE_CHECKING:
    from rollbook.rules.standing import Standing

F = TypeVar("F")

OPENED = "opened"
FACT = "fact:"


class Unit(StrEnum):
    """What a clock counts; the law says which."""

    SCHOOL_DAYS = "school days"
    DAYS = "days"
    WORKING_DAYS = "working days"
    SCHOOL_WEEKS = "school weeks"
    MONTHS = "months"


class Opens(StrEnum):
    """How a case begins: by Rollbook when the trigger holds, as a suggestion to a person, or by a person alone."""

    BY_ITSELF = "by itself"
    SUGGESTED = "suggested"
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Clock:
    """By when a step is to be taken: so many days after another step, or after a day among the facts.

    `after` is `opened`, a step, `step:choice`, or `fact:<name>` for a date among the facts. With a `rule` the
    clock is the law's; without one it is the school's own. Only a clock that `pauses` stops while the case rests.
    """

    step: str
    days: int
    unit: Unit = Unit.SCHOOL_DAYS
    after: str = OPENED
    says: str = ""
    rule: str = ""
    pauses: bool = False

    @property
    def is_law(self) -> bool:
        return bool(self.rule)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way a step can be decided; `ends` is the outcome with which it closes the case, if it does."""

    key: str
    says: str
    ends: str = ""
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case can end. One that is `by_hand` may close it at any time, with a reason; nothing closes without one."""

    key: str
    says: str
    by_hand: bool = False


NOT_NEEDED = Outcome("not-needed", "No longer needed", by_hand=True)
LEFT_SCHOOL = Outcome("left-school", "The pupil left the school", by_hand=True)
MISTAKE = Outcome("mistake", "Opened by mistake", by_hand=True)


@dataclass(frozen=True, slots=True)
class Step(Generic[F]):
    """Something that is done in a case.

    It is open once any of `after` has happened (steps, or `step:choice`; none: from the start), all of `needs`
    have, and none of `unless`. `asks` names the facts that it records; a step with `choices` decides one of them.
    `check` raises Refused where the law or the facts forbid it (given the facts as they would then stand);
    `letter` and `meeting` are kinds that the step offers to write or to call. `again` may be taken more than once.
    `offers` says what its form begins with for facts that are not known yet; a person takes it over or not.
    """

    key: str
    says: str
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    who: Role | None = None
    may: Permission = Permission.WORK_CASES
    letter: str = ""
    meeting: str = ""
    again: bool = False
    optional: bool = False
    ends: str = ""
    help: str = ""
    rule: str = ""
    check: Callable[[F, Situation], None] | None = None
    warns: Callable[[F, Situation], tuple[str, ...]] | None = None
    offers: Callable[[F, Situation], Mapping[str, object]] | None = None

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: which, how it was decided, the day it happened, when and by whom it was recorded."""

    number: int
    step: str
    choice: str
    on: date
    at: datetime
    by: str

    @property
    def marks(self) -> tuple[str, ...]:
        """How other steps and clocks refer to it."""
        return (self.step, f"{self.step}:{self.choice}") if self.choice else (self.step,)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another case of the same pupil, open or closed, as a process may look at it."""

    process: str
    contact: int | None
    opened_on: date
    closed_on: date | None
    outcome: str
    facts: object


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules of a process may look at besides the facts; `on` is the day they are asked.

    `standing` is how the pupil's marks stand on that day; `contact` the parent concerned, where there is one.
    """

    on: date
    opened_on: date
    born: date
    calendar: SchoolCalendar
    taken: tuple[Taken, ...] = ()
    standing: Standing | None = None
    earlier: tuple[Earlier, ...] = ()
    contact: int | None = None

    def last(self, step: str) -> Taken | None:
        """The last time a step (or `step:choice`) was taken."""
        return next((taken for taken in reversed(self.taken) if step in taken.marks), None)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Why a case should begin: in one sentence, with the sessions that say so and the rule.

    `key` names the occasion, so that the same occasion opens one case however often it is looked at.
    """

    key: str
    says: str
    rule: str
    sessions: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """Something that a case page shows beside its steps, worked out anew each time: a sentence and a table."""

    title: str
    says: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    rule: str = ""

    @property
    def labelled(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Each row's cells with the names of their columns."""
        return tuple(tuple(zip(self.columns, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Process(Generic[F]):
    """A process of the office (law or policy behind it in `law`, as rule ids), of which cases are opened.

    `trigger` looks at a pupil's standing; `still` says in a sentence why what began the case no longer stands
    (empty while it does); `raises` what else the owner must be told, in sentences, each told once; `goes_beyond`
    whether a new trigger says more than an open case has reached, which is then told in it. `per_contact`: one case
    for each parent concerned; `many`: several may be open at once. `fields` are what its letters may say beyond what
    every letter may, with `tells` filling them from the facts.
    """

    key: str
    name: str
    says: str
    facts: type[F]
    steps: tuple[Step[F], ...]
    outcomes: tuple[Outcome, ...]
    law: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()
    owner: Role = Role.ATTENDANCE_ADMINISTRATOR
    opens: Opens = Opens.BY_HAND
    trigger: Callable[[Standing], Trigger | None] | None = None
    still: Callable[[F, Situation], str] | None = None
    raises: Callable[[F, Situation], tuple[str, ...]] | None = None
    goes_beyond: Callable[[F, Trigger], bool] | None = None
    per_contact: bool = False
    many: bool = False
    sees: Permission = Permission.SEE_CASES
    may_open: Permission = Permission.WORK_CASES
    fields: Mapping[str, str] = field(default_factory=dict)
    tells: Callable[[F, Situation], Mapping[str, str]] | None = None
    shows: Callable[[F, Situation], tuple[Panel, ...]] | None = None

    def step(self, key: str) -> Step[F]:
        """The step of that key; KeyError for none, which is our mistake."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(f"{self.key} has no step “{key}”")

    def outcome(self, key: str) -> Outcome:
        for outcome in self.outcomes:
            if outcome.key == key:
                return outcome
        raise KeyError(f"{self.key} has no outcome “{key}”")


AnyProcess = Process[Any]
