"""A pupil whom nobody can find: enquiries one by one, the referral, and the authority's answer (CME-1, DEL-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.rules.enquiries import ENQUIRIES, Enquiry, check_jointly_failed, made_of, still_to_make
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
from rollbook.rules.returns import not_found
from rollbook.rules.sessions import in_words


class Began(StrEnum):
    """What a search began with."""

    AWAY = "away"
    NOT_STARTED = "not-started"
    LEAVER = "leaver"
    LEAVE = "leave"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _BEGAN[self]


_BEGAN = {
    Began.AWAY: "Absent, and nobody knows where",
    Began.NOT_STARTED: "Did not come on the agreed starting day",
    Began.LEAVER: "Is said to have left, and no next school is known",
    Began.LEAVE: "Did not come back from a leave",
    Began.OTHER: "Another reason",
}
_ASKS = {one.key: one.asks for one in ENQUIRIES}


@dataclass(frozen=True, slots=True)
class Facts:
    """Where the pupil was last seen, what came of each enquiry, and what the authority knows."""

    began: Began | None = ask("What began it?", required=True)
    last_seen: date | None = ask("When was the pupil last seen?")
    last_seen_where: str = ask("Where, and by whom?", default="")
    said_to_be: str = ask("Where is the family said to be, and who says so?", long=True, default="")
    worries: str = ask(
        "Is there anything that makes it more urgent?",
        help="Only that there is, and who was told; a concern itself belongs to the safeguarding lead (SAF-5).",
        default="",
    )
    contacts_rung: str = ask(_ASKS["contacts_rung"], long=True, required=True, default="")
    written_to: str = ask(_ASKS["written_to"], long=True, required=True, default="")
    home_visited: str = ask(_ASKS["home_visited"], long=True, required=True, default="")
    siblings_asked: str = ask(_ASKS["siblings_asked"], long=True, required=True, default="")
    schools_asked: str = ask(_ASKS["schools_asked"], long=True, required=True, default="")
    authority_checked: str = ask(_ASKS["authority_checked"], long=True, required=True, default="")
    authority: str = ask("To which authority?", required=True, default="")
    referred_how: str = ask("How was it referred?", help="Its form, portal, secure e-mail …", default="", required=True)
    reference: str = ask("The authority’s reference", default="")
    authority_says: str = ask("What did the authority say?", long=True, required=True, default="")
    found_where: str = ask("Where is the pupil, and who confirmed it?", long=True, required=True, default="")


def warned(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """A referral is made early, and says what has not been tried."""
    left = [one.says.lower() for one in still_to_make(made_of(facts)) if not one.by_authority]
    return (f"Not tried yet: {'; '.join(left)}. Refer all the same, and go on.",) if left else ()


def both_failed(facts: Facts, situation: Situation) -> None:
    """Refuse to say that nobody found the pupil while something has not been tried (DEL-3)."""
    check_jointly_failed(made_of(facts))


def log(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """The joint log: each enquiry with who made it, when, and what came of it."""
    rows = tuple(_row(one, facts, situation) for one in ENQUIRIES)
    left = len(still_to_make(made_of(facts)))
    says = f"{left} of {len(rows)} not made yet." if left else "Every enquiry has been made."
    return (Panel("Enquiries of school and authority", says, ("Enquiry", "When", "By", "Result"), rows, "DEL-3"),)


def _row(one: Enquiry, facts: Facts, situation: Situation) -> tuple[str, ...]:
    made = [taken for taken in situation.taken if taken.step == one.key]
    when = "; ".join(f"{taken.on.day} {taken.on:%B %Y}" for taken in made) or "not yet"
    by = "; ".join(dict.fromkeys(taken.by for taken in made))
    return (one.says, when, f"Authority (recorded by {by})" if one.by_authority and by else by, getattr(facts, one.key))


def told(facts: Facts, situation: Situation) -> dict[str, str]:
    return {"last_seen_on": in_words(facts.last_seen) if facts.last_seen else in_words(situation.opened_on)}


def _enquiry(one: Enquiry) -> Step[Facts]:
    """One enquiry, which may be made again: what came of it is added to what is known."""
    return Step(
        one.key,
        one.says,
        after=("begin",),
        asks=(one.key,),
        again=True,
        optional=True,
        rule="DEL-3",
        letter="where_are_you" if one.key == "written_to" else "",
        help="Add to what is written there; what came of it is read by the authority.",
    )


PROCESS = Process(
    key="missing_education",
    name="Children missing education",
    says="A pupil whom nobody can find is looked for by school and authority together, each enquiry written down.",
    facts=Facts,
    law=("CME-1", "DEL-3", "ADM-3", "SAF-4", "SAF-5"),
    opens=Opens.SUGGESTED,
    trigger=not_found,
    shows=log,
    steps=(
        Step(
            "begin",
            "Write down what is known",
            asks=("began", "last_seen", "last_seen_where", "said_to_be", "worries"),
            rule="CME-1",
            help="A pupil in danger is reported to the police and to social care at once; this does not wait for it.",
        ),
        *(_enquiry(one) for one in ENQUIRIES),
        Step(
            "refer",
            "Refer to the authority",
            after=("begin",),
            asks=("authority", "referred_how", "reference"),
            warns=warned,
            rule="CME-1",
            help="Everything known of the pupil and every enquiry goes with it: see “For the local authority”.",
        ),
        Step(
            "chase",
            "Ask the authority what it knows",
            after=("refer",),
            asks=("authority_says",),
            again=True,
            optional=True,
        ),
        Step(
            "found",
            "Record that the pupil was found",
            after=("begin",),
            asks=("found_where",),
            optional=True,
            choices=(
                Choice("back", "Is at school here", ends="back"),
                Choice("elsewhere", "Is registered at another school", ends="elsewhere"),
                Choice("home", "Is educated at home", ends="home"),
                Choice("abroad", "Lives abroad, confirmed by the authority", ends="abroad"),
            ),
        ),
        Step(
            "not_found",
            "School and authority have both failed to find the pupil",
            after=("refer",),
            ends="not-found",
            check=both_failed,
            rule="DEL-3",
            help="Ground (h) or (i) can then be looked at under “Deletion”; the name stays on until one is met.",
        ),
    ),
    clocks=(
        Clock("refer", 5, says="Refer to the authority"),
        Clock("chase", 5, after="refer", says="Ask the authority what it knows"),
        Clock("chase", 5, after="chase", says="Ask the authority again"),
    ),
    outcomes=(
        Outcome("back", "Found: at school here"),
        Outcome("elsewhere", "Found: registered at another school"),
        Outcome("home", "Found: educated at home"),
        Outcome("abroad", "Found: lives abroad"),
        Outcome("not-found", "Not found by school and authority together"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
    fields={"last_seen_on": "when the pupil was last seen, in words"},
    tells=told,
)
