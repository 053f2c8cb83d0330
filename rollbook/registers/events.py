"""What the attendance register announces."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class MarksSaved(Event):
    """A save was stored, by whatever road; counts by outcome."""

    verb: ClassVar[str] = "saved marks"
    save_id: uuid.UUID
    kind: str
    group_id: int | None
    on: date | None
    half: int | None
    stored: int
    amended: int
    conflicts: int
    refused: int

    @property
    def subject(self) -> str:
        return f"save:{self.save_id}"


@dataclass(frozen=True, slots=True)
class AbsencePlanned(Event):
    """It is known ahead that a pupil will not be here in the ordinary way."""

    verb: ClassVar[str] = "planned an absence"
    pupil: str
    first: date
    last: date
    code: str

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class PlanEnded(Event):
    """A planned absence was withdrawn."""

    verb: ClassVar[str] = "withdrew a planned absence"
    pupil: str
    plan_id: int

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class DaySealed(Event):
    """The day's fingerprint of the register was signed."""

    verb: ClassVar[str] = "sealed the register"
    day: date
    seq: int

    @property
    def subject(self) -> str:
        return f"seal:{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class MonthCopied(Event):
    """A month of the register was copied to a sealed file; `digest` is the file's SHA-256."""

    verb: ClassVar[str] = "copied the month's register"
    month: str
    digest: str

    @property
    def subject(self) -> str:
        return f"copy:{self.month}"


@dataclass(frozen=True, slots=True)
class YearRowsMade(Event):
    """New rows were made for pupils' years."""

    verb: ClassVar[str] = "made the year's rows"
    year: int
    rows: int


@dataclass(frozen=True, slots=True)
class AbsencesPlanned(Event):
    """It is known ahead that many pupils will not be here in the ordinary way, all for one reason."""

    verb: ClassVar[str] = "planned absences"
    save_id: uuid.UUID
    pupils: int
    first: date
    last: date
    code: str

    @property
    def subject(self) -> str:
        return f"save:{self.save_id}"


@dataclass(frozen=True, slots=True)
class PlansEnded(Event):
    """Planned absences were withdrawn together; what they said stays in the chain."""

    verb: ClassVar[str] = "withdrew planned absences"
    save_id: uuid.UUID
    plans: int

    @property
    def subject(self) -> str:
        return f"save:{self.save_id}"


@dataclass(frozen=True, slots=True)
class DayClosed(Event):
    """Somebody looked at everything the day leaves, and closed it; the counts are of what was left."""

    verb: ClassVar[str] = "closed the day"
    day: date
    blanks: int
    unconfirmed: int
    no_reason: int

    @property
    def subject(self) -> str:
        return f"day:{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class ConflictSettled(Event):
    """Somebody said with a reason that the mark that stands is right."""

    verb: ClassVar[str] = "kept a mark after a conflict"
    pupil: str
    on: date
    half: int

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class MarkChallenged(Event):
    """The office asked the person who entered a code whether it is right."""

    verb: ClassVar[str] = "asked about a mark"
    user_id: int
    pupil: str
    on: date
    half: int
    code: str

    @property
    def subject(self) -> str:
        return f"staff:{self.user_id}"


@dataclass(frozen=True, slots=True)
class MarkAnswered(Event):
    """The person who took a register answered the office."""

    verb: ClassVar[str] = "answered about a mark"
    user_id: int
    pupil: str
    on: date
    half: int
    was_there: bool

    @property
    def subject(self) -> str:
        return f"staff:{self.user_id}"


@dataclass(frozen=True, slots=True)
class RegisterNudged(Event):
    """Those who take a late register were asked for it, in the product; by e-mail and text once there are messages."""

    verb: ClassVar[str] = "asked for a register"
    register: str
    on: date
    user_ids: tuple[int, ...]

    @property
    def subject(self) -> str:
        return f"register:{self.register}"


@dataclass(frozen=True, slots=True)
class RegisterEscalated(Event):
    """A register stayed late, so the next step of the school's ladder was told."""

    verb: ClassVar[str] = "told the next of a late register"
    register: str
    on: date
    step: int
    user_ids: tuple[int, ...]

    @property
    def subject(self) -> str:
        return f"register:{self.register}"


@dataclass(frozen=True, slots=True)
class StaffSent(Event):
    """A member of staff was sent to a room whose register is late."""

    verb: ClassVar[str] = "sent somebody for a register"
    register: str
    on: date
    user_id: int

    @property
    def subject(self) -> str:
        return f"register:{self.register}"


@dataclass(frozen=True, slots=True)
class ChaseStamped(Event):
    """Somebody asked or sent for a register was seen to come a step further, or it was taken back (`what`)."""

    verb: ClassVar[str] = "noted how a late register stands"
    register: str
    on: date
    what: str

    @property
    def subject(self) -> str:
        return f"register:{self.register}"


@dataclass(frozen=True, slots=True)
class LadderSet(Event):
    """From a day on, others are told of late registers, or after other times."""

    verb: ClassVar[str] = "set who is told of late registers"
    version: int
    from_day: date
    steps: int


@dataclass(frozen=True, slots=True)
class LessonSaved(Event):
    """A lesson's register was saved and no session mark came of it; counts by outcome."""

    verb: ClassVar[str] = "saved a lesson's register"
    save_id: uuid.UUID
    lesson: str
    on: date
    stored: int
    conflicts: int
    refused: int

    @property
    def subject(self) -> str:
        return f"save:{self.save_id}"


@dataclass(frozen=True, slots=True)
class SessionRuleSet(Event):
    """From a day on, the marks of a half come from another place."""

    verb: ClassVar[str] = "set where session marks come from"
    version: int
    from_day: date


@dataclass(frozen=True, slots=True)
class SchoolClosedSuddenly(Event):
    """The whole school is closed unexpectedly on a day; families are not asked. `halves` is "01" or "1"."""

    verb: ClassVar[str] = "closed the school suddenly"
    save_id: uuid.UUID
    on: date
    halves: str
    pupils: int

    @property
    def subject(self) -> str:
        return f"day:{self.on.isoformat()}"


@dataclass(frozen=True, slots=True)
class SchoolReopened(Event):
    """A sudden closure was taken back: the day is as any other."""

    verb: ClassVar[str] = "took a sudden closure back"
    save_id: uuid.UUID
    on: date

    @property
    def subject(self) -> str:
        return f"day:{self.on.isoformat()}"


@dataclass(frozen=True, slots=True)
class PupilNotArrived(Event):
    """A pupil on the roll has not come since the day first expected; `heard` as the office knows (ADM-3, CME-1)."""

    verb: ClassVar[str] = "followed up a pupil who has not come"
    pupil: str
    expected: date
    heard: str

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class OccasionSet(Event):
    """A festival or a time of fasting was set with its days."""

    verb: ClassVar[str] = "set an occasion"
    occasion: uuid.UUID
    first: date
    last: date

    @property
    def subject(self) -> str:
        return f"occasion:{self.occasion}"


@dataclass(frozen=True, slots=True)
class RouteSet(Event):
    """A route to school was set or ended; `riders` are those it carries from then on."""

    verb: ClassVar[str] = "set a route"
    route: uuid.UUID
    riders: int

    @property
    def subject(self) -> str:
        return f"route:{self.route}"
