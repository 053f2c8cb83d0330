"""The notice to improve as one declaration: given, watched by itself, decided at its end or when it is broken."""

from __future__ import annotations

from collections.abc import Mapping

from rollbook.processes.notice_to_improve.facts import Facts
from rollbook.processes.notice_to_improve.period import WEEKS, Period, period_of
from rollbook.rules.access import Role
from rollbook.rules.age import is_compulsory
from rollbook.rules.process import (
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
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse

FIELDS = {
    "improvement_weeks": "how long the improvement period is, in words",
    "improvement_until": "the last day of the improvement period, in words",
    "improvement_enough": "what improvement is enough",
    "improvement_given": "the support that was given",
    "improvement_there": "the support that is still there",
    "improvement_helper": "whom the parent can ask",
    "improvement_early": "when a penalty notice may come before the end, in words",
}
EARLY = "If it is broken, a penalty notice may be asked for at once, before the period ends."
LATE = "What follows is decided when the period has ended."


def _may_be_given(facts: Facts, situation: Situation) -> None:
    """It leads to a penalty notice, so it is given only where one would be possible (PEN-5)."""
    if not is_compulsory(situation.born, situation.on):
        raise refuse(
            "PEN-5", "The child is not of compulsory school age, so no notice to improve is given. Offer support."
        )
    if facts.allowed is None or facts.allowed < 0:
        raise refuse("NTI-1", "Say how many unauthorised sessions do not yet break it: 0 or more.")


def _may_end_early(facts: Facts, situation: Situation) -> None:
    if situation.last("broken") != situation.last("broken:early"):
        return
    period = period_of(facts, situation)
    if period is None or not period.is_broken:
        raise refuse("NTI-1", "No unauthorised session has broken the notice. Let the period run.")
    if not facts.early:
        raise refuse("NTI-1", "The notice does not say that a penalty may come before its end. Let the period run.")


def _is_over(facts: Facts, situation: Situation) -> None:
    period = period_of(facts, situation)
    if period is not None and not period.is_over(situation.on) and situation.on != period.last:
        until = in_words(period.last) if period.last else "a day beyond the school's calendar"
        raise refuse("NTI-1", f"The period runs until {until}. Decide then, or record that the notice was broken.")


def _about_the_end(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """Where the decision does not follow from the marks it is said, and the person decides."""
    period = period_of(facts, situation)
    if period is None:
        return ()
    if situation.last("decide:improved") and period.is_broken:
        return (f"{_sessions(len(period.unauthorised))} in the period: more than the notice allows.",)
    if situation.last("decide:not-improved") and not period.is_broken:
        return ("No session has broken the notice: say in the note what was not enough.",)
    return ()


def _raises(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """The first session that breaks the notice, told at once (NTI-1)."""
    period = period_of(facts, situation)
    if period is None or not period.is_broken:
        return ()
    session, code = period.broken_by[0]
    then = EARLY if facts.early else LATE
    open_n = " No reason is known yet: it may still be authorised." if code == "N" else ""
    return (f"The notice to improve was broken on {session.says} ({code}).{open_n} {then}",)


def _panels(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    period = period_of(facts, situation)
    if period is None:
        return ()
    rows = tuple((session.says, code, _allowed(period, n)) for n, (session, code) in enumerate(period.unauthorised))
    heads = ("Session", "Code", "Breaks it")
    return (Panel("The improvement period", _stands(period, situation), heads, rows, "NTI-1"),)


def _stands(period: Period, situation: Situation) -> str:
    until = in_words(period.last) if period.last else "a day beyond the school's calendar"
    state = "over" if period.is_over(situation.on) else "running"
    broken = "Broken" if period.is_broken else "Not broken"
    return (
        f"{period.weeks} school weeks, from {in_words(period.begins)} to {until}; {state}. "
        f"{broken}: {_sessions(len(period.unauthorised))} so far, {period.allowed} allowed. {period.moved}"
    ).strip()


def _allowed(period: Period, n: int) -> str:
    return "No, it is allowed" if n < period.allowed else "Yes"


def _tells(facts: Facts, situation: Situation) -> Mapping[str, str]:
    period = period_of(facts, situation)
    return {
        "improvement_weeks": f"{period.weeks} school weeks" if period else "",
        "improvement_until": in_words(period.last) if period and period.last else "",
        "improvement_enough": facts.enough,
        "improvement_given": facts.support_given,
        "improvement_there": facts.support_there,
        "improvement_helper": facts.helper,
        "improvement_early": EARLY if facts.early else LATE,
    }


def _sessions(n: int) -> str:
    return f"{n} unauthorised {'session' if n == 1 else 'sessions'}"


PROCESS: Process[Facts] = Process(
    key="notice_to_improve",
    name="Notice to improve",
    says="A last chance before a penalty notice: a period of some school weeks, watched as the marks come in.",
    facts=Facts,
    steps=(
        Step(
            "give",
            "Give the notice to improve",
            asks=("support_given", "support_there", "helper", "enough", "allowed", "early"),
            choices=tuple(Choice(key, f"For {weeks} school weeks") for key, weeks in WEEKS.items()),
            letter="notice",
            help="The period begins on the day after. Your authority says how long it is; six school weeks are usual.",
            rule="NTI-1",
            check=_may_be_given,
        ),
        Step(
            "decide",
            "Decide whether attendance improved enough",
            after=("give",),
            choices=(
                Choice("improved", "It improved enough", ends="improved"),
                Choice("not-improved", "It did not improve enough", ends="not-improved", needs_reason=True),
            ),
            rule="NTI-1",
            check=_is_over,
            warns=_about_the_end,
        ),
        Step(
            "said",
            "Write down what the parent says",
            after=("give",),
            asks=("said",),
            again=True,
            optional=True,
        ),
        Step(
            "broken",
            "Decide what follows from a break",
            after=("give",),
            again=True,
            optional=True,
            choices=(
                Choice("early", "End it: a penalty notice is to be considered", ends="not-improved"),
                Choice("wait", "Let the period run on", needs_reason=True),
            ),
            help="The panel beside shows which sessions break it.",
            rule="NTI-1",
            check=_may_end_early,
        ),
    ),
    outcomes=(
        Outcome("improved", "Attendance improved enough"),
        Outcome("not-improved", "Attendance did not improve enough"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
    law=("NTI-1", "PEN-12"),
    clocks=(
        Clock("give", 3, says="Give the notice to the parent"),
        *(
            Clock("decide", weeks, Unit.SCHOOL_WEEKS, after=f"give:{key}", says="The period ends", rule="NTI-1")
            for key, weeks in WEEKS.items()
        ),
    ),
    owner=Role.ATTENDANCE_MANAGER,
    raises=_raises,
    per_contact=True,
    fields=FIELDS,
    tells=_tells,
    shows=_panels,
)
