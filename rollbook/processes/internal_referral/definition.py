"""What a colleague asks for: referred, allocated, accepted, worked, and reported back (CASE-J)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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
)
from rollbook.rules.process_facts import ask


class Asked(StrEnum):
    """What a colleague asks for."""

    ATTENDANCE = "attendance"
    PUNCTUALITY = "punctuality"
    FAMILY = "family"
    MENTOR = "mentor"
    CAREERS = "careers"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _ASKED[self]


_ASKED = {
    Asked.ATTENDANCE: "Help with attendance",
    Asked.PUNCTUALITY: "Help with coming on time",
    Asked.FAMILY: "Work with the family",
    Asked.MENTOR: "A mentor or key adult",
    Asked.CAREERS: "Careers service: over sixteen and not taking part",
    Asked.OTHER: "Something else",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is asked for and why, by whom, and what came of it."""

    asked: Asked | None = ask("What is asked for?", required=True)
    referred_by: str = ask("Who asks, and in which post?", required=True, default="")
    because: str = ask(
        "Why?",
        help="What was seen. A safeguarding concern belongs to the safeguarding lead (SAF-5).",
        long=True,
        required=True,
        default="",
    )
    tried: str = ask("What has been tried?", long=True, default="")
    family_knows: bool | None = ask("Does the family know of this referral?", required=True)
    given_to: str = ask("To whom is it given?", required=True, default="")
    worked: str = ask("What was done?", long=True, required=True, default="")
    reported_on: date | None = ask("When was whoever asked told?", required=True)
    reported_says: str = ask("What were they told?", long=True, required=True, default="")


def family_first(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """A family hears of help from whoever knows it, before a stranger rings."""
    return (
        ("The family does not know yet. Ask who tells it, before anybody rings.",)
        if facts.family_knows is False
        else ()
    )


PROCESS = Process(
    key="internal_referral",
    name="Internal referral",
    says="A colleague asks for help with a pupil; somebody takes it on, works it, and tells them what came of it.",
    facts=Facts,
    law=("DAY-4", "SAF-5"),
    many=True,
    steps=(
        Step(
            "refer", "Write down what is asked for", asks=("asked", "referred_by", "because", "tried", "family_knows")
        ),
        Step("allocate", "Give it to somebody", after=("refer", "accept:back"), asks=("given_to",), again=True),
        Step(
            "accept",
            "Accept it, or send it back",
            after=("allocate",),
            warns=family_first,
            again=True,
            unless=("accept:yes",),
            choices=(
                Choice("yes", "Accepted"),
                Choice("back", "Sent back to be given to somebody else", needs_reason=True),
                Choice("no", "Not taken on", ends="not-taken", needs_reason=True),
            ),
        ),
        Step("work", "Record what is done", after=("accept:yes",), asks=("worked",), again=True),
        Step(
            "report",
            "Tell whoever asked",
            after=("work",),
            asks=("reported_on", "reported_says"),
            choices=(
                Choice("helped", "It helped", ends="helped"),
                Choice("passed-on", "Another process has begun", ends="passed-on", needs_reason=True),
                Choice("no-change", "Nothing changed", ends="no-change", needs_reason=True),
            ),
        ),
    ),
    clocks=(
        Clock("allocate", 1, after="refer", says="Give it to somebody"),
        Clock("accept", 2, after="allocate", says="Accept it, or send it back"),
        Clock("work", 5, after="accept:yes", says="Begin", pauses=True),
        Clock("report", 15, after="accept:yes", says="Tell whoever asked", pauses=True),
    ),
    outcomes=(
        Outcome("helped", "It helped"),
        Outcome("passed-on", "Another process has begun"),
        Outcome("no-change", "Nothing changed"),
        Outcome("not-taken", "Not taken on"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
)
