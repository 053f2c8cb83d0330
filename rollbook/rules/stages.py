"""A school's own stages of support: what begins each, what is done in it, and when it is looked at again (CASE-B).

The stages are the school's policy, dated; that support comes first, and is reviewed, is guidance (DAY-4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rollbook.rules.attendance import absence_of
from rollbook.rules.sources import refuse
from rollbook.rules.standing import Standing

MOST_STAGES, LONGEST_NAME, LONGEST_DOES = 6, 60, 300
MOST_WEEKS = 12


class Measure(StrEnum):
    """What a stage looks at; every one is counted from the marks."""

    ABSENCE = "absence"
    UNAUTHORISED = "unauthorised"
    LATE = "late"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def most(self) -> int:
        return 100 if self is Measure.ABSENCE else 400


_LABELS = {
    Measure.ABSENCE: "per cent of possible sessions missed this year",
    Measure.UNAUTHORISED: "unauthorised sessions in ten school weeks",
    Measure.LATE: "times late this year",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: it is reached at so much of a measure, and is looked at again after so many school weeks."""

    name: str
    measure: Measure
    at: int
    does: str
    review_weeks: int = 4

    @property
    def says(self) -> str:
        return f"{self.name}: at {self.at} {self.measure.label}"

    def is_reached(self, standing: Standing) -> bool:
        """Equality counts; a share is compared on whole numbers, and nothing is reached where nothing was possible."""
        if self.measure is Measure.ABSENCE:
            totals = standing.totals
            return totals.possible > 0 and totals.absent * 100 >= totals.possible * self.at
        return counted(standing, self.measure) >= self.at


@dataclass(frozen=True, slots=True)
class Reached:
    """The highest stage that a pupil stands at: its number from 1, and a sentence that says why."""

    number: int
    stage: Stage
    says: str


def counted(standing: Standing, measure: Measure) -> int:
    """What a measure counts of a pupil on the day."""
    if measure is Measure.UNAUTHORISED:
        return len(standing.window.sessions)
    return standing.times_late if measure is Measure.LATE else standing.totals.absent


def stage_of(standing: Standing, stages: Sequence[Stage]) -> Reached | None:
    """The highest stage whose own measure is reached, or None below them all; a stage passed over is passed."""
    for number in range(len(stages), 0, -1):
        stage = stages[number - 1]
        if stage.is_reached(standing):
            return Reached(number, stage, f"Stage {number}, {stage.name.lower()}: {_why(standing, stage)}.")
    return None


def stages_with(stages: Iterable[Stage], allowed: Sequence[Measure]) -> tuple[Stage, ...]:
    """The stages of a policy, checked: each with a name and an act, and rising within each measure (DAY-4)."""
    chosen = tuple(stages)
    if not chosen:
        raise refuse("DAY-4", "There is no stage. Write at least one: support comes before anything else.")
    if len(chosen) > MOST_STAGES:
        raise refuse(
            "DAY-4", f"There are {len(chosen)} stages. Keep it to {MOST_STAGES}; more than that nobody follows."
        )
    for number, stage in enumerate(chosen, start=1):
        _check(number, stage, allowed)
        before = [one.at for one in chosen[: number - 1] if one.measure is stage.measure]
        if before and stage.at <= before[-1]:
            raise refuse(
                "DAY-4",
                f"Stage {number} begins at {stage.at} and the one before it at {before[-1]}. Each begins later.",
            )
    return chosen


def _check(number: int, stage: Stage, allowed: Sequence[Measure]) -> None:
    if not stage.name.strip() or len(stage.name) > LONGEST_NAME:
        raise refuse("DAY-4", f"Stage {number} has no name, or one longer than {LONGEST_NAME} characters.")
    if not stage.does.strip() or len(stage.does) > LONGEST_DOES:
        raise refuse("DAY-4", f"Say in at most {LONGEST_DOES} characters what is done in stage {number}.")
    if stage.measure not in allowed:
        raise refuse("DAY-4", f"Stage {number} looks at something else than this process does. Choose another measure.")
    if not 1 <= stage.at <= stage.measure.most:
        raise refuse("DAY-4", f"Stage {number} begins at {stage.at}. Write a number from 1 to {stage.measure.most}.")
    if not 1 <= stage.review_weeks <= MOST_WEEKS:
        raise refuse("DAY-4", f"Stage {number} is looked at again after 1 to {MOST_WEEKS} school weeks.")


def _why(standing: Standing, stage: Stage) -> str:
    if stage.measure is Measure.ABSENCE:
        totals = standing.totals
        return f"{totals.absent} of {totals.possible} possible sessions missed ({absence_of(totals)}%)"
    return f"{counted(standing, stage.measure)} {stage.measure.label}"
