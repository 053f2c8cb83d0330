"""A small process to try the caseload with, and a class of pupils about whom it is run."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.cases.actions import open_case, raise_notice, take_step
from rollbook.cases.known import know
from rollbook.cases.models import CaseNotice, Suggestion
from rollbook.cases.words import kept
from rollbook.pupils.models import Pupil
from rollbook.rules.process import (
    NOT_NEEDED,
    Choice,
    Clock,
    Opens,
    Outcome,
    Panel,
    Process,
    Situation,
    Step,
    Trigger,
    Unit,
)
from rollbook.rules.process_facts import ask
from rollbook.rules.sources import refuse
from rollbook.rules.standing import Standing
from rollbook.schools.models import School
from tests.builders import an_actor


class Way(StrEnum):
    """How the family was met."""

    SCHOOL = "school"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a plan."""

    why: str = ask("What is the difficulty?", long=True, default="", required=True)
    way: Way | None = ask("Where did you meet?")
    told_on: date | None = ask("When was the family told?")


def begins(standing: Standing) -> Trigger | None:
    """At one unauthorised session."""
    sessions = standing.window.sessions
    return Trigger("first", f"{len(sessions)} unauthorised", "PEN-1", sessions) if sessions else None


def still(facts: Facts, situation: Situation) -> str:
    """Whether there still is one."""
    gone = situation.standing is not None and not situation.standing.window.sessions
    return "The absence that began this was authorised since." if gone else ""


def told_first(facts: Facts, situation: Situation) -> None:
    """The family is told before it is met."""
    if facts.told_on is None:
        raise refuse("DAY-4", "Tell the family before you meet.")


PLAN: Process[Facts] = Process(
    key="test_plan",
    name="Support plan",
    says="Support that is written down and reviewed.",
    facts=Facts,
    law=("DAY-4",),
    steps=(
        Step("write", "Write the plan", asks=("why", "told_on")),
        Step("meet", "Meet the family", after=("write",), asks=("way",), check=told_first),
        Step(
            "review",
            "Review the plan",
            after=("meet",),
            again=True,
            choices=(Choice("go-on", "Go on"), Choice("end", "End the plan", ends="improved", needs_reason=True)),
        ),
    ),
    outcomes=(Outcome("improved", "Attendance improved"), NOT_NEEDED),
    clocks=(
        Clock("write", 2, says="Write the plan"),
        Clock("meet", 5, after="write", pauses=True),
        Clock("review", 6, Unit.SCHOOL_WEEKS, after="meet", rule="DAY-4"),
    ),
    opens=Opens.SUGGESTED,
    trigger=begins,
    still=still,
    shows=lambda facts, situation: (Panel("Where it stands", facts.why or "Nothing is known yet."),),
)

know(PLAN)


def a_case(school: School, pupil: Pupil) -> dict[str, uuid.UUID]:
    """A case with one step taken and something raised in it, and a suggestion beside it, for the addresses."""
    actor = an_actor(school)
    case = open_case(actor, process=PLAN.key, pupil=pupil.pk, why="Asked by the tutor")
    take_step(actor, case=case, step="write", answers={"why": "Mornings are hard", "told_on": actor.today})
    raise_notice(actor, case=case, key="moved", says="The family has moved.")
    suggested = Suggestion(school=school, process=PLAN.key, pupil=pupil, key="first", rule="PEN-1", at=actor.now)
    suggested.says = kept("1 unauthorised", suggested.public_id, "suggestion")
    suggested.save()
    return {
        "case": case,
        "notice": CaseNotice.objects.get(school=school).public_id,
        "suggestion": suggested.public_id,
    }
