"""Whether a name may come off the admission register: a ground, its evidence, the authority told, and never backwards.

Regulations 9 and 13 of 2024 (DEL-2 to DEL-5, RET-2, EXC-13). No ground, no deletion.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rollbook.rules.age import compulsory_age, is_compulsory
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.codes import code_on
from rollbook.rules.day_runs import DayRun
from rollbook.rules.deletion_grounds import FOUR_MONTHS, Ground
from rollbook.rules.enquiries import check_jointly_failed
from rollbook.rules.home_education import check_stated_day_passed, consent_needed
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.sources import refuse
from rollbook.rules.standing import Standing

# EXC-13: so many school days from the notice of the board's decision in which a review can be asked for.
REVIEW_DAYS = 15


class Review(StrEnum):
    """How the review of a permanent exclusion ended (EXC-13)."""

    NOT_ASKED = "not-asked"
    WAIVED = "waived"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return _REVIEWS[self]


_REVIEWS = {
    Review.NOT_ASKED: "Nobody asked for one in the fifteen school days",
    Review.WAIVED: "The parent wrote that they ask for none",
    Review.ENDED: "It was held, and is over",
}


class Stage(StrEnum):
    """How far a deletion has come; each needs the one before it (DEL-4)."""

    PROPOSED = "proposed"
    EVIDENCED = "ground evidenced"
    NOTIFIED = "authority notified"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is looked at besides the answers: the day, the pupil's age and marks, the enquiries that were made."""

    on: date
    born: date
    calendar: SchoolCalendar
    standing: Standing | None = None
    enquiries: frozenset[str] = frozenset()


def check_ground(ground: Ground, facts: object, around: Circumstances) -> None:
    """Refuse a ground that is not met, with the sentence that says why and the rule (DEL-4).

    `facts` carries the answers under the names of the conditions; one that is not known is asked for.
    """
    check_age(ground, around.born, around.on)
    for condition in ground.conditions:
        answer = getattr(facts, condition.fact)
        if answer is None:
            raise refuse(ground.rule, "A question of this ground has no answer yet. Answer each with yes or no.")
        if answer is not condition.must_be:
            raise refuse(ground.rule, condition.otherwise)
    if also := _ALSO.get(ground.key):
        also(ground, facts, around)
    if ground.joint:
        check_jointly_failed(around.enquiries)


def check_age(ground: Ground, born: date, on: date) -> None:
    """Refuse a ground of the other list: one is for pupils of compulsory school age, one for all others (DEL-2)."""
    compulsory = is_compulsory(born, on)
    if compulsory and not ground.compulsory:
        raise refuse(
            "DEL-2", "The pupil is of compulsory school age: only grounds (a) to (o) of regulation 9(1) are open."
        )
    if not compulsory and ground.compulsory:
        raise refuse("DEL-2", "The pupil is outside compulsory school age: choose a ground of regulation 9(3).")


def days_not_seen(standing: Standing) -> DayRun:
    """The run that stands of school days with every session G, N or O; any other code has broken it (DEL-5)."""
    return standing.not_seen_run


def days_since_leave(standing: Standing, calendar: SchoolCalendar, leave_ended: date) -> tuple[int, str]:
    """School days since a leave ended, and what broke them in words: empty while every mark is G, N or O (DEL-5)."""
    days = 0
    for day in calendar.between(leave_ended + timedelta(days=1), standing.on):
        codes = [code for half in Half if (code := standing.code_at(Session(day, half))) and code not in ("#", "Y4")]
        other = next((code for code in codes if code not in ("G", "N", "O")), None)
        if other:
            return days, f"{in_words(day)} is marked {other} ({code_on(other, day).name})"
        days += 1 if codes else 0
    return days, ""


def notice_needed(on: date, *, final_class: bool, year_ended: date | None, authority_asks: bool) -> bool:
    """Whether the authority must be told of a deletion (RET-2).

    Not for a pupil of the most senior class deleted at or after the end of the last term of the school year,
    unless the authority asks.
    """
    return authority_asks or not (final_class and year_ended is not None and on >= year_ended)


def check_no_notice(
    on: date, *, final_class: bool | None, year_ended: date | None, authority_asks: bool | None
) -> None:
    """Refuse to go without telling the authority where it must be told (RET-2)."""
    if notice_needed(on, final_class=bool(final_class), year_ended=year_ended, authority_asks=bool(authority_asks)):
        raise refuse(
            "RET-2",
            "Only a pupil of the most senior class who comes off at or after the end of the last term of the year "
            "needs no notice, and only where the authority does not ask for it. Tell the authority.",
        )


def check_deletion(*, on: date, last_day: date | None, evidenced_on: date | None, notified_on: date | None) -> None:
    """Refuse to delete before the ground is evidenced and the authority told, or with a day in the past (DEL-4, RET-2).

    `last_day` is the last day on the roll: the day before the deletion, or the day itself.
    """
    if evidenced_on is None:
        raise refuse("DEL-4", "No ground has been evidenced, and without a ground no name comes off the register.")
    if notified_on is None:
        raise refuse("RET-2", "The authority must be told of the deletion no later than it is made. Tell it first.")
    if last_day is None:
        raise refuse("DEL-4", "Give the last day on the roll.")
    if last_day < max(on, notified_on) - timedelta(days=1):
        raise refuse(
            "DEL-4",
            f"A deletion is never back-dated: the last day on the roll can be {in_words(on - timedelta(days=1))} "
            f"or {in_words(on)}, not {in_words(last_day)}. The sessions until then keep their true marks.",
        )
    if last_day > on:
        raise refuse("DEL-4", f"{in_words(last_day)} is still to come. Delete the name on that day, not before.")


