"""The school's stages as they stand, and what others would change for the pupils of today (CASE-B)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.absence.queries.standings import standings
from rollbook.audit.once import once
from rollbook.cases.finding import Staged, staged_processes
from rollbook.cases.models import StagePolicy
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.stages import Measure, Reached, Stage, stage_of


@dataclass(frozen=True, slots=True)
class StagesLine:
    """One version of the stages; version 0 is what Rollbook brings."""

    version: int
    valid_from: date | None
    stages: tuple[Stage, ...]
    made_at: datetime | None
    by_name: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A pupil who would stand at another stage, with what stands now and what would."""

    pupil: PupilLine
    now: Reached | None
    then: Reached | None

    @property
    def says(self) -> str:
        if self.then is None:
            return "would be at no stage"
        return self.then.says


@dataclass(frozen=True, slots=True)
class Preview:
    """What other stages would change today: whom they would move, and how many stand at each, now and then."""

    moved: tuple[Moved, ...]
    now: tuple[int, ...]
    then: tuple[int, ...]


def staged(process: str) -> Staged:
    """A process that runs by stages; NotFound for any other."""
    if process not in staged_processes():
        raise NotFound("This process does not run by the school’s stages.")
    return staged_processes()[process]


def stages_on(actor: Actor, process: str, day: date) -> StagesLine:
    """The stages in force on a day: the school's, or those that Rollbook brings."""
    for line in stage_versions(actor, process):
        if line.valid_from is None or line.valid_from <= day:
            return line
    raise LookupError("the brought stages are always there")


@once
def stage_versions(actor: Actor, process: str) -> tuple[StagesLine, ...]:
    """Every version, the newest first, and last what Rollbook brings: one statement."""
    rows = StagePolicy.objects.filter(school_id=actor.school, process=process).order_by("-valid_from", "-version")
    own = tuple(
        StagesLine(row.version, row.valid_from, stages_of(row.stages), row.made_at, row.by_name) for row in rows
    )
    return (*own, StagesLine(0, None, staged(process).usual, None, "Rollbook"))


def what_would_change(actor: Actor, process: str, stages: Sequence[Stage]) -> Preview:
    """Whom these stages would move today against those in force; nothing is saved: few statements."""
    actor.require(Permission.SEE_WATCH_LISTS)
    standing, in_force = standings(actor), stages_on(actor, process, actor.today).stages
    now = {pupil: stage_of(one, in_force) for pupil, one in standing.items()}
    then = {pupil: stage_of(one, stages) for pupil, one in standing.items()}
    lines = pupil_lines(actor, [p for p in standing if _number(now[p]) != _number(then[p])], actor.today)
    moved = tuple(Moved(line, now[line.id], then[line.id]) for line in lines)
    return Preview(moved, _counts(now.values(), len(in_force)), _counts(then.values(), len(stages)))


def stages_of(kept: object) -> tuple[Stage, ...]:
    """Stages as they are kept, read back."""
    rows = kept if isinstance(kept, list) else []
    return tuple(Stage(name, Measure(measure), at, does, weeks) for name, measure, at, does, weeks in rows)


def _number(reached: Reached | None) -> int:
    return reached.number if reached else 0


def _counts(reached: object, stages: int) -> tuple[int, ...]:
    numbers = [_number(one) for one in reached]  # type: ignore[attr-defined]
    return tuple(numbers.count(n) for n in range(1, stages + 1))
