"""A pupil on the roll and not in full-time education: listed, reported, reviewed every half-term (CME-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.rules.full_time import ends_on, missing_out
from rollbook.rules.process import (
    FACT,
    LEFT_SCHOOL,
    MISTAKE,
    NOT_NEEDED,
    Choice,
    Clock,
    Opens,
    Outcome,
    Panel,
    Process,
    Situation,
    Step,
    Unit,
)
from rollbook.rules.process_facts import ask
from rollbook.rules.sources import refuse

HALF_TERM_OF_WEEKS = 6


class Because(StrEnum):
    """Why a pupil is not in full-time education."""

    PART_TIME = "part-time"
    ELSEWHERE = "elsewhere"
    ILL = "ill"
    SEPARATED = "separated"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _BECAUSE[self]


_BECAUSE = {
    Because.PART_TIME: "A part-time timetable (code C2)",
    Because.ELSEWHERE: "Provision that the authority arranged (code K)",
    Because.ILL: "A long illness (code I)",
    Because.SEPARATED: "A safeguarding separation",
    Because.OTHER: "Another reason",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Why, since when, how many hours, until when; and what the authority was told."""

    because: Because | None = ask("Why is the pupil not in full-time education?", required=True)
    since: date | None = ask("Since when?", required=True)
    hours_a_week: int | None = ask("How many hours a week is the pupil taught?", required=True)
    where: str = ask("Where, and by whom?", required=True, default="")
    planned_end: date | None = ask("When is it planned to end?")
    parent_agrees: bool | None = ask("Has a parent with whom the pupil lives agreed?")
    authority: str = ask("To which authority?", required=True, default="")
    sent_how: str = ask("How was it reported?", required=True, default="")
    reference: str = ask("The authority’s reference", default="")
    reviewed_with: str = ask("Who was at the review?", required=True, default="")
    review_says: str = ask("What was found, and what changes?", long=True, required=True, default="")


def listed(facts: Facts, situation: Situation) -> None:
    """A part-time timetable is agreed with a parent and has an end (PTT-1)."""
    if facts.because is not Because.PART_TIME:
        return
    if facts.planned_end is None:
        raise refuse("PTT-1", "A part-time timetable has an end. Give the day on which it is planned to end.")
    if not facts.parent_agrees:
        raise refuse("PTT-1", "A part-time timetable needs the agreement of a parent with whom the pupil lives.")


def warned(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """What is easily done wrong with this reason."""
    if facts.because is Because.SEPARATED:
        return ("A safeguarding separation is no suspension: the head chooses the code, never E; keep the advice.",)
    return ()


def at_a_glance(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """The line of the authority's list."""
    if facts.because is None or facts.since is None:
        return ()
    row = (facts.because.label, f"{facts.since:%d/%m/%Y}", str(facts.hours_a_week or "–"), ends_on(facts.planned_end))
    return (Panel("On the list", "", ("Why", "Since", "Hours a week", "Planned end"), (row,), "CME-3"),)


def told(facts: Facts, situation: Situation) -> dict[str, str]:
    return {
        "hours_a_week": str(facts.hours_a_week or ""),
        "taught_where": facts.where,
        "planned_end": ends_on(facts.planned_end),
    }


PROCESS = Process(
    key="missing_out",
    name="Missing out on education",
    says="A pupil on the roll who is not in full-time education is listed, reported and reviewed every half-term.",
    facts=Facts,
    law=("CME-3", "PTT-1", "MED-3"),
    opens=Opens.SUGGESTED,
    trigger=missing_out,
    shows=at_a_glance,
    steps=(
        Step(
            "list",
            "Put the pupil on the list",
            asks=("because", "since", "hours_a_week", "where", "planned_end", "parent_agrees"),
            check=listed,
            warns=warned,
            rule="CME-3",
        ),
        Step(
            "report",
            "Report to the authority, by its protocol",
            after=("list",),
            asks=("authority", "sent_how", "reference"),
            rule="CME-3",
        ),
        Step(
            "invite",
            "Invite the parents to the review",
            after=("list",),
            optional=True,
            again=True,
            letter="review",
        ),
        Step(
            "review",
            "Review with the family: more hours, or full-time?",
            after=("list",),
            asks=("reviewed_with", "review_says", "hours_a_week", "planned_end"),
            again=True,
            choices=(
                Choice("goes-on", "Goes on, with the plan as it now is"),
                Choice("full-time", "Full-time again", ends="full-time"),
                Choice("elsewhere", "Full-time elsewhere", ends="elsewhere"),
            ),
        ),
    ),
    clocks=(
        Clock("report", 5, after="list", says="Report to the authority"),
        Clock("review", HALF_TERM_OF_WEEKS, Unit.SCHOOL_WEEKS, "list", says="The half-termly review"),
        Clock("review", HALF_TERM_OF_WEEKS, Unit.SCHOOL_WEEKS, "review", says="The half-termly review"),
        Clock("review", 0, after=f"{FACT}planned_end", says="The planned end has come"),
    ),
    outcomes=(
        Outcome("full-time", "Full-time again"),
        Outcome("elsewhere", "Full-time elsewhere"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
    fields={
        "hours_a_week": "how many hours a week the pupil is taught",
        "taught_where": "where the pupil is taught, and by whom",
        "planned_end": "when less than full-time education is planned to end, in words",
    },
    tells=told,
)
