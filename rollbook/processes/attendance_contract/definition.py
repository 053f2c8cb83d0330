"""A contract between school and parent: offered, agreed, kept or not, reviewed (LEG-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.rules.process import (
    FACT,
    LEFT_SCHOOL,
    MISTAKE,
    NOT_NEEDED,
    Choice,
    Clock,
    Outcome,
    Panel,
    Process,
    Situation,
    Step,
    Unit,
)
from rollbook.rules.process_facts import ask
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse

REVIEW_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """What makes it hard to come, who does what by when, and how long it is to hold."""

    difficulty: str = ask("What makes it hard to attend, as the family sees it?", long=True, required=True, default="")
    pupil_says: str = ask("What does the pupil say?", long=True, default="")
    met_on: date | None = ask("When did you meet?", required=True)
    who_came: str = ask("Who was there?", required=True, default="")
    family_does: tuple[str, ...] = ask(
        "What will the family do?", help="One line each: what, and by when.", required=True, default=()
    )
    school_does: tuple[str, ...] = ask(
        "What will the school do?", help="One line each: what, who, and by when.", required=True, default=()
    )
    aim: str = ask("What is it to reach?", help="For example: every morning in four weeks.", required=True, default="")
    first: date | None = ask("From", required=True)
    last: date | None = ask("Until", required=True)
    signed_on: date | None = ask("When did the parent sign?", required=True)
    kept: str = ask("What was kept, and what was not?", long=True, required=True, default="")


def holds_for_a_time(facts: Facts, situation: Situation) -> None:
    """A contract ends after it begins: it is for a time, and is looked at."""
    if facts.first and facts.last and facts.last <= facts.first:
        raise refuse("LEG-1", "The contract ends before it begins. Check the two days.")


def one_sided(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """What would read badly in a court: promises of one side alone."""
    if facts.family_does and len(facts.school_does) < len(facts.family_does):
        return ("The family promises more than the school. A contract is support: say what the school does as well.",)
    return ()


def at_a_glance(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """What was agreed, and how attendance went before it and since."""
    rows = [("Family", line) for line in facts.family_does] + [("School", line) for line in facts.school_does]
    agreed = Panel("What was agreed", facts.aim, ("Who", "Does"), tuple(rows), "LEG-1")
    if situation.standing is None or facts.first is None:
        return (agreed,) if rows else ()
    since = situation.standing.totals_between(facts.first, situation.on)
    before = situation.standing.totals_between(date(situation.standing.year, 8, 1), facts.first - timedelta(days=1))
    says = (
        f"Before: {before.absent} of {before.possible} sessions missed this year. "
        f"Since {in_words(facts.first)}: {since.absent} of {since.possible}."
    )
    return (agreed, Panel("Before and since", says, rule="PA-2"))


def told(facts: Facts, situation: Situation) -> dict[str, str]:
    return {
        "contract_aim": facts.aim,
        "contract_family": "\n".join(f"- {line}" for line in facts.family_does),
        "contract_school": "\n".join(f"- {line}" for line in facts.school_does),
        "contract_until": in_words(facts.last) if facts.last else "",
    }


PROCESS = Process(
    key="attendance_contract",
    name="Attendance contract",
    says="School and parent agree freely what each does so that the pupil attends, and look at it together.",
    facts=Facts,
    law=("LEG-1", "DAY-4"),
    per_contact=True,
    shows=at_a_glance,
    steps=(
        Step("offer", "Offer a contract", asks=("difficulty", "pupil_says"), letter="offer", rule="LEG-1"),
        Step(
            "answer",
            "Record what the parent answered",
            after=("offer",),
            choices=(
                Choice("yes", "Wants to meet"),
                Choice("no", "Does not want one", ends="declined"),
                Choice("silent", "Did not answer", needs_reason=True),
            ),
            again=True,
            help="To decline is no breach and no ground for a penalty. Offer what else would help.",
        ),
        Step(
            "agree",
            "Meet, and write down who does what",
            after=("answer:yes", "answer:silent"),
            asks=("met_on", "who_came", "family_does", "school_does", "aim", "first", "last"),
            meeting="contract",
            check=holds_for_a_time,
            warns=one_sided,
            rule="LEG-1",
        ),
        Step(
            "sign",
            "Have it signed, and send a copy",
            after=("agree",),
            asks=("signed_on",),
            letter="agreed",
        ),
        Step(
            "review",
            "Review it with the family",
            after=("sign",),
            asks=("kept", "last"),
            again=True,
            choices=(
                Choice("goes-on", "Goes on"),
                Choice("kept", "Kept: attendance is as agreed", ends="kept"),
                Choice("not-kept", "Not kept", ends="not-kept", needs_reason=True),
                Choice("other", "Another support is better", ends="replaced", needs_reason=True),
            ),
        ),
    ),
    clocks=(
        Clock("answer", 5, after="offer", says="Ask the parent again", pauses=True),
        Clock("agree", 10, after="answer:yes", says="Meet", pauses=True),
        Clock("sign", 5, after="agree", says="Have it signed"),
        Clock("review", REVIEW_WEEKS, Unit.SCHOOL_WEEKS, "sign", says="The first review"),
        Clock("review", REVIEW_WEEKS, Unit.SCHOOL_WEEKS, "review:goes-on", says="The next review"),
        Clock("review", 0, after=f"{FACT}last", says="The contract ends"),
    ),
    outcomes=(
        Outcome("kept", "Kept"),
        Outcome("not-kept", "Not kept"),
        Outcome("declined", "Declined by the parent"),
        Outcome("replaced", "Replaced by another support"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
    fields={
        "contract_aim": "what an attendance contract is to reach",
        "contract_family": "what the family does by the contract, a line each",
        "contract_school": "what the school does by the contract, a line each",
        "contract_until": "until when the contract holds, in words",
    },
    tells=told,
)
