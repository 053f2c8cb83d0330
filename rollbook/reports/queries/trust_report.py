"""A trust's schools as a report, for paper, workbooks and CSV: the same rows as on the page."""

from __future__ import annotations

from datetime import datetime

from rollbook.absence.words import short_day, wall_clock
from rollbook.reports.queries.trust import TrustRow, TrustView
from rollbook.reports.report import Cell, Report, Share, Table, number, words
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.benchmarks import AUTUMN, YEAR

_COLUMNS = (
    words("School"),
    words("Phase", folds=True),
    number("Pupils"),
    number("Attendance"),
    number("England, same phase", folds=True),
    number("Persistent"),
    number("Since the half term before", folds=True),
    number("Severe"),
    number("Marks missing", folds=True),
    words("Counted", folds=True),
    words("Look at"),
)

NOTES = (
    "Counted alike in every school: sessions attended out of sessions possible (PA-1, PA-2); persistent is 10 % or "
    "more of a pupil's own possible sessions missed, severe 50 % or more (PA-3). Every pupil on the roll at any time "
    "in the year is counted. The row of all schools pools their sessions and pupils; it is no average of percentages.",
    "Marks missing are those that pupils on the roll have not been given, of all that were due on the school's last "
    "ten days. The half term before is the year up to its last day, counted the same way.",
    "England's figure is published for pupils aged 5 to 15 of the phase, to the same week of an autumn or of a whole "
    f"year; a school's own here is of all its pupils, so the two are near, not alike (PA-5). {AUTUMN} {YEAR}",
)


def trust_report(actor: Actor, *, name: str, year: int, view: TrustView) -> Report:
    """The trust's page as a value that every drawing takes; nobody's name is in it."""
    table = Table(
        "Schools",
        _COLUMNS,
        tuple(_row(row) for row in view.rows),
        foot=_foot(view) if len(view.rows) > 1 else (),
        says=says(view),
        empty="No school of this trust is kept here, or none of this phase.",
    )
    return Report(
        kind="trust",
        title=name,
        about=f"{year}/{(year + 1) % 100:02}, school by school",
        made_at=actor.now,
        made_by=actor.name,
        sections=(table,),
        notes=(*silence(view), *NOTES),
        says=says(view),
    )


def says(view: TrustView) -> str:
    """How many schools ask for attention, in a sentence."""
    asking = sum(bool(row.signs) for row in view.rows)
    if not view.rows:
        return ""
    if not asking:
        return f"None of the {len(view.rows)} schools asks for attention." if len(view.rows) > 1 else ""
    if asking == len(view.rows) > 1:
        return f"All {asking} schools ask for attention, the most pressing first."
    return f"{asking} of {len(view.rows)} schools {'asks' if asking == 1 else 'ask'} for attention; they stand first."


def silence(view: TrustView) -> tuple[str, ...]:
    """What is to be said of shards that do not answer; of one that never said anything, that it is missing."""
    told = []
    for shard in view.silent:
        if shard.read_at is None:
            told.append(
                f"Shard {shard.name} does not answer and nothing is known of it: its schools are missing here, and the "
                "figures of all schools together are left out."
            )
        else:
            told.append(f"Figures of shard {shard.name} as at {moment(shard.read_at)}; it does not answer now.")
    return tuple(told)


def moment(at: datetime) -> str:
    """A moment as the page writes it: Fri 18 Sep, 10:42."""
    local = at.astimezone(LONDON)
    return f"{short_day(local.date())}, {wall_clock(local)}"


def _row(row: TrustRow) -> tuple[Cell, ...]:
    return (
        row.name,
        row.phase,
        row.whole.pupils,
        row.attendance,
        f"{row.england.shown} %" if row.england else None,
        row.persistent,
        row.moved,
        row.severe,
        Share(row.figures.unmarked, row.figures.due) if row.figures and row.figures.due else None,
        moment(row.figures.made_at) if row.figures else "not yet",
        " ".join(sign.says for sign in row.signs),
    )


def _foot(view: TrustView) -> tuple[Cell, ...]:
    if view.missing:
        return ()
    whole = view.together
    return (
        f"{view.counted} schools together",
        "",
        whole.pupils,
        Share(whole.totals.attended, whole.totals.possible),
        None,
        Share(whole.persistent, whole.pupils),
        None,
        Share(whole.severe, whole.pupils),
        None,
        "",
        "",
    )
