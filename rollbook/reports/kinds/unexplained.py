"""Unexplained absence, and how many school days it took to be explained (ABS-B, COD-4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from rollbook.absence.queries.days import days_met
from rollbook.absence.words import count, short_session
from rollbook.pupils.queries.on_the_roll import OnTheRoll
from rollbook.registers.queries.explained import Explained, explained
from rollbook.reports.asked import Asked, By, When, Whose
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.attendance_by import TITLES
from rollbook.reports.kinds.charting import numbers_chart
from rollbook.reports.kinds.saying import about, inside, only_theirs
from rollbook.reports.queries.roll import Line, Roll, roll_for
from rollbook.reports.report import Cell, Number, Numbers, Person, Picture, Report, Share, Table, number, person, words
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.codes import code_on
from rollbook.rules.explaining import Explaining, explaining
from rollbook.rules.no_reason import SCHOOL_DAYS_TO_ESTABLISH
from rollbook.rules.sessions import Session
from rollbook.rules.year_row import BYTE_OF, session_of

_SPLITS = (By.FORM, By.NC_YEAR, By.HOUSE, By.HAVING, By.SEX)
_MOST_OPEN = 40


@dataclass(frozen=True, slots=True)
class _Found:
    """The sessions of each pupil that were without a reason: settled, and still open."""

    roll: Roll
    asked: Asked
    calendar: SchoolCalendar
    settled: Mapping[int, tuple[Explained, ...]]
    still: Mapping[int, tuple[Session, ...]]
    actor: Actor

    def of(self, whose: Whose) -> Explaining:
        theirs = [self.roll.pupils[n].id for n in self.roll.which(whose)]
        settled = (
            (one.session.on, one.at.astimezone(LONDON).date()) for p in theirs for one in self.settled.get(p, ())
        )
        still = (session.on for p in theirs for session in self.still.get(p, ()))
        return explaining(self.calendar, settled, still, self.actor.today)

    def became(self, whose: Whose) -> Counter[str]:
        theirs = [self.roll.pupils[n].id for n in self.roll.which(whose)]
        return Counter(_outcome(one) for p in theirs for one in self.settled.get(p, ()))


def make(actor: Actor, asked: Asked) -> Report:
    """How many, how soon settled and as what, form by form, and what is still open."""
    roll = roll_for(actor, asked)
    still = _open(roll, asked.when)
    settled = _settled(explained(actor, asked.first, asked.last), roll, still, asked.when)
    found = _Found(roll, asked, days_met(actor, first=asked.first, last=actor.today), settled, still, actor)
    whole = found.of(asked.whose)
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, asked),
        made_at=actor.now,
        made_by=actor.name,
        sections=(_figures(whole), *_how_long(whole), _groups(found), _became(found), _still_open(found)),
        notes=(*_NOTES, *only_theirs(actor)),
        says=_says(whole),
    )


def _open(roll: Roll, when: When) -> Mapping[int, tuple[Session, ...]]:
    """Every session of the roll that stands as N."""
    found: defaultdict[int, list[Session]] = defaultdict(list)
    for part in roll.parts(when):
        rows, columns = (part.codes == BYTE_OF["N"]).nonzero()
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            found[roll.pupils[row].id].append(session_of(part.year, int(part.slots[column])))
    return {pupil: tuple(sessions) for pupil, sessions in found.items()}


def _settled(
    all_of_them: tuple[Explained, ...], roll: Roll, still: Mapping[int, tuple[Session, ...]], when: When
) -> Mapping[int, tuple[Explained, ...]]:
    """The last time that each session's N gave way, if none stands there now."""
    last = {(one.pupil_id, one.session): one for one in all_of_them if _is_asked(one.session, when)}
    theirs = {pupil.id for pupil in roll.pupils}
    found: defaultdict[int, list[Explained]] = defaultdict(list)
    for (pupil, session), one in last.items():
        if pupil in theirs and session not in still.get(pupil, ()):
            found[pupil].append(one)
    return {pupil: tuple(sorted(own, key=lambda one: one.session)) for pupil, own in found.items()}


def _is_asked(session: Session, when: When) -> bool:
    return (not when.weekdays or session.on.isoweekday() in when.weekdays) and (
        not when.halves or session.half in when.halves
    )


def _outcome(one: Explained) -> str:
    """What a session without a reason became, in words."""
    if not one.code:
        return "No mark: it was entered by mistake"
    code = code_on(one.code, one.session.on)
    if code.symbol == "O":
        return "O, no reason was ever found"
    if code.late:
        return "Late: the pupil came after all"
    if code.attends:
        return "Present, or educated elsewhere"
    if code.absent:
        return f"{code.symbol}, {inside(code.name.split(' (')[0])}"
    return "Not due in, or unable to attend"


def _figures(whole: Explaining) -> Numbers:
    five = SCHOOL_DAYS_TO_ESTABLISH
    return Numbers(
        "Unexplained absence",
        (
            Number("Sessions without a reason", whole.all, "at some time, an N"),
            Number("Settled", Share(whole.settled, whole.all), f"{whole.settled} of {whole.all}"),
            Number("Half were settled within", _days(whole.median), "the median of those settled"),
            Number("Within five school days", Share(whole.within(five), whole.settled), "of those settled (COD-4)"),
            Number("Still open", len(whole.open_for), _open_says(whole)),
        ),
    )


def _days(days: int | None) -> str:
    if days is None:
        return "–"
    return "the same day" if days == 0 else count(days, "school day")


