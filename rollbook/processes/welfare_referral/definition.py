"""A family is passed to the authority's attendance team, and the school stays on it (CASE-H, DAY-4)."""

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


@dataclass(frozen=True, slots=True)
class Facts:
    """Why the authority is asked, what was done before, how it was sent, and what it answers."""

    because: str = ask("Why is the authority asked?", long=True, required=True, default="")
    support: str = ask(
        "What has the school done, and what came of it?", help="With days.", long=True, required=True, default=""
    )
    wanted: str = ask("What is the authority asked to do?", long=True, required=True, default="")
    family_told_on: date | None = ask("When was the family told?", required=True)
    authority: str = ask("To which authority and team?", required=True, default="")
    sent_how: str = ask("How was it sent?", help="Its form, portal, secure e-mail …", required=True, default="")
    sent_by: str = ask("Who sent it?", required=True, default="")
    officer: str = ask("Who works it there?", default="")
    reference: str = ask("The authority’s reference", default="")
    authority_says: str = ask("What does the authority write?", long=True, required=True, default="")


def support_first(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """What an authority asks back for: the cases of support that the school had."""
    had = {one.process for one in situation.earlier if one.process in SUPPORTING}
    return () if had else ("No support is on record as a case. The authority will ask what was tried (DAY-4).",)


SUPPORTING = frozenset({"attendance_concern", "attendance_contract", "early_help", "ebsa_plan", "internal_referral"})

PROCESS = Process(
    key="welfare_referral",
    name="Education-welfare referral",
    says="The authority’s attendance team is asked to work with a family, and what comes of it is kept.",
    facts=Facts,
    law=("DAY-4",),
    steps=(
        Step(
            "prepare",
            "Write the referral",
            asks=("because", "support", "wanted", "family_told_on"),
            warns=support_first,
            letter="told",
        ),
        Step("send", "Send it", after=("prepare",), asks=("authority", "sent_how", "sent_by")),
        Step("acknowledged", "Record that it was taken up", after=("send",), asks=("officer", "reference")),
        Step("chase", "Ask what has become of it", after=("send",), again=True, optional=True),
        Step("heard", "Record what the authority writes", after=("send",), asks=("authority_says",), again=True),
        Step(
            "end",
            "Record what came of it",
            after=("heard",),
            choices=(
                Choice("improved", "Attendance improved", ends="improved"),
                Choice("legal", "The authority goes to law", ends="legal"),
                Choice("supported", "The authority goes on with its own support", ends="supported"),
                Choice("returned", "Sent back to the school", ends="returned", needs_reason=True),
            ),
        ),
    ),
    clocks=(
        Clock("send", 3, after="prepare", says="Send it"),
        Clock("acknowledged", 5, after="send", says="Ask whether it was taken up"),
        Clock("heard", 15, after="acknowledged", says="Ask what has become of it"),
        Clock("heard", 4, Unit.SCHOOL_WEEKS, "heard", says="Ask again"),
    ),
    outcomes=(
        Outcome("improved", "Attendance improved"),
        Outcome("legal", "The authority went to law"),
        Outcome("supported", "The authority’s own support goes on"),
        Outcome("returned", "Sent back to the school"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
)
