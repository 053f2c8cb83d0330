"""Coming back in steps: understood, planned, adjusted, reviewed often (CASE-D, MED-2, PTT-1)."""

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

REVIEW_WEEKS = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """What keeps the pupil away and what draws, the steps agreed, and how they went."""

    pupil_says: str = ask("What does the pupil say?", long=True, required=True, default="")
    family_says: str = ask("What does the family say?", long=True, default="")
    keeps_away: tuple[str, ...] = ask(
        "What keeps the pupil away?", help="One line each. No diagnosis is needed (MED-4).", required=True, default=()
    )
    draws: tuple[str, ...] = ask("What draws the pupil to school?", help="One line each.", required=True, default=())
    equality: str = ask("How were needs and the Equality Act considered?", long=True, required=True, default="")
    trusted: str = ask("Whom does the pupil trust in school?", required=True, default="")
    steps: tuple[str, ...] = ask(
        "Which small steps were agreed?", help="One line each: what, and from which day.", required=True, default=()
    )
    adjusted: tuple[str, ...] = ask("What does the school do differently?", help="One line each.", default=())
    agencies: tuple[str, ...] = ask("Who else helps?", help="One line each.", default=())
    fewer_sessions: bool | None = ask("Is the pupil expected for fewer sessions than others?", required=True)
    parent_agrees: bool | None = ask("Has a parent with whom the pupil lives agreed to that?")
    fewer_until: date | None = ask("Until when?")
    review_says: str = ask("What went well, and what did not?", long=True, required=True, default="")


def part_time_has_an_end(facts: Facts, situation: Situation) -> None:
    """Fewer sessions are a part-time timetable: agreed by a parent, and with an end (PTT-1)."""
    if not facts.fewer_sessions:
        return
    if not facts.parent_agrees:
        raise refuse("PTT-1", "Fewer sessions need the agreement of a parent with whom the pupil lives. Ask first.")
    if facts.fewer_until is None:
        raise refuse("PTT-1", "A part-time timetable has an end. Say until when the pupil comes for fewer sessions.")


def at_a_glance(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """The plan on one look, and how attendance has moved with it."""
    rows = (
        *(("Keeps away", line) for line in facts.keeps_away),
        *(("Draws", line) for line in facts.draws),
        *(("Step", line) for line in facts.steps),
        *(("School", line) for line in facts.adjusted),
        *(("Helps", line) for line in facts.agencies),
    )
    found = [Panel("The plan", facts.equality, ("", ""), rows, "DAY-4")] if rows else []
    began = situation.last("plan")
    if situation.standing is not None and began is not None:
        before = situation.standing.totals_between(date(situation.standing.year, 8, 1), began.on - timedelta(days=1))
        since = situation.standing.totals_between(began.on, situation.on)
        says = (
            f"Before the plan {before.attended} of {before.possible} sessions attended this year; since "
            f"{in_words(began.on)} {since.attended} of {since.possible}."
        )
        found.append(Panel("Before and since", says, rule="PA-2"))
    return tuple(found)


def told(facts: Facts, situation: Situation) -> dict[str, str]:
    return {
        "ebsa_steps": "\n".join(f"- {line}" for line in facts.steps),
        "ebsa_school": "\n".join(f"- {line}" for line in facts.adjusted) or "- What we agreed in the meeting",
        "ebsa_trusted": facts.trusted,
    }


PROCESS = Process(
    key="ebsa_plan",
    name="EBSA plan",
    says="A pupil whom strong feelings keep from school comes back in small steps, understood and reviewed together.",
    facts=Facts,
    law=("DAY-4", "MED-2", "MED-4", "PTT-1"),
    shows=at_a_glance,
    steps=(
        Step(
            "understand",
            "Listen to the pupil and the family",
            asks=("pupil_says", "family_says", "keeps_away", "draws"),
            help="What keeps away and what draws: both. Absence that is illness is coded I (MED-2).",
        ),
        Step(
            "plan",
            "Agree the steps",
            after=("understand",),
            asks=(
                "equality",
                "trusted",
                "steps",
                "adjusted",
                "agencies",
                "fewer_sessions",
                "parent_agrees",
                "fewer_until",
            ),
            meeting="ebsa",
            check=part_time_has_an_end,
            rule="PTT-1",
        ),
        Step("send", "Send the plan home", after=("plan",), letter="plan"),
        Step("agencies", "Bring in somebody else", after=("plan",), asks=("agencies",), again=True, optional=True),
        Step(
            "review",
            "Review it with the pupil",
            after=("send",),
            asks=("review_says", "steps", "adjusted", "fewer_sessions", "parent_agrees", "fewer_until"),
            check=part_time_has_an_end,
            again=True,
            choices=(
                Choice("goes-on", "Goes on, with the steps as they now are"),
                Choice("back", "Back in full", ends="back"),
                Choice("more", "More help is needed", needs_reason=True),
                Choice("elsewhere", "Educated elsewhere now", ends="elsewhere", needs_reason=True),
            ),
        ),
        Step(
            "escalate",
            "Ask for more help",
            after=("review:more",),
            asks=("agencies",),
            again=True,
            choices=(
                Choice("agencies", "Other agencies join the plan"),
                Choice("provision", "The authority is asked for provision (section 19)", ends="provision"),
            ),
        ),
    ),
    clocks=(
        Clock("plan", 10, after="understand", says="Agree the steps", pauses=True),
        Clock("send", 3, after="plan", says="Send the plan home"),
        Clock("review", REVIEW_WEEKS, Unit.SCHOOL_WEEKS, "send", says="The first review"),
        Clock("review", REVIEW_WEEKS, Unit.SCHOOL_WEEKS, "review:goes-on", says="The next review"),
        Clock("review", REVIEW_WEEKS, Unit.SCHOOL_WEEKS, "escalate", says="The next review"),
        Clock("review", 0, after=f"{FACT}fewer_until", says="The part-time timetable ends", rule="PTT-1"),
        Clock("escalate", 5, after="review:more", says="Ask for more help"),
    ),
    outcomes=(
        Outcome("back", "Back in full"),
        Outcome("elsewhere", "Educated elsewhere"),
        Outcome("provision", "The authority was asked for provision"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
    fields={
        "ebsa_steps": "the small steps of an EBSA plan, a line each",
        "ebsa_school": "what the school does differently by an EBSA plan, a line each",
        "ebsa_trusted": "whom the pupil trusts in school",
    },
    tells=told,
)