def _open_says(whole: Explaining) -> str:
    if not whole.open_for:
        return "none"
    beyond = f", {whole.beyond} for longer than the law allows" if whole.beyond else ""
    return f"the oldest for {count(whole.oldest or 0, 'school day')}{beyond}"


def _says(whole: Explaining) -> str:
    if not whole.all:
        return "No absence of these days ever stood without a reason."
    said = f"{count(whole.all, 'session')} stood without a reason"
    said += f"; {whole.settled} {'is' if whole.settled == 1 else 'are'} settled"
    if whole.settled:
        when = "on the same day" if whole.median == 0 else f"within {_days(whole.median)}"
        said += f", half of them {when}"
    still = len(whole.open_for)
    return f"{said}. {still} {'is' if still == 1 else 'are'} open{f', {_open_says(whole)}' if still else ''}."


def _how_long(whole: Explaining) -> tuple[Picture | Table, ...]:
    if not whole.all:
        return ()
    steps = [("The same day", whole.within(0))]
    for days in range(1, SCHOOL_DAYS_TO_ESTABLISH + 1):
        steps.append((count(days, "school day"), whole.within(days) - whole.within(days - 1)))
    steps += [("Later", whole.settled - whole.within(SCHOOL_DAYS_TO_ESTABLISH)), ("Still open", len(whole.open_for))]
    table = Table(
        "How long it took",
        (words("Settled after"), number("Sessions"), number("Of all")),
        tuple((name, n, Share(n, whole.all)) for name, n in steps),
        foot=("All", whole.all, Share(whole.all, whole.all)),
        says=f"{whole.within(1)} of {whole.all} were settled on the same or the next school day.",
    )
    return (Picture(numbers_chart(table, "Sessions", steps, along="Settled after", up="Sessions"), table),)


def _groups(found: _Found) -> Table:
    by = found.asked.by if found.asked.by in _SPLITS else By.FORM
    lines = [
        (line, own)
        for line in found.roll.lines(by, found.asked.when, found.asked.whose)
        if (own := found.of(line.whose)).all
    ]
    whole = found.roll.line(found.asked.when, found.asked.whose)
    return Table(
        f"By {TITLES[by]}",
        (
            words(TITLES[by].capitalize()),
            number("Sessions"),
            number("Settled"),
            number("The same day", folds=True),
            number("Within 1 school day", folds=True),
            number("Within 5 school days"),
            number("Median, school days"),
            number("Still open"),
            number("The oldest, school days", folds=True),
        ),
        tuple(_group(line, own) for line, own in lines),
        foot=_group(whole, found.of(found.asked.whose)) if lines else (),
        empty="Nobody had an absence without a reason.",
    )


def _group(line: Line, own: Explaining) -> tuple[Cell, ...]:
    shares = (Share(own.within(days), own.settled) for days in (0, 1, SCHOOL_DAYS_TO_ESTABLISH))
    return (
        line.title, own.all, Share(own.settled, own.all), *shares, own.median, len(own.open_for), own.oldest,
    )  # fmt: skip


def _became(found: _Found) -> Table:
    counted = found.became(found.asked.whose)
    settled = sum(counted.values())
    return Table(
        "What they became",
        (words("Settled as"), number("Sessions"), number("Of those settled")),
        tuple((name, n, Share(n, settled)) for name, n in counted.most_common()),
        empty="None is settled yet.",
    )


def _still_open(found: _Found) -> Table:
    theirs = [found.roll.pupils[n] for n in found.roll.which(found.asked.whose)]
    rows = sorted(
        ((found.still[pupil.id], pupil) for pupil in theirs if pupil.id in found.still),
        key=lambda one: (one[0][0], one[1].order),
    )
    left = len(rows) - _MOST_OPEN
    return Table(
        "Still open, the oldest first",
        (person(), words("Form", folds=True), number("Sessions"), words("Since"), number("School days ago")),
        tuple(_open_row(found, sessions, pupil) for sessions, pupil in rows[:_MOST_OPEN]),
        empty="Every absence of these days has its reason.",
        note=f"{count(left, 'more pupil')} not shown." if left > 0 else "",
    )


def _open_row(found: _Found, sessions: tuple[Session, ...], pupil: OnTheRoll) -> tuple[Cell, ...]:
    oldest = sessions[0]
    return (
        Person(pupil.listed_name, pupil.public_id),
        pupil.form,
        len(sessions),
        short_session(oldest, around=found.actor.today),
        found.calendar.count_after(oldest.on, found.actor.today),
    )


_NOTES = (
    "Counted is every session that stood as N at some time; when it was settled is read from the amendments. A code "
    "entered at once, without an N before it, is none of these. Settled on its own day is “the same day”, and school "
    "days are those on which the school met (REG-6).",
    "An N is replaced once the reason is known and within five school days; if it is still unknown it becomes O "
    "(COD-4). O is settled here, though no reason was found.",
    "Sessions whose marks came from another system carry no amendments: only those that still stand as N are counted.",
)


KIND = Kind(
    key="unexplained",
    title="Unexplained absence",
    purpose="Absences without a reason: how many, how many school days until each was explained, which are open.",
    duty="ABS-B",
    shelf=Shelf.OFFICE,
    make=make,
    asks=(Ask.PERIOD, Ask.BY, Ask.WHOSE),
    splits=_SPLITS,
    usual=Period.HALF_TERM,
)
