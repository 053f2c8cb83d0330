"""Lessons by subject, period and teaching group; who was in school and not in a lesson (REP-B). Lesson marks only."""

from __future__ import annotations

from collections import Counter

from rollbook.absence.words import count, short_session
from rollbook.pupils.queries.on_the_roll import OnTheRoll
from rollbook.reports.asked import Asked
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.charting import reference, shares_chart
from rollbook.reports.kinds.saying import about, only_theirs
from rollbook.reports.queries.lessons import (
    LessonLine,
    Lessons,
    Missed,
    by_group,
    by_period,
    by_subject,
    often,
    the_lessons,
    year_then_name,
)
from rollbook.reports.report import Cell, Number, Numbers, Person, Picture, Report, Share, Table, number, person, words
from rollbook.rules.actor import Actor

_MOST_PUPILS, _MOST_BARS = 40, 16


def make(actor: Actor, asked: Asked) -> Report:
    """The figures, subjects, periods, teaching groups, and the pupils who were in school and missed a lesson."""
    found = the_lessons(actor, asked)
    subjects = _split(found, "subject", found.lines(by_subject))
    periods = _split(found, "period", found.lines(by_period))
    groups = _split(found, "teaching group", found.lines(by_group, year_then_name))
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, asked),
        made_at=actor.now,
        made_by=actor.name,
        sections=(
            _figures(found),
            subjects,
            _picture(found, periods),
            _pupils(actor, found),
            groups,
        ),
        notes=(*_NOTES, *only_theirs(actor)),
        says=_says(found),
    )


def _says(found: Lessons) -> str:
    whole = found.whole
    if not whole.possible:
        return "No lesson was registered in these days."
    said = f"{whole.attendance} of {count(whole.possible, 'place')} in lessons were attended"
    if not whole.in_school:
        return f"{said}. Nobody who was in school was marked absent from a lesson."
    pupils = len({one.pupil.id for one in found.missed})
    times = f"{count(whole.in_school, 'time')} a lesson was missed by somebody who was in school"
    return f"{said}. {times}: {count(pupils, 'pupil')}."


def _figures(found: Lessons) -> Numbers:
    whole = found.whole
    pupils = len({one.pupil.id for one in found.missed})
    return Numbers(
        "Lessons",
        (
            Number("Attended", whole.attendance, f"{whole.attended:,} of {whole.possible:,} lesson marks"),
            Number("Late to a lesson", Share(whole.late, whole.possible), count(whole.late, "lesson mark")),
            Number("In school, not in the lesson", whole.in_school, f"by {count(pupils, 'pupil')}"),
        ),
    )


def _split(found: Lessons, what: str, lines: tuple[LessonLine, ...]) -> Table:
    return Table(
        f"Lessons by {what}",
        (
            words(what.capitalize()),
            number("Lesson marks", folds=True),
            number("Attended"),
            number("Late"),
            number("In school, not in the lesson"),
        ),
        tuple(_row(line) for line in lines),
        foot=_row(found.whole) if lines else (),
        says=_extremes(lines),
        empty="No lesson was registered in these days.",
    )


def _row(line: LessonLine) -> tuple[Cell, ...]:
    return (line.title, line.possible, line.attendance, Share(line.late, line.possible), line.in_school)


def _extremes(lines: tuple[LessonLine, ...]) -> str:
    if len(lines) < 2:
        return ""
    least = min(lines, key=lambda line: line.attended / line.possible)
    most = max(lines, key=lambda line: line.attended / line.possible)
    return f"Lowest in {least.title} ({least.attendance}), highest in {most.title} ({most.attendance})."


def _picture(found: Lessons, table: Table) -> Picture | Table:
    if not 2 <= len(table.rows) <= _MOST_BARS:
        return table
    named = [(str(row[0]), row[2]) for row in table.rows if isinstance(row[2], Share)]
    marks = reference("All lessons", found.whole.attendance)
    series = (("Attended", named),)
    return Picture(shares_chart(table, series, along=table.columns[0].title, up="Lessons attended", marks=marks), table)


def _pupils(actor: Actor, found: Lessons) -> Table:
    theirs = often(found.missed)
    left = len(theirs) - _MOST_PUPILS
    return Table(
        "In school, and absent from a lesson",
        (person(), words("Form", folds=True), number("Lessons"), words("Which", folds=True), words("The last")),
        tuple(_pupil(actor, pupil, own) for pupil, own in theirs[:_MOST_PUPILS]),
        says="Present at registration, marked absent in a lesson of the same half day: the most often first.",
        empty="Nobody who was in school was marked absent from a lesson.",
        note=f"{left} more are not shown." if left > 0 else "",
    )


def _pupil(actor: Actor, pupil: OnTheRoll, own: tuple[Missed, ...]) -> tuple[Cell, ...]:
    subjects = Counter(by_subject(one.lesson) for one in own)
    said = ", ".join(f"{subject} {n}" if n > 1 else subject for subject, n in subjects.most_common())
    last = own[-1]
    return (
        Person(pupil.listed_name, pupil.public_id),
        pupil.form,
        len(own),
        said,
        f"{short_session(last.session, around=actor.today)}, {last.lesson.period}",
    )


_NOTES = (
    "Only lesson marks are counted here. The statutory register is taken twice a day: no percentage of attendance "
    "comes from lessons, and none of these figures is one. Lessons that nobody registered are not known.",
    "A lesson mark counts if its code is a possible session (PA-1). “In school” means that the mark of the same half "
    "day says so: present, late, or late after the close. A medical room, a meeting or a music lesson may be the "
    "reason.",
)


KIND = Kind(
    key="lessons",
    title="Lessons",
    purpose="Lesson marks by subject, period and teaching group; who was in school and not in a lesson.",
    duty="REP-B",
    shelf=Shelf.TUTORS,
    make=make,
    asks=(Ask.PERIOD, Ask.WHOSE),
    usual=Period.FORTNIGHT,
)
