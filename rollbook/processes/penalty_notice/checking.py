"""What forbids a step of a penalty-notice case, and what is warned of before one is taken. Pure."""

from __future__ import annotations

from datetime import date

from rollbook.processes.penalty_notice.facts import Facts
from rollbook.processes.penalty_notice.weighing import IMPROVE, checks_of, history_of, penalty_now
from rollbook.rules.penalty import ServedBy, penalty_for, received_when
from rollbook.rules.penalty_checks import Check, Offence, asking, blocked, refuse_blocked
from rollbook.rules.process import Situation
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse

# What the head can answer when considering; the rest is gone through afterwards.
FIRST = frozenset({"age", "threshold", "bar"})
LATER = frozenset({"improve"})
# What is asked of the record rather than of the person who fills in the step.
OF_THE_RECORD = frozenset({"threshold", "reasons", "covered", "bar"})


def may_go_on(facts: Facts, situation: Situation) -> None:
    """A notice cannot be pursued for a child out of age, below the threshold, or where two were issued already."""
    if facts.offence_from and facts.offence_to and facts.offence_from > facts.offence_to:
        raise refuse("PEN-1", "The first day of the absence is after the last. Check the two days.")
    if situation.last("consider:go-on") is None:
        return
    refuse_blocked(check for check in _checks(facts, situation) if check.key in FIRST)


def must_hold(facts: Facts, situation: Situation) -> None:
    """Everything that forbids a notice, but for the notice to improve, which comes next (PEN-4)."""
    refuse_blocked(check for check in _checks(facts, situation) if check.key not in LATER)


def must_all_hold(facts: Facts, situation: Situation) -> None:
    """Everything again on the day of the request: marks and notices may have changed since (PEN-4, PEN-14)."""
    refuse_blocked(_checks(facts, situation))


def about_the_weeks(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """What no rule answers about the marks and the notices before: read before the head considers, and kept with it."""
    return tuple(check.says for check in asking(checks_of(facts, situation)) if check.key in OF_THE_RECORD)


def what_a_person_decides(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """The same, with what the answers given so far leave to a person."""
    known = {"support"} if facts.support else set()
    known |= {"equality"} if facts.equality else set()
    return tuple(check.says for check in asking(checks_of(facts, situation)) if check.key in OF_THE_RECORD | known)


def what_stands_against_it(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """What forbids the request now, and what a person decides."""
    checks = checks_of(facts, situation)
    return tuple(check.says for check in (*blocked(checks), *asking(checks)))


def improving_fits(facts: Facts, situation: Situation) -> None:
    """Only a holiday needs no notice to improve; one that failed must have been given to this parent (PEN-12)."""
    if situation.last("improve:holiday") and facts.offence is not Offence.HOLIDAY:
        raise refuse("PEN-12", "The absence was no holiday. Give a notice to improve, or say why it has no effect.")
    if situation.last("improve:failed") and not _failed_before(situation):
        raise refuse("PEN-12", "No notice to improve to this parent has ended without improvement. Give one first.")


def _failed_before(situation: Situation) -> bool:
    return any(
        case.process == IMPROVE and case.contact == situation.contact and case.outcome == "not-improved"
        for case in situation.earlier
    )


def the_answer_is_whole(facts: Facts, situation: Situation) -> None:
    """A notice that was issued has its days: of issue, and of receipt, from which the days to pay count (PEN-9)."""
    if situation.last("answer") != situation.last("answer:issued"):
        return
    if facts.issued_on is None:
        raise refuse("PEN-11", "Say on which day the authority issued the notice; it stands on the notice.")
    if facts.issued_on > situation.on:
        raise refuse("PEN-11", "The day of issue is still to come. Record the notice once it has been issued.")
    if facts.received_on is None:
        raise refuse("PEN-9", f"Say on which day the notice was received. {_by_post(facts)}")
    penalty_for(facts.issued_on, facts.received_on, history_of(facts, situation))


def _by_post(facts: Facts) -> str:
    if facts.issued_on is None or facts.served_by is not ServedBy.POST:
        return "The days to pay begin with it."
    day = received_when(facts.issued_on, ServedBy.POST)
    return f"Posted that day it usually counts as received on {in_words(day)}; the authority's own day goes first."


def about_the_answer(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """Where the authority issued what the ladder would not allow, it is recorded and said (PEN-7)."""
    if facts.issued_on is None or situation.last("answer:issued") is None:
        return ()
    penalty = penalty_now(facts, situation)
    third = () if penalty.pay else (f"{penalty.says} Ask the authority to withdraw it.",)
    return (*third, *((penalty.asks_a_person,) if penalty.asks_a_person else ()))


def the_payment_fits(facts: Facts, situation: Situation) -> None:
    """Paid has its day; unpaid is said only once the last day is over (PEN-9, PEN-10)."""
    last = last_day(facts, situation)
    if situation.last("payment:paid"):
        if facts.paid_on is None:
            raise refuse("PEN-9", "Say on which day it was paid, as the authority reports it.")
        if facts.issued_on and not facts.issued_on <= facts.paid_on <= situation.on:
            raise refuse("PEN-9", "The day of payment lies before the notice or is still to come. Check it.")
        return
    if last is not None and situation.on <= last:
        raise refuse("PEN-10", f"The notice can be paid until {in_words(last)}. It is unpaid only after that day.")


def about_the_payment(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """A payment that does not fit its day: the authority decides, the school takes no money."""
    if facts.paid_on is None or facts.paid_pounds is None:
        return ()
    due = next((pounds for pounds, day in penalty_now(facts, situation).pay if facts.paid_on <= day), None)
    if due is None:
        return ("It was paid after the last day: ask the authority whether it was accepted.",)
    if due != facts.paid_pounds:
        return (f"On that day {due} pounds were due, and {facts.paid_pounds} are said to be paid: ask the authority.",)
    return ()


def last_day(facts: Facts, situation: Situation) -> date | None:
    """The last day on which this notice can be paid; None before it is received, or where nothing may be asked."""
    pay = penalty_now(facts, situation).pay if facts.received_on else ()
    return pay[-1][1] if pay else None


def _checks(facts: Facts, situation: Situation) -> tuple[Check, ...]:
    found = checks_of(facts, situation)
    if not found:
        raise refuse(
            "PEN-1", "The marks of these ten weeks cannot be counted here, so the threshold cannot be checked."
        )
    return found
