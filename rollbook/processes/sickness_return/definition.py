"""Fifteen school days of illness, reached or to be expected: told to the authority once for each illness (RET-4)."""

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
    Opens,
    Outcome,
    Panel,
    Process,
    Situation,
    Step,
)
from rollbook.rules.process_facts import ask
from rollbook.rules.returns import (
    FIFTEEN_DAYS,
    check_sickness_return,
    illness,
    illness_days_by,
    illness_period,
    illness_undone,
)
from rollbook.rules.sessions import in_words


class Grounds(StrEnum):
    """Why the school believes that the illness will last."""

    PARENT = "parent"
    SURGERY = "surgery"
    HOSPITAL = "hospital"
    SCHOOL = "school"

    @property
    def label(self) -> str:
        return _GROUNDS[self]


_GROUNDS = {
    Grounds.PARENT: "A parent said so",
    Grounds.SURGERY: "A note or letter of the surgery",
    Grounds.HOSPITAL: "A letter of a hospital or clinic",
    Grounds.SCHOOL: "What the school has seen itself",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """How long the illness is expected to last, and where the return went. What the illness is stays out (MED-4)."""

    expected_until: date | None = ask("Until when is the illness expected to last?", required=True)
    believed_because: Grounds | None = ask("Why does the school believe it?", required=True)
    authority: str = ask("To which authority?", help="The one in whose area the school is.", required=True, default="")
    sent_how: str = ask("How was it sent?", required=True, default="")
    reference: str = ask("The authority’s reference", default="")
    provision: str = ask(
        "Which education does the authority provide meanwhile, and from when?",
        help="Under section 19 it must consider it. The illness itself is not written here.",
        long=True,
        default="",
    )


def reached_or_expected(facts: Facts, situation: Situation) -> None:
    """Refuse a return while fifteen days are neither marked nor to be expected (RET-4)."""
    check_sickness_return(situation.standing, situation.calendar, facts.expected_until)


def no_longer_fifteen(facts: Facts, situation: Situation) -> str:
    """Why the fifteen days no longer stand."""
    return illness_undone(situation, facts.expected_until)


def days_of_illness(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """What is marked, and what it comes to if the illness lasts as expected."""
    standing = situation.standing
    if standing is None:
        return ()
    first, sessions = illness_period(standing)
    rows = [
        ("Marked I this school year", f"{standing.illness_days} school days ({standing.illness_sessions} sessions)")
    ]
    if first is not None:
        rows.append(("The last illness", f"since {in_words(first)}, {len(sessions)} sessions"))
    if facts.expected_until:
        days = illness_days_by(standing, situation.calendar, facts.expected_until)
        rows.append((f"If it lasts until {in_words(facts.expected_until)}", f"{days} school days"))
    says = f"{FIFTEEN_DAYS} school days, in a row or in the year together, reached or to be expected."
    return (Panel("Days of illness", says, ("What", "Days"), tuple(rows), "RET-4"),)


def told(facts: Facts, situation: Situation) -> dict[str, str]:
    return {"sickness_authority": facts.authority}


PROCESS = Process(
    key="sickness_return",
    name="Sickness return",
    says="Fifteen school days of illness, reached or to be expected, are returned to the authority.",
    facts=Facts,
    law=("RET-4", "RET-5", "MED-3", "MED-4"),
    opens=Opens.BY_ITSELF,
    trigger=illness,
    still=no_longer_fifteen,
    shows=days_of_illness,
    steps=(
        Step(
            "expect",
            "Record how long the illness is expected to last",
            asks=("expected_until", "believed_because"),
            again=True,
            optional=True,
            rule="RET-4",
            help="A note that says so is reason enough; nobody waits for the fifteenth day.",
        ),
        Step(
            "make_return",
            "Make the return to the authority",
            asks=("authority", "sent_how", "reference"),
            check=reached_or_expected,
            rule="RET-4",
            help="Name, address, the days of illness: see “For the local authority”. What the illness is stays here.",
        ),
        Step(
            "tell_parents",
            "Tell the parents, and ask how the school can help",
            after=("make_return",),
            optional=True,
            letter="told_parents",
        ),
        Step(
            "ask_provision",
            "Ask what the authority provides meanwhile",
            after=("make_return",),
            asks=("provision",),
            again=True,
            rule="MED-3",
            help="It considers education for a pupil who will clearly miss fifteen days (section 19).",
        ),
        Step(
            "end",
            "Record how the illness ended",
            after=("make_return",),
            choices=(
                Choice("back", "Back at school full-time", ends="back"),
                Choice("part-time", "Back part-time, by an agreed plan", ends="part-time"),
                Choice("provision", "Educated by the authority’s provision", ends="provision"),
            ),
        ),
    ),
    clocks=(
        Clock("make_return", 1, says="The return, at once: fifteen days are reached or to be expected", rule="RET-4"),
        Clock("ask_provision", 10, after="make_return", says="Ask what the authority provides"),
        Clock("ask_provision", 10, after="ask_provision", says="Ask again what the authority provides"),
    ),
    outcomes=(
        Outcome("back", "Back at school"),
        Outcome("part-time", "Back part-time, by an agreed plan"),
        Outcome("provision", "Educated by the authority’s provision"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
    fields={"sickness_authority": "the authority to which the return of an illness was made"},
    tells=told,
)
