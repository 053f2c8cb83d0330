"""Coming back after long: prepared, met, begun, and looked at after two and six weeks (CASE-C)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.rules.process import (
    FACT,
    LEFT_SCHOOL,
    MISTAKE,
    NOT_NEEDED,
    Choice,
    Clock,
    Outcome,
    Process,
    Situation,
    Step,
    Unit,
)
from rollbook.rules.process_facts import ask
from rollbook.rules.sessions import in_words


class After(StrEnum):
    """What the pupil comes back from."""

    SUSPENSION = "suspension"
    ILLNESS = "illness"
    PROVISION = "provision"
    ABSENCE = "absence"

    @property
    def label(self) -> str:
        return _AFTER[self]


_AFTER = {
    After.SUSPENSION: "A suspension",
    After.ILLNESS: "A long illness",
    After.PROVISION: "Provision elsewhere",
    After.ABSENCE: "A long absence",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the pupil comes back from, when, to whom, and what must be ready."""

    after: After | None = ask("What does the pupil come back from?", required=True)
    returns_on: date | None = ask("On which day?", required=True)
    staff_know: str = ask(
        "What must staff know?", help="What helps in a lesson, and no more (MED-4, SAF-5).", required=True, default=""
    )
    missed: str = ask("What was missed, and how is it made up?", long=True, default="")
    who_came: str = ask("Who was at the meeting?", required=True, default="")
    plan: tuple[str, ...] = ask("What was agreed?", help="One line each: what, who, when.", required=True, default=())
    meets: str = ask("Who meets the pupil on the first morning?", required=True, default="")
    review_says: str = ask("How does it go?", long=True, required=True, default="")


def not_a_condition(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """Nobody is kept away until a meeting has been held."""
    if facts.after is After.SUSPENSION:
        return ("The pupil comes back on the day after the suspension, whether or not the parents come to a meeting.",)
    return ()


def told(facts: Facts, situation: Situation) -> dict[str, str]:
    return {
        "returns_on": in_words(facts.returns_on) if facts.returns_on else "",
        "met_by": facts.meets or "A member of staff",
    }


PROCESS = Process(
    key="reintegration",
    name="Reintegration",
    says="A pupil who was away for long comes back to a place that is ready, and two reviews say whether it holds.",
    facts=Facts,
    law=("DAY-4", "MED-4", "SAF-5"),
    steps=(
        Step(
            "prepare", "Prepare the return", asks=("after", "returns_on", "staff_know", "missed"), warns=not_a_condition
        ),
        Step(
            "meet",
            "Meet the family",
            after=("prepare",),
            asks=("who_came", "plan", "meets"),
            meeting="reintegration",
            choices=(Choice("held", "Held"), Choice("not-held", "Offered, and nobody came", needs_reason=True)),
        ),
        Step("invite", "Write to the family", after=("prepare",), letter="return", optional=True),
        Step(
            "first_day",
            "Record the first day",
            after=("prepare",),
            choices=(Choice("came", "Came"), Choice("did-not", "Did not come", needs_reason=True)),
            again=True,
            unless=("first_day:came",),
        ),
        Step(
            "review",
            "Look at how it goes",
            after=("first_day:came",),
            asks=("review_says",),
            again=True,
            choices=(
                Choice("goes-on", "Goes on"),
                Choice("holds", "It holds", ends="holds"),
                Choice("other", "Another support is needed", ends="other", needs_reason=True),
            ),
        ),
    ),
    clocks=(
        Clock("meet", 0, after=f"{FACT}returns_on", says="Before the first day"),
        Clock("first_day", 0, after=f"{FACT}returns_on", says="The first day"),
        Clock("review", 2, Unit.SCHOOL_WEEKS, "first_day:came", says="After two weeks"),
        Clock("review", 4, Unit.SCHOOL_WEEKS, "review:goes-on", says="After six weeks"),
    ),
    outcomes=(
        Outcome("holds", "It holds"),
        Outcome("other", "Another support is needed"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
    fields={
        "returns_on": "the day on which a pupil comes back, in words",
        "met_by": "who meets the pupil on the first morning",
    },
    tells=told,
)
