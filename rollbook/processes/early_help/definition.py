"""Agencies around a family, with its consent: assessed, planned, reviewed, stepped up or down (CASE-D, DAY-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.rules.process import (
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
from rollbook.rules.sources import refuse


@dataclass(frozen=True, slots=True)
class Facts:
    """What the family wants help with, that it agreed, who leads, and what was planned."""

    worry: str = ask("What is it about, in the family’s words?", long=True, required=True, default="")
    strengths: str = ask("What goes well?", long=True, default="")
    pupil_says: str = ask("What does the pupil say?", long=True, default="")
    consent_by: str = ask("Who agreed that agencies are told?", required=True, default="")
    consent_on: date | None = ask("On which day?", required=True)
    consent_how: str = ask("How?", help="Signed, by e-mail, said at the meeting …", required=True, default="")
    lead: str = ask("Who leads, and from which agency?", required=True, default="")
    agencies: tuple[str, ...] = ask("Who is part of it?", help="One line each.", required=True, default=())
    plan: tuple[str, ...] = ask(
        "What was planned?", help="One line each: what, who, and by when.", required=True, default=()
    )
    review_says: str = ask("What did the review find?", long=True, required=True, default="")


def agreed(facts: Facts, situation: Situation) -> None:
    """Refuse to pass anything on without the family's consent."""
    if situation.last("consent:no") and not situation.last("consent:yes"):
        raise refuse("DAY-4", "The family has not agreed, so no agency is told. Offer what the school can do itself.")


PROCESS = Process(
    key="early_help",
    name="Early help",
    says="With the family’s consent several agencies make one plan, led by one person and reviewed together.",
    facts=Facts,
    law=("DAY-4",),
    steps=(
        Step("talk", "Talk with the family", asks=("worry", "strengths", "pupil_says")),
        Step(
            "consent",
            "Ask for consent",
            after=("talk",),
            asks=("consent_by", "consent_on", "consent_how"),
            letter="consent",
            again=True,
            unless=("consent:yes",),
            choices=(
                Choice("yes", "The family agrees"),
                Choice("no", "The family does not agree", ends="no-consent", needs_reason=True),
                Choice("later", "The family wants to think about it"),
            ),
        ),
        Step("refer", "Refer, and agree who leads", after=("consent:yes",), asks=("lead", "agencies"), check=agreed),
        Step("plan", "Write the plan together", after=("refer",), asks=("plan",), meeting="other"),
        Step(
            "review",
            "Review it together",
            after=("plan",),
            asks=("review_says", "plan"),
            again=True,
            choices=(
                Choice("goes-on", "Goes on"),
                Choice("met", "Its aims are met", ends="met"),
                Choice("up", "Stepped up to social care", ends="stepped-up", needs_reason=True),
                Choice("down", "The school goes on alone", ends="stepped-down"),
                Choice("withdrawn", "The family no longer wants it", ends="withdrawn", needs_reason=True),
            ),
        ),
    ),
    clocks=(
        Clock("consent", 5, after="talk", says="Ask for consent", pauses=True),
        Clock("consent", 5, after="consent:later", says="Ask again", pauses=True),
        Clock("refer", 3, after="consent:yes", says="Refer"),
        Clock("plan", 15, after="refer", says="Write the plan together", pauses=True),
        Clock("review", 6, Unit.SCHOOL_WEEKS, "plan", says="The first review"),
        Clock("review", 6, Unit.SCHOOL_WEEKS, "review:goes-on", says="The next review"),
    ),
    outcomes=(
        Outcome("met", "Its aims were met"),
        Outcome("stepped-up", "Stepped up to social care"),
        Outcome("stepped-down", "The school goes on alone"),
        Outcome("no-consent", "The family did not agree"),
        Outcome("withdrawn", "The family no longer wanted it"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
)
