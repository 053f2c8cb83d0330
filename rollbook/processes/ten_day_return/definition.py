"""Ten school days of unauthorised absence in a row: told to the authority, and told again while it lasts (RET-3)."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
    Unit,
)
from rollbook.rules.process_facts import ask
from rollbook.rules.returns import MONTH_OF_DAYS, TEN_DAYS, ten_days, ten_days_broken
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.sources import refuse


@dataclass(frozen=True, slots=True)
class Facts:
    """What the office adds to the marks: where the return went, and what is known of the pupil."""

    authority: str = ask("To which authority?", help="The one in whose area the school is.", required=True, default="")
    sent_how: str = ask("How was it sent?", help="Its portal, secure e-mail …", required=True, default="")
    reference: str = ask("The authority’s reference", default="")
    known_so_far: str = ask("What is known of where the pupil is, and why", long=True, default="")
    authority_says: str = ask("What the authority answered", long=True, default="")


def still_away(facts: Facts, situation: Situation) -> None:
    """Refuse a return for a run that the marks do not show (RET-3)."""
    if says := ten_days_broken(replace(situation, taken=())):
        raise refuse("RET-3", f"{says} Close the case.")


def no_longer_ten(facts: Facts, situation: Situation) -> str:
    """Why the ten days no longer stand."""
    return ten_days_broken(situation)


def warned(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """Enquiries go on beside the return (CME-1)."""
    if any(one.process == "missing_education" and one.closed_on is None for one in situation.earlier):
        return ()
    return ("Nobody has opened “Children missing education” for this pupil: does anybody know where the pupil is?",)


def days_counted(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """The run day by day, as the return gives it."""
    standing = situation.standing
    if standing is None:
        return ()
    run = standing.unauthorised_run
    if not run.days:
        return (Panel("Days in a row", "No run of unauthorised absence stands today.", rule="RET-3"),)
    rows = tuple((in_words(day), *(standing.code_at(Session(day, half)) or "–" for half in Half)) for day in run.days)
    says = f"{len(run)} school days in a row with every session G, N, O or U; {TEN_DAYS} make the return due."
    return (Panel("Days in a row", says, ("Day", "Morning", "Afternoon"), rows, "RET-3"),)


def told(facts: Facts, situation: Situation) -> dict[str, str]:
    """What the letter to parents says of the run."""
    run = situation.standing.unauthorised_run if situation.standing else None
    return {
        "return_authority": facts.authority,
        "return_since": in_words(run.first) if run and run.first else in_words(situation.opened_on),
    }


PROCESS = Process(
    key="ten_day_return",
    name="Ten-day return",
    says="Ten school days of unauthorised absence in a row are returned to the authority, and again while they go on.",
    facts=Facts,
    law=("RET-3", "RET-5", "DEL-5", "CME-1"),
    opens=Opens.BY_ITSELF,
    trigger=ten_days,
    still=no_longer_ten,
    shows=days_counted,
    steps=(
        Step(
            "make_return",
            "Make the return to the authority",
            asks=("authority", "sent_how", "reference", "known_so_far"),
            check=still_away,
            warns=warned,
            rule="RET-3",
            help="Name, address, every parent, the days with their codes: see “For the local authority”.",
        ),
        Step(
            "tell_parents",
            "Tell the parents that the authority knows",
            after=("make_return",),
            optional=True,
            letter="told_parents",
        ),
        Step(
            "repeat_return",
            "Repeat the return while the absence goes on",
            after=("make_return",),
            asks=("sent_how", "reference", "known_so_far", "authority_says"),
            again=True,
            rule="RET-3",
            help="At the intervals agreed with the authority, at least monthly.",
        ),
        Step(
            "end",
            "Record how the absence ended",
            after=("make_return",),
            asks=("authority_says",),
            choices=(
                Choice("back", "The pupil is back at school", ends="back"),
                Choice("explained", "A reason was found, and the marks are corrected", ends="explained"),
                Choice(
                    "missing", "Nobody knows where the pupil is: children missing education goes on", ends="missing"
                ),
                Choice("off-roll", "The name came off the roll", ends="off-roll"),
            ),
        ),
    ),
    clocks=(
        Clock("make_return", 1, says="The return, at once: the tenth day has come", rule="RET-3"),
        Clock(
            "repeat_return",
            MONTH_OF_DAYS,
            Unit.DAYS,
            "make_return",
            says="The next return, at least monthly",
            rule="RET-3",
        ),
        Clock(
            "repeat_return",
            MONTH_OF_DAYS,
            Unit.DAYS,
            "repeat_return",
            says="The next return, at least monthly",
            rule="RET-3",
        ),
    ),
    outcomes=(
        Outcome("back", "The pupil is back at school"),
        Outcome("explained", "A reason was found"),
        Outcome("missing", "Goes on as children missing education"),
        Outcome("off-roll", "The name came off the roll"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
    fields={
        "return_authority": "the authority to which the return was made",
        "return_since": "since when the pupil has been absent, in words",
    },
    tells=told,
)
