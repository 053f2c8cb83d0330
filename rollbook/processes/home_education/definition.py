"""A parent gives notice of education at home, or says so: the authority told, a meeting offered, the day waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.rules.home_education import check_stated_day_passed, consent_needed
from rollbook.rules.off_rolling import signs
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

WRITTEN = "notice:written"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the parent wrote or said, what is known of the pupil, and who was told."""

    said_by: str = ask("Which parent?", required=True, default="")
    received_on: date | None = ask("When was it received?", required=True)
    stated_day: date | None = ask(
        "Which day does the parent state as the last at school?",
        help="The pupil stays on the roll, and is marked, until it has passed.",
    )
    reasons: str = ask("Which reasons does the parent give?", long=True, default="")
    suggested_by_school: bool | None = ask("Did anybody at school suggest it?", required=True)
    has_special_needs: bool | None = ask("Has the pupil special educational needs?", required=True)
    placed_by_authority: bool | None = ask("Did the authority place the pupil in this special school?", required=True)
    under_enquiry: bool | None = ask(
        "Is a section 47 enquiry or a child-protection plan open?",
        help="Answered by the safeguarding lead. Consent then is not in force yet; the authority is told all the same.",
    )
    authority: str = ask("To which authority?", required=True, default="")
    told_how: str = ask("How was it told?", required=True, default="")
    meeting_offered_for: date | None = ask("For which day was a meeting offered?", required=True)
    meeting_said: str = ask("Who came, and what was said?", long=True, required=True, default="")
    consent_on: date | None = ask("When did the authority’s consent come?", required=True)
    consent_reference: str = ask("Its reference", default="")
    stays_because: str = ask("What changed the parent’s mind?", long=True, default="")


def is_a_notice(facts: Facts, situation: Situation) -> None:
    """A written notice states a day (EHE-1)."""
    if situation.taken[-1].choice == "written" and facts.stated_day is None:
        raise refuse("EHE-1", "A notice states a day. Ask the parent from which day, and write down the answer.")


def warned(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """Signs that a leader should look at (OFF-1)."""
    return signs(
        situation.on,
        situation.born,
        situation.standing,
        has_special_needs=facts.has_special_needs,
        suggested_by_school=facts.suggested_by_school,
    )


def day_has_passed(facts: Facts, situation: Situation) -> None:
    """Refuse to begin the deletion before the stated day has passed, or without a consent that is needed."""
    check_stated_day_passed(facts.stated_day, situation.on)
    says = _consent(facts, situation)
    if says and facts.consent_on is None:
        raise refuse("EHE-2", says)


def what_holds(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """Until when the pupil stays on the roll, and whose consent is needed."""
    if situation.last("notice") is None:
        return ()
    notice = situation.last(WRITTEN)
    until = (
        f"Until {in_words(facts.stated_day)} has passed"
        if notice and facts.stated_day
        else "Until a parent gives notice in writing"
    )
    consent = _consent(facts, situation) or "Nobody’s"
    if facts.under_enquiry and not _consent(facts, situation):
        consent = "Nobody’s yet: section 37 of the Act of 2026 is not in force. Tell the safeguarding lead."
    rows = (("On the roll, and marked", until), ("Whose consent is needed", consent))
    return (Panel("What holds", "", ("What", "How it stands"), rows, "EHE-1"),)


def told(facts: Facts, situation: Situation) -> dict[str, str]:
    return {
        "stated_day": in_words(facts.stated_day) if facts.stated_day else "",
        "meeting_offered_for": in_words(facts.meeting_offered_for) if facts.meeting_offered_for else "",
    }


def _consent(facts: Facts, situation: Situation) -> str:
    return consent_needed(
        situation.on, special_school=bool(facts.placed_by_authority), under_enquiry=bool(facts.under_enquiry)
    )


PROCESS = Process(
    key="home_education",
    name="Education at home",
    says="A parent’s notice of education at home: the authority told at once, a meeting offered, the day waited for.",
    facts=Facts,
    law=("EHE-1", "EHE-2", "EHE-3", "OFF-1", "DEL-F"),
    shows=what_holds,
    steps=(
        Step(
            "notice",
            "Record what the parent wrote or said",
            asks=(
                "said_by",
                "received_on",
                "stated_day",
                "reasons",
                "suggested_by_school",
                "has_special_needs",
                "placed_by_authority",
                "under_enquiry",
            ),
            choices=(
                Choice("written", "A written notice"),
                Choice("said", "Only said, or thought of"),
            ),
            check=is_a_notice,
            warns=warned,
            again=True,
            rule="EHE-1",
            help="Nobody encourages it. What was only said changes nothing on the roll.",
        ),
        Step(
            "tell_authority",
            "Tell the authority at once",
            after=("notice",),
            asks=("authority", "told_how"),
            again=True,
            rule="EHE-1",
            help="Also of what was only said.",
        ),
        Step(
            "offer_meeting",
            "Offer the parents a meeting",
            after=("notice",),
            asks=("meeting_offered_for",),
            again=True,
            letter="meeting",
            help="With the authority, and a social worker where there is one: what education the child would have.",
        ),
        Step("meet", "Record the meeting", after=("offer_meeting",), asks=("meeting_said",), optional=True, again=True),
        Step(
            "consent",
            "Record the authority’s consent",
            after=("notice",),
            asks=("consent_on", "consent_reference"),
            optional=True,
            rule="EHE-2",
        ),
        Step(
            "leave",
            "The stated day has passed: begin the deletion on ground (f)",
            after=(WRITTEN,),
            needs=("tell_authority",),
            check=day_has_passed,
            warns=warned,
            ends="leaving",
            rule="DEL-F",
        ),
        Step(
            "stays",
            "The parent takes it back",
            after=("notice",),
            asks=("stays_because",),
            optional=True,
            ends="stays",
        ),
    ),
    clocks=(
        Clock("tell_authority", 0, after="notice", says="Tell the authority at once", rule="EHE-1"),
        Clock("offer_meeting", 2, after="notice", says="Offer the parents a meeting"),
        Clock("leave", 1, Unit.DAYS, f"{FACT}stated_day", says="The stated day has passed"),
    ),
    outcomes=(
        Outcome("leaving", "Leaves to be educated at home; the deletion has begun"),
        Outcome("stays", "Stays at school"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
    fields={
        "stated_day": "the last day at school that a parent has stated, in words",
        "meeting_offered_for": "the day for which a meeting is offered, in words",
    },
    tells=told,
)
