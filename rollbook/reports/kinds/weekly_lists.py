"""The short lists of the weekly report: concerns, suspensions, starters and leavers."""

from __future__ import annotations

from rollbook.absence.words import count, short_day
from rollbook.pupils.queries.on_the_roll import OnTheRoll
from rollbook.reports.asked import Measure, Slice, Whose
from rollbook.reports.queries.roll import Roll
from rollbook.reports.queries.week import Standing, Week, comings_and_goings, sessions_of_code
from rollbook.reports.report import Cell, Person, Share, Table, number, person, words

MOST_CONCERNS = 10


def concerns(week: Week, theirs: tuple[Standing, ...]) -> Table:
    """The ten pupils whose week asks most for somebody: over a line since last week, or away all of it."""
    found = [one for one in theirs if _why(one)]
    shown = sorted(found, key=_weight)[:MOST_CONCERNS]
    left = len(found) - len(shown)
    return Table(
        "Whom to think of",
        (person(), words("Form", folds=True), words("Why"), number("This week"), number("Year to date")),
        tuple(_concern(week, one) for one in shown),
        says=f"{count(len(found), 'pupil')} crossed a line or missed the whole week." if found else "",
        empty="Nobody crossed a line or missed the whole week.",
        note=f"{left} more are not shown." if left else "",
    )


def _why(one: Standing) -> str:
    said = []
    if one.newly_severe:
        said.append("became severely absent")
    elif one.newly_persistent:
        said.append("became persistently absent")
    if one.all_week:
        said.append(f"away in all {one.week.possible} sessions")
    return ", ".join(said)


def _weight(one: Standing) -> tuple[object, ...]:
    missed = one.year.absent / one.year.possible
    return (
        not one.newly_severe,
        not one.all_week,
        not one.newly_persistent,
        -one.week.absent,
        -missed,
        one.pupil.order,
    )


def _concern(week: Week, one: Standing) -> tuple[Cell, ...]:
    own = Whose(pupil=one.pupil.public_id)
    return (
        _named(one.pupil),
        one.pupil.form,
        _why(one),
        Share(one.week.attended, one.week.possible, Slice(Measure.ATTENDANCE, week.days, own)),
        Share(one.year.attended, one.year.possible, Slice(Measure.ATTENDANCE, week.year, own)),
    )


def suspended(roll: Roll, week: Week, whose: Whose) -> Table:
    """Who was suspended or excluded in a session of the week (code E)."""
    sessions = sessions_of_code(roll, "E", week.days, whose)
    theirs = [pupil for pupil in roll.pupils if pupil.id in sessions]
    return Table(
        "Suspended or excluded this week",
        (person(), words("Form", folds=True), number("Sessions")),
        tuple((_named(pupil), pupil.form, sessions[pupil.id]) for pupil in theirs),
        says=f"{count(len(theirs), 'pupil')}, {count(sum(sessions.values()), 'session')}." if theirs else "",
        empty="No session of the week carries the code E.",
    )


def movements(roll: Roll, week: Week, whose: Whose) -> Table:
    """Who joined and who left in the week."""
    found = comings_and_goings(roll, week.days, whose)
    return Table(
        "Starters and leavers",
        (person(), words("Form", folds=True), words("What"), words("Day")),
        tuple(
            (_named(pupil), pupil.form, "first day" if joined else "last day", short_day(on))
            for on, pupil, joined in found
        ),
        empty="Nobody joined or left.",
    )


def _named(pupil: OnTheRoll) -> Person:
    return Person(pupil.listed_name, pupil.public_id)
