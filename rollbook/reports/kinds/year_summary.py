"""Every pupil's attendance of a year or part of it, with who is persistently absent (REP-B, PA-3)."""

from __future__ import annotations

from rollbook.absence.words import count
from rollbook.reports.asked import Asked, Measure, Whose
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.saying import about, counted_how, only_theirs
from rollbook.reports.queries.roll import Line, roll_for
from rollbook.reports.report import Cell, Number, Numbers, Report, Share, Table, number, person, words
from rollbook.reports.report import Person as Named
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import EARLY_UNDER, Totals, is_persistent, is_severe

_M = Measure
_COLUMNS = (
    person(),
    words("Form"),
    number("Attendance"),
    number("Possible"),
    number("Authorised", folds=True),
    number("Unauthorised", folds=True),
    number("Late", folds=True),
    words("Over the line"),
)


def make(actor: Actor, asked: Asked) -> Report:
    """One line for each pupil with a possible session, counted from the bytes of every session."""
    roll = roll_for(actor, asked)
    whole = roll.line(asked.when, asked.whose)
    rows = tuple(
        (
            Named(pupil.listed_name, pupil.public_id),
            pupil.form,
            Share(totals.attended, totals.possible, asked.slice(_M.ATTENDANCE, whose=Whose(pupil=pupil.public_id))),
            totals.possible,
            totals.authorised,
            totals.unauthorised,
            totals.late_before_close + totals.late_after_close,
            over_the_line(totals),
        )
        for pupil, totals in roll.by_pupil(asked.when, asked.whose)
        if totals.possible
    )
    table = Table(
        "Every pupil", _COLUMNS, rows, foot=_foot(whole), empty="There is no mark in these days for these pupils."
    )
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, asked),
        made_at=actor.now,
        made_by=actor.name,
        sections=(*((_numbers(whole),) if rows else ()), table),
        notes=(
            *only_theirs(actor),
            *counted_how(asked),
            f"“Early” stands beside a pupil with fewer than {EARLY_UNDER} possible sessions: one more absence moves "
            "such a percentage a great deal (PA-4).",
        ),
        says=_says(whole),
    )


def over_the_line(totals: Totals) -> str:
    """Severe, persistent or nothing, with a word of warning where there are few sessions (PA-3, PA-4)."""
    line = "Severe" if is_severe(totals) else "Persistent" if is_persistent(totals) else ""
    return ", ".join(word for word in (line, "early" if totals.is_early else "") if word).capitalize()


def _numbers(whole: Line) -> Numbers:
    pupils = f"{whole.pupils:,} pupils."
    return Numbers(
        "All of them together",
        (
            Number("Attendance", whole.share(_M.ATTENDANCE), f"{count(whole.totals.possible, 'possible session')}."),
            Number("Persistently absent", whole.share(_M.PERSISTENT), f"{whole.persistent:,} of {pupils}"),
            Number("Severely absent", whole.share(_M.SEVERE), f"{whole.severe:,} of {pupils}"),
        ),
    )


def _foot(whole: Line) -> tuple[Cell, ...]:
    if not whole.pupils:
        return ()
    totals = whole.totals
    return (
        count(whole.pupils, "pupil"),
        "",
        whole.share(_M.ATTENDANCE),
        totals.possible,
        totals.authorised,
        totals.unauthorised,
        totals.late_before_close + totals.late_after_close,
        f"{whole.persistent} persistent, {whole.severe} of them severe",
    )


def _says(whole: Line) -> str:
    if not whole.pupils:
        return ""
    return (
        f"Attendance of {count(whole.pupils, 'pupil')} is {whole.share(_M.ATTENDANCE)}; {whole.persistent} of them "
        f"({whole.share(_M.PERSISTENT)}) are persistently absent, {whole.severe} severely."
    )


KIND = Kind(
    key="year-summary",
    title="Year summary",
    purpose="Every pupil’s attendance since the year began, with who is persistently or severely absent.",
    duty="REP-B",
    shelf=Shelf.OFFICE,
    make=make,
    asks=(Ask.PERIOD, Ask.WHOSE),
    usual=Period.YEAR,
)
