"""Which week of the timetable begins on which Monday: said by the school, one by one or dealt out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from rollbook.audit.actions import action, record
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import monday_of
from rollbook.rules.refused import Refused
from rollbook.timetable.events import WeekLettersSet
from rollbook.timetable.models import WeekLetter
from rollbook.timetable.queries.weeks import week_letters

LONGEST = timedelta(days=400)
_LETTERS = "ABCD"
_WEEK = timedelta(days=7)


@action(Permission.SET_UP_SCHOOL)
def set_week_letters(
    actor: Actor, *, first: date, last: date, letters: str = "AB", restart_after_holidays: bool = False
) -> int:
    """Deal the letters out to the weeks from a day to a day, in turn; gives how many weeks got one.

    A week without a school day gets none and takes none. With `restart_after_holidays` each stretch
    of term begins with the first letter again, else the turn goes on where it stopped.
    """
    letters = letters.strip().upper()
    if not letters or set(letters) - set(_LETTERS) or len(set(letters)) != len(letters):
        raise Refused("Write the letters in their order, each once: AB for a two-week timetable.")
    if not first <= last <= first + LONGEST:
        raise Refused("The last day is before the first, or more than a school year after it. Check the two dates.")
    weeks = week_letters(actor, first, last)
    mondays = [week.monday for week in weeks if week.days]
    if not mondays:
        raise Refused("The school does not meet in those weeks. Set the terms first, under Set-up.")
    WeekLetter.objects.filter(school_id=actor.school, monday__range=(weeks[0].monday, weeks[-1].monday)).delete()
    dealt = dict(deal(mondays, letters, restart=restart_after_holidays))
    WeekLetter.objects.bulk_create(
        WeekLetter(school_id=actor.school, monday=monday, letter=letter) for monday, letter in dealt.items()
    )
    record(actor, WeekLettersSet(first=mondays[0], last=mondays[-1], weeks=len(mondays)))
    return len(mondays)


@action(Permission.SET_UP_SCHOOL)
def set_week_letter(actor: Actor, *, monday: date, letter: str) -> None:
    """Say the letter of one week by itself; empty takes it away."""
    letter = letter.strip().upper()
    if monday != monday_of(monday):
        raise Refused("A week is named by its Monday.")
    if letter and (len(letter) > 1 or letter not in _LETTERS):
        raise Refused("A week's letter is A, B, C or D.")
    WeekLetter.objects.filter(school_id=actor.school, monday=monday).delete()
    if letter:
        WeekLetter.objects.create(school_id=actor.school, monday=monday, letter=letter)
    record(actor, WeekLettersSet(first=monday, last=monday, weeks=1))


def deal(mondays: Iterable[date], letters: Sequence[str], *, restart: bool) -> Iterator[tuple[date, str]]:
    """Letters in turn for these Mondays, in order; with `restart`, from the first again after a gap."""
    turn, before = 0, None
    for monday in mondays:
        if restart and before is not None and monday - before > _WEEK:
            turn = 0
        yield monday, letters[turn % len(letters)]
        turn, before = turn + 1, monday
