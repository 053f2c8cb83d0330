"""A process that runs by the school's own stages: begun, written, met, planned, and looked at again (CASE-B, DAY-4)."""

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
    Opens,
    Outcome,
    Panel,
    Process,
    Situation,
    Step,
    Trigger,
)
from rollbook.rules.process_facts import ask
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse
from rollbook.rules.stages import MOST_STAGES


@dataclass(frozen=True, slots=True)
class Facts:
    """Which stage it is, what the family and the pupil say, what was agreed, and how it went."""

    stage: int | None = ask("Which stage begins?", help="Its number in the school’s stages.", required=True)
    review_on: date | None = ask(
        "When is it looked at again?", help="The stages say after how many school weeks.", required=True
    )
    because: str = ask("What is behind it, as far as you know?", long=True, default="")
    met_on: date | None = ask("When did you meet?")
    who_came: str = ask("Who was there?", default="")
    pupil_says: str = ask("What does the pupil say?", long=True, default="")
    family_says: str = ask("What does the family say?", long=True, default="")
    agreed: tuple[str, ...] = ask(
        "What was agreed?", help="One line each: what, who, and by when.", required=True, default=()
    )
    review_says: str = ask("What has changed?", long=True, required=True, default="")


def stage_key(number: int, year: int) -> str:
    """The occasion of reaching a stage: once in a school year."""
    return f"{year}:stage-{number}"


def goes_beyond(facts: Facts, trigger: Trigger) -> bool:
    """Whether the stage that was reached is higher than the one that the case stands at."""
    number = trigger.key.rpartition("-")[2]
    return facts.stage is not None and number.isdecimal() and int(number) > facts.stage


def begins(facts: Facts, situation: Situation) -> None:
    """A stage has a number that there is, and a review that is still to come."""
    if facts.stage is None or not 1 <= facts.stage <= MOST_STAGES:
        raise refuse("DAY-4", f"Stages are numbered from 1 to {MOST_STAGES}. Look at the school’s stages.")
    if facts.review_on is not None and facts.review_on <= situation.on:
        raise refuse("DAY-4", "The day of the review has passed already. Give a day that is still to come.")


def nothing_agreed(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """The law asks first what was tried: a stage without an agreement shows little."""
    return () if facts.agreed else ("Nothing was agreed in this stage yet. Support comes before the next one (DAY-4).",)


def moved(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """How attendance went before the stage began and since, by the same counts."""
    began = situation.last("begin")
    found = [Panel("What was agreed", "", ("Agreed",), tuple((line,) for line in facts.agreed))] if facts.agreed else []
    if situation.standing is not None and began is not None:
        standing = situation.standing
        before = standing.totals_between(date(standing.year, 8, 1), began.on - timedelta(days=1))
        since = standing.totals_between(began.on, situation.on)
        says = (
            f"Stage {facts.stage} began on {in_words(began.on)}. Before: {before.absent} of {before.possible} sessions "
            f"missed this year, {before.late_before_close + before.late_after_close} times late. Since: {since.absent} "
            f"of {since.possible}, {since.late_before_close + since.late_after_close} times late."
        )
        found.append(Panel("Before and since", says, rule="PA-2"))
    return tuple(found)


def told(facts: Facts, situation: Situation) -> dict[str, str]:
    return {
        "stage_agreed": "\n".join(f"- {line}" for line in facts.agreed) or "- We would like to agree this with you.",
        "stage_review": in_words(facts.review_on) if facts.review_on else "",
    }


FIELDS = {
    "stage_agreed": "what was agreed in a stage of support, a line each",
    "stage_review": "when a stage of support is looked at again, in words",
}


def staged_process(key: str, name: str, says: str, law: tuple[str, ...]) -> Process[Facts]:
    """The road that every staged process takes; what begins a stage is the school's policy."""
    return Process(
        key=key,
        name=name,
        says=says,
        facts=Facts,
        law=law,
        opens=Opens.SUGGESTED,
        goes_beyond=goes_beyond,
        shows=moved,
        steps=(
            Step(
                "begin",
                "Begin a stage",
                asks=("stage", "review_on", "because"),
                check=begins,
                again=True,
                help="The school’s stages say what is done in each; see beside.",
            ),
            Step("write", "Write to the family", after=("begin",), letter="stage", again=True, optional=True),
            Step(
                "meet",
                "Meet the family",
                after=("begin",),
                asks=("met_on", "who_came", "pupil_says", "family_says"),
                meeting="attendance",
                again=True,
                optional=True,
            ),
            Step("plan", "Agree what each does", after=("begin",), asks=("agreed",), again=True, optional=True),
            Step(
                "review",
                "Look at it again",
                after=("begin",),
                asks=("review_says", "review_on"),
                warns=nothing_agreed,
                again=True,
                choices=(
                    Choice("improved", "It has improved: the case ends", ends="improved"),
                    Choice("stay", "The stage goes on"),
                    Choice("next", "The next stage begins"),
                    Choice("formal", "Formal support: a contract or a plan", ends="formal", needs_reason=True),
                    Choice("legal", "The law is considered", ends="legal", needs_reason=True),
                ),
            ),
        ),
        clocks=(
            Clock("write", 3, after="begin", says="Write to the family"),
            Clock("review", 0, after=f"{FACT}review_on", says="Look at it again", pauses=True),
            Clock("begin", 2, after="review:next", says="Begin the next stage"),
        ),
        outcomes=(
            Outcome("improved", "Improved"),
            Outcome("formal", "Passed on to formal support"),
            Outcome("legal", "The law is considered"),
            NOT_NEEDED,
            LEFT_SCHOOL,
            MISTAKE,
        ),
        fields=FIELDS,
        tells=told,
    )
