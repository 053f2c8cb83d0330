"""A request for leave as a process: received, perhaps held by the safeguarding lead, decided, told, looked back on."""

from __future__ import annotations

from collections.abc import Mapping

from rollbook.processes.leave_request.facts import (
    GRANTED,
    PARTLY,
    REFUSED,
    Facts,
    granted_days,
    granted_sessions,
    is_held,
)
from rollbook.processes.leave_request.panels import shows
from rollbook.rules.access import Permission, Role
from rollbook.rules.calendar import Days
from rollbook.rules.leave import check_grant, check_set_apart, check_wanted, refused_code, usual_ground
from rollbook.rules.process import LEFT_SCHOOL, MISTAKE, Choice, Clock, Outcome, Process, Situation, Step
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse

ASKED = (
    "asked_by", "lives_with", "way", "asked_on", "first", "last", "part", "purpose", "reason", "abroad", "place",
    "travels_with", "return_booked", "back_on", "exam", "set_apart",
)  # fmt: skip
_USUAL_REASON = "The circumstances of this request were considered; they were not found to be exceptional."
LICENCE = ("licence", "licensed_by", "licence_first", "licence_last")


def _complete(facts: Facts, situation: Situation) -> None:
    if facts.wanted is not None:
        check_wanted(facts.wanted)
        check_set_apart(facts.wanted, facts.set_apart)


def _licence(facts: Facts, situation: Situation) -> None:
    if facts.permit is None or not facts.licensed_by.strip():
        raise Refused("A licence is kept with its number, who gave it, and its first and last day.")
    if facts.permit.last < facts.permit.first:
        raise Refused("The licence ends before it begins. Check its two days.")


def _decide(facts: Facts, situation: Situation) -> None:
    if is_held(situation):
        raise refuse("LEA-5", "The request is with the safeguarding lead. It is decided once they have answered.")
    if facts.wanted is None:
        raise Refused("Write down first which days were asked for, when, and what for.")
    choice = situation.taken[-1].choice
    check_set_apart(facts.wanted, facts.set_apart)
    if choice == REFUSED:
        if facts.named is not None:
            raise Refused("A refusal grants no days. Leave the granted days empty, or grant the leave in part.")
        return
    ground = facts.ground or usual_ground(facts.wanted.purpose)
    check_wanted(facts.wanted)
    if ground is None:
        raise refuse("LEA-1", "Say on which ground the leave is granted.")
    check_grant(facts.wanted, ground, _granted(facts, choice), situation.on)


def _granted(facts: Facts, choice: str) -> Days:
    """The days that a decision grants: all that were asked for, or those that it names."""
    asked = Days(facts.first, facts.last)  # type: ignore[arg-type]  # known wherever `wanted` is
    if choice == GRANTED and facts.named not in (None, asked):
        raise Refused("These are not all the days asked for. Decide “Granted in part” for some of them.")
    if choice == PARTLY and facts.named is None:
        raise Refused("Say which days are granted: the first and the last of them.")
    if choice == PARTLY and facts.named == asked:
        raise Refused("These are all the days asked for. Decide “Granted” for them.")
    return facts.named or asked


def _before_deciding(facts: Facts, situation: Situation) -> tuple[str, ...]:
    says = []
    if facts.first is not None and facts.first <= situation.on:
        says.append(
            f"The first day, {in_words(facts.first)}, is not still to come: no leave is granted for it (COD-16)."
        )
    if situation.last("looked:speak-first") is not None:
        says.append("The safeguarding lead asks to be spoken to before this is decided.")
    if facts.lives_with is None:
        says.append("Nobody has said whether the pupil normally lives with the parent who asked (LEA-1).")
    if not facts.asked(situation.calendar):
        says.append("The school does not meet on any of these days, so no leave is needed for them.")
    return tuple(says)


def _not_over(facts: Facts, situation: Situation) -> None:
    if facts.last is not None and situation.on <= facts.last:
        raise Refused(f"The days are not over before {in_words(facts.last)}. Look at the marks after that day.")


def _tells(facts: Facts, situation: Situation) -> Mapping[str, str]:
    granted = granted_days(facts, situation)
    festival = (
        f" {in_words(facts.set_apart)} is recorded as religious observance and needs no leave."
        if facts.set_apart
        else ""
    )
    what = (
        "a holiday without leave" if facts.purpose and refused_code(facts.purpose) == "G" else "absence without leave"
    )
    return {
        "leave_days": facts.days_say,
        "leave_asked_on": in_words(facts.asked_on) if facts.asked_on else "a day not noted",
        "leave_granted_days": (_run(granted) if granted else "none of the days") + "." + festival,
        "leave_sessions_granted": str(len(granted_sessions(facts, situation))),
        "leave_reason_told": facts.told.strip() or _USUAL_REASON,
        "leave_if_taken": f"it will be recorded as {what}, which is unauthorised." + festival,
    }


