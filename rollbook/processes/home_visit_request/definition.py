"""A visit to a home: asked for, decided, made, and told back to whoever asked (ABS-E, VIS-1, VIS-2)."""

from __future__ import annotations

from dataclasses import dataclass

from rollbook.rules.access import Permission
from rollbook.rules.home_visits import Urgency
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


@dataclass(frozen=True, slots=True)
class Facts:
    """Why a visit is asked for, how soon, what was found, and what follows."""

    reason: str = ask("Why should this home be visited?", long=True, required=True, default="")
    asked_by: str = ask("Who asks?", required=True, default="")
    urgency: Urgency | None = ask("How soon?", required=True)
    known: str = ask(
        "What should visitors know?",
        help="A risk itself is written on the visit, where visitors and the safeguarding lead alone read it.",
        default="",
    )
    found: str = ask(
        "What was found?",
        help="Who was seen; whether the child was seen and spoken to.",
        long=True,
        required=True,
        default="",
    )
    follows: tuple[str, ...] = ask("What follows?", help="One line each: what, who, by when.", default=())


def danger(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """A child in danger is not a request."""
    return ("A child in danger is reported to the police and to social care at once; do not wait for a visit.",)


PROCESS = Process(
    key="home_visit_request",
    name="Home-visit request",
    says="A visit to a home is asked for with a reason, decided, made by two people, and told back to whoever asked.",
    facts=Facts,
    law=("VIS-1", "VIS-2", "DAY-1"),
    many=True,
    may_open=Permission.REQUEST_VISITS,
    steps=(
        Step("ask", "Say why", asks=("reason", "asked_by", "urgency", "known"), warns=danger),
        Step(
            "decide",
            "Decide whether somebody goes",
            after=("ask",),
            may=Permission.PLAN_VISITS,
            choices=(
                Choice("go", "Two people go"),
                Choice("call", "A call is enough", ends="call", needs_reason=True),
                Choice("no", "No visit", ends="refused", needs_reason=True),
            ),
        ),
        Step("visited", "Record what was found", after=("decide:go",), asks=("found", "follows"), rule="VIS-1"),
        Step(
            "told",
            "Tell whoever asked, and settle what follows",
            after=("visited",),
            asks=("follows",),
            choices=(
                Choice("done", "Nothing more is to be done", ends="done"),
                Choice("passed-on", "Another process has begun", ends="passed-on", needs_reason=True),
            ),
        ),
    ),
    clocks=(
        Clock("decide", 1, after="ask", says="Decide"),
        Clock("visited", 2, after="decide:go", says="Go"),
        Clock("told", 1, after="visited", says="Tell whoever asked"),
    ),
    outcomes=(
        Outcome("done", "Visited"),
        Outcome("passed-on", "Visited, and another process has begun"),
        Outcome("call", "A call was enough"),
        Outcome("refused", "No visit"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
)