def last_review_day(calendar: SchoolCalendar, decision_notified_on: date) -> date | None:
    """The last day on which a review can be asked for; None beyond the calendar, never a guess (EXC-13)."""
    return calendar.add(decision_notified_on, REVIEW_DAYS)


def check_exclusion_over(
    review: Review | None, decision_notified_on: date | None, calendar: SchoolCalendar, on: date
) -> None:
    """Refuse to take an excluded pupil off the roll while a review can still be asked for or runs (EXC-13)."""
    if review is None or decision_notified_on is None:
        raise refuse("EXC-13", "Say when the parents were told of the board’s decision, and how the review ended.")
    if decision_notified_on > on:
        raise refuse("EXC-13", "The day on which the parents were told of the board’s decision is still to come.")
    if review is not Review.NOT_ASKED:
        return
    last = last_review_day(calendar, decision_notified_on)
    if last is None:
        raise refuse("EXC-13", "The calendar does not reach to the last day for a review. Enter the next term first.")
    if on <= last:
        raise refuse(
            "EXC-13",
            f"A review can be asked for until {in_words(last)}. Until then the pupil stays on the roll, coded E or "
            "with the code of the provision, unless the parent writes that they ask for none.",
        )


def _starts_elsewhere(ground: Ground, facts: object, around: Circumstances) -> None:
    starts: date | None = getattr(facts, "elsewhere_from")  # noqa: B009  (facts are the process's own)
    if starts is None:
        raise refuse(ground.rule, "Give the starting day that the other school has confirmed.")
    if starts > around.on:
        raise refuse(
            ground.rule,
            f"The pupil starts at the other school on {in_words(starts)}: until then the name stays on here, "
            "and the register is marked.",
        )


def _told_in_writing(ground: Ground, facts: object, around: Circumstances) -> None:
    check_stated_day_passed(getattr(facts, "stated_day"), around.on)  # noqa: B009
    special = bool(getattr(facts, "placed_by_authority", False))
    says = consent_needed(around.on, special_school=special, under_enquiry=bool(getattr(facts, "under_enquiry", False)))
    if says and getattr(facts, "consent_on", None) is None:
        raise refuse(ground.rule, says)


def _not_back_from_leave(ground: Ground, facts: object, around: Circumstances) -> None:
    ended: date | None = getattr(facts, "leave_ended")  # noqa: B009
    if ended is None:
        raise refuse(ground.rule, "Give the last day of the leave that was granted.")
    if around.standing is None:
        raise _no_marks(ground)
    days, broken = days_since_leave(around.standing, around.calendar, ended)
    if broken:
        raise refuse(ground.rule, f"{broken}: only G, N and O count after a leave, so this ground is not met.")
    _check_days(ground, days, f"since the leave ended on {in_words(ended)}")


def _not_seen(ground: Ground, facts: object, around: Circumstances) -> None:
    if around.standing is None:
        raise _no_marks(ground)
    run = days_not_seen(around.standing)
    since = f"since {in_words(run.first)}" if run.first else "at present"
    _check_days(ground, len(run), f"{since} with every session G, N or O; any other code breaks them")


def _detained_long_enough(ground: Ground, facts: object, around: Circumstances) -> None:
    months: int | None = getattr(facts, "months_of_detention")  # noqa: B009
    if months is None or months < FOUR_MONTHS:
        raise refuse(ground.rule, "The sentence must be of four months or more. The pupil stays on the roll, code Y5.")


def _over_age_next_time(ground: Ground, facts: object, around: Circumstances) -> None:
    ends, meets = compulsory_age(around.born).ends_on, around.calendar.add(around.on, 1)
    if meets is None:
        raise refuse(ground.rule, "The calendar does not say when school next meets. Enter the next term first.")
    if ends >= meets:
        raise refuse(
            ground.rule,
            f"School next meets on {in_words(meets)}; the pupil is of compulsory school age until {in_words(ends)}.",
        )


def _reviewed(ground: Ground, facts: object, around: Circumstances) -> None:
    review: Review | None = getattr(facts, "review")  # noqa: B009
    told: date | None = getattr(facts, "decision_notified_on")  # noqa: B009
    check_exclusion_over(review, told, around.calendar, around.on)


def _check_days(ground: Ground, days: int, since: str) -> None:
    if days < ground.days:
        unit = "school day" if days == 1 else "school days"
        raise refuse(ground.rule, f"{days} {unit} {since}: {ground.days} are needed.")


def _no_marks(ground: Ground) -> Refused:
    return refuse(ground.rule, "The pupil has no marks here from which the days could be counted.")


_ALSO: Mapping[str, Callable[[Ground, object, Circumstances], None]] = {
    "a": _starts_elsewhere,
    "f": _told_in_writing,
    "h": _not_back_from_leave,
    "i": _not_seen,
    "j": _detained_long_enough,
    "l": _over_age_next_time,
    "o": _reviewed,
    "excluded": _reviewed,
    "twenty-days": _not_seen,
}