def _run(days: Days) -> str:
    return in_words(days.first) if days.first == days.last else f"{in_words(days.first)} to {in_words(days.last)}"


def _tell(how: str, says: str) -> Step[Facts]:
    """The letter of one decision, and of no other."""
    others = tuple(f"decide:{other}" for other in (GRANTED, PARTLY, REFUSED) if other != how)
    return Step(f"tell_{how}", says, after=(f"decide:{how}",), unless=others, letter=how, rule="LEA-3")


PROCESS: Process[Facts] = Process(
    key="leave_request",
    name="Leave of absence",
    says="A family asks for leave in term time; the head decides, and the days are looked at afterwards.",
    facts=Facts,
    many=True,
    law=("LEA-1", "LEA-2", "LEA-3", "LEA-4", "LEA-5", "COD-16"),
    steps=(
        Step(
            "complete",
            "Complete the request",
            asks=ASKED,
            unless=("decide",),
            again=True,
            optional=True,
            help="As it was asked: whatever was forgotten, or is known only now.",
            rule="LEA-3",
            check=_complete,
        ),
        Step(
            "licence",
            "Record the licence",
            asks=LICENCE,
            unless=("decide",),
            again=True,
            optional=True,
            help="For a performance or for work abroad: no C1 without it.",
            rule="LEA-4",
            check=_licence,
        ),
        Step(
            "refer",
            "Ask the safeguarding lead",
            unless=("decide",),
            again=True,
            optional=True,
            help="Write no reason here: tell it to the safeguarding lead. The request says only that it is with them.",
            rule="LEA-5",
        ),
        Step(
            "looked",
            "Answer as safeguarding lead",
            after=("refer",),
            unless=("decide",),
            choices=(Choice("go-on", "It can be decided"), Choice("speak-first", "The head speaks with me first")),
            who=Role.DSL,
            may=Permission.CHECK_JOURNEYS,
            again=True,
            optional=True,
            help="What you found is kept on your own page, not here.",
            rule="LEA-5",
        ),
        Step(
            "decide",
            "Decide",
            asks=("ground", "granted_first", "granted_last", "told"),
            choices=(
                Choice(GRANTED, "Granted", needs_reason=True),
                Choice(PARTLY, "Granted in part", needs_reason=True),
                Choice(REFUSED, "Refused", needs_reason=True),
            ),
            who=Role.HEAD,
            may=Permission.DECIDE_LEAVE,
            help="On the facts of this pupil and this request: no blanket yes, no blanket no.",
            rule="LEA-2",
            check=_decide,
            warns=_before_deciding,
        ),
        _tell(GRANTED, "Tell the family: granted"),
        _tell(PARTLY, "Tell the family: granted in part"),
        _tell(REFUSED, "Tell the family: refused"),
        Step(
            "look_back",
            "Look at the marks",
            after=("tell_granted", "tell_partly", "tell_refused"),
            choices=(
                Choice("as_granted", "Away as granted", ends="as-granted"),
                Choice("not_taken", "In school", ends="not-taken"),
                Choice("without_leave", "Away without leave", ends="without-leave"),
                Choice("ill", "Absent as ill", ends="ill", needs_reason=True),
                Choice("other", "Absent for another reason", ends="another-reason", needs_reason=True),
            ),
            help="Where N stands in sessions of refused leave, put the right code first.",
            rule="COD-16",
            check=_not_over,
        ),
        Step(
            "withdraw",
            "The family withdraws it",
            optional=True,
            ends="withdrawn",
            help="What was planned in the register for days still to come is withdrawn with it.",
        ),
    ),
    outcomes=(
        Outcome("as-granted", "Granted, and taken as granted"),
        Outcome("not-taken", "In school on the days"),
        Outcome("without-leave", "Taken without leave"),
        Outcome("ill", "Absent as ill on the days"),
        Outcome("another-reason", "Absent for another reason"),
        Outcome("withdrawn", "Withdrawn by the family"),
        LEFT_SCHOOL,
        MISTAKE,
    ),
    clocks=(
        Clock("decide", 0, after="fact:answer_by", says="The school answers within its own time"),
        Clock("decide", 0, after="fact:before_it", says="Before the first day of leave", rule="LEA-3"),
        Clock("tell_granted", 1, after="decide:granted", says="Tell the family the next school day"),
        Clock("tell_partly", 1, after="decide:partly", says="Tell the family the next school day"),
        Clock("tell_refused", 1, after="decide:refused", says="Tell the family the next school day"),
        Clock("look_back", 2, after="fact:last", says="Look at the marks once the days are over"),
    ),
    fields={
        "leave_days": "the days that leave was asked for",
        "leave_asked_on": "the day on which the school got the request",
        "leave_granted_days": "the days granted",
        "leave_sessions_granted": "how many sessions were granted",
        "leave_reason_told": "what the family is told of the reason",
        "leave_if_taken": "what becomes of the days if they are taken without leave",
    },
    tells=_tells,
    shows=shows,
)
