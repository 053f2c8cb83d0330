"""The attendance of a pupil as a reference may give it: figures by term, and no reason of health or family (REP-C).

Whoever opens it is noted by its page, as for every report about one pupil.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from rollbook.absence.words import count
from rollbook.audit.once import read_once
from rollbook.pupils.queries import PupilOverview
from rollbook.pupils.queries import pupil as pupil_of
from rollbook.registers.queries import rows_by_pupil, year_lines
from rollbook.reports.asked import Asked, Measure, Slice, When, Whose
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.saying import term_title
from rollbook.reports.report import Cell, Number, Numbers, Report, Share, Table, Words, number, words
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.codes import code_on
from rollbook.rules.year_row import EMPTY, marks_of, totals_between, year_of
from rollbook.schools.queries import TermLine, school_line, terms_and_closures

YEARS = 3
_COLUMNS = (
    words("Term"),
    number("Attendance"),
    number("Sessions possible"),
    number("Absent with leave or reason"),
    number("Absent without"),
    number("Late", folds=True),
    number("Late after the register closed", folds=True),
)
# What may be said of an absence without leave: none of these tells of health, faith or family.
_SAID = {
    "G": "Holiday that the school had not agreed",
    "U": "Arrived after the register had closed",
    "O": "Other absence that the school had not agreed",
    "N": "No reason was given",
}


def make(actor: Actor, asked: Asked) -> Report:
    """Figures of up to three years on the roll, by term, in the form of a letter."""
    actor.require(Permission.PRINT_DOCUMENTS)
    if asked.whose.pupil is None:
        return _of_nobody(actor)
    found = pupil_of(actor, asked.whose.pupil)
    with read_once():
        return _of(actor, asked, found)


def _of(actor: Actor, asked: Asked, found: PupilOverview) -> Report:
    last = _last_day(found, asked.last)
    years = range(year_of(last) - YEARS + 1, year_of(last) + 1)
    rows = rows_by_pupil(year_lines(actor, years, [found.line.id])).get(found.line.id, {})
    terms = [term for year in years for term in terms_and_closures(actor, year).terms if term.first <= last]
    counted = [(term, _totals(rows, term, last)) for term in terms]
    shown = [(term, totals) for term, totals in counted if totals.possible]
    whole = sum((totals for _, totals in shown), Totals())
    table = _table(found.line.public_id, shown, whole, last)
    school = school_line(actor).name
    return Report(
        kind=KIND.key,
        title="Attendance reference",
        about=f"{found.line.name}, {_on_the_roll(found)}",
        made_at=actor.now,
        made_by=actor.name,
        sections=(
            Words("To whom it may concern", (_opening(school, found, last),)),
            *((_numbers(found.line.public_id, shown, whole, last),) if shown else ()),
            table,
            *_without_leave(rows, shown, last),
            Words("", (f"{actor.name}, {actor.role}", school)),
        ),
        notes=(
            "Attendance is sessions attended out of the sessions possible for the pupil; a session is half a school "
            "day (PA-1, PA-2). Every session was marked by whoever took the register that morning or afternoon.",
            "Why a pupil was away with leave or for an accepted reason is not given here: it may tell of health, "
            "faith or family. Ask the school with the family’s consent.",
        ),
        says=table.says,
    )


def _of_nobody(actor: Actor) -> Report:
    says = "Open the pupil whose reference you write, and choose “Reference” there."
    return Report(KIND.key, KIND.title, "", actor.now, actor.name, (Words("No pupil is chosen", (says,)),))


def _last_day(found: PupilOverview, until: date) -> date:
    left = found.enrolments[0].last_day if found.enrolments else None
    return min(left, until) if left else until


def _totals(rows: Mapping[int, bytes], term: TermLine, last: date) -> Totals:
    return totals_between(rows.get(term.year, EMPTY), term.year, term.first, min(term.last, last))


def _on_the_roll(found: PupilOverview) -> str:
    stays = [_stay(one.first_day, one.last_day) for one in reversed(found.enrolments)]
    return f"on the roll {', and '.join(stays)}" if stays else "never on the roll"


def _stay(first: date, last: date | None) -> str:
    return f"from {_day(first)} to {_day(last)}" if last else f"since {_day(first)}"


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _opening(school: str, found: PupilOverview, last: date) -> str:
    return (
        f"{found.line.name}, born on {_day(found.line.born)}, was a pupil of {school}, "
        f"{_on_the_roll(found)}. This is the attendance that the school’s register holds up to {_day(last)}."
    )


def _slice(pupil: UUID, measure: Measure, first: date, last: date) -> Slice:
    return Slice(measure, When(first, last), Whose(pupil=pupil))


def _numbers(pupil: UUID, shown: list[tuple[TermLine, Totals]], whole: Totals, last: date) -> Numbers:
    first = shown[0][0].first
    late = whole.late_before_close + whole.late_after_close
    return Numbers(
        "In all",
        (
            Number(
                "Attendance",
                Share(whole.attended, whole.possible, _slice(pupil, Measure.ATTENDANCE, first, last)),
                f"{whole.attended} of {whole.possible} sessions.",
            ),
            Number(
                "Absence without leave or reason",
                Share(whole.unauthorised, whole.possible, _slice(pupil, Measure.UNAUTHORISED, first, last)),
                f"{count(whole.unauthorised, 'session')}.",
            ),
            Number("Late", late, f"{count(whole.late_after_close, 'time')} after the register had closed."),
        ),
    )


def _table(pupil: UUID, shown: list[tuple[TermLine, Totals]], whole: Totals, last: date) -> Table:
    rows = tuple(_row(term_title(term), totals, pupil, term.first, min(term.last, last)) for term, totals in shown)
    return Table(
        "Attendance by term",
        _COLUMNS,
        rows,
        foot=_row("In all", whole, pupil, shown[0][0].first, last) if len(shown) > 1 else (),
        says=f"{whole.attended} of {whole.possible} possible sessions were attended." if shown else "",
        empty="The register holds no mark of this pupil in these three years.",
    )


def _row(title: str, totals: Totals, pupil: UUID, first: date, last: date) -> tuple[Cell, ...]:
    return (
        title,
        Share(totals.attended, totals.possible, _slice(pupil, Measure.ATTENDANCE, first, last)),
        totals.possible,
        totals.authorised,
        totals.unauthorised,
        totals.late_before_close,
        totals.late_after_close,
    )


def _without_leave(rows: Mapping[int, bytes], shown: list[tuple[TermLine, Totals]], last: date) -> tuple[Table, ...]:
    """Absence without leave in words, where there was any."""
    found = dict.fromkeys(_SAID, 0)
    for term, _ in shown:
        until = min(term.last, last)
        for session, symbol in marks_of(rows.get(term.year, EMPTY), term.year):
            if term.first <= session.on <= until and code_on(symbol, session.on).unauthorised:
                found[symbol if symbol in found else "O"] += 1
    lines = tuple((_SAID[symbol], n) for symbol, n in found.items() if n)
    if not lines:
        return ()
    return (Table("Absence without leave or reason", (words("What the register says"), number("Sessions")), lines),)


KIND = Kind(
    key="leaver-reference",
    title="Attendance reference for a leaver",
    purpose="A pupil’s attendance and punctuality by term, as a next school, college or employer may be told it.",
    duty="REP-C",
    shelf=Shelf.OUTSIDE,
    make=make,
    permission=Permission.PRINT_DOCUMENTS,
    asks=(Ask.PUPIL,),
    usual=Period.YEAR,
)
