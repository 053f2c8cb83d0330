"""How often each code of the register was used, possible sessions or not, by group, with what changed (REP-B)."""

from __future__ import annotations

from collections.abc import Mapping

from rollbook.absence.words import count
from rollbook.reports.asked import Asked, By, When, Whose
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.attendance_by import TITLES
from rollbook.reports.kinds.charting import numbers_chart
from rollbook.reports.kinds.saying import about, days, inside, only_theirs
from rollbook.reports.queries.before import period_before
from rollbook.reports.queries.roll import Line, Roll, roll_for
from rollbook.reports.report import Cell, Change, Column, Picture, Report, Share, Table, change, number, words
from rollbook.rules.actor import Actor
from rollbook.rules.code import Code, StatClass
from rollbook.rules.codes import ever_known
from rollbook.rules.year_row import BYTE_OF

_SPLITS = (By.NC_YEAR, By.FORM, By.HOUSE, By.SEX, By.HAVING, By.WEEKDAY, By.HALF, By.WEEK)
_COLUMNS, _BARS = 8, 12


def make(actor: Actor, asked: Asked) -> Report:
    """Every code that stands in these days, then the commonest group by group."""
    before = period_before(actor, asked.when)
    roll = roll_for(actor, asked, since=before.first if before else None)
    counted = roll.codes(asked.when, asked.whose)
    earlier = roll.codes(before, asked.whose) if before else {}
    table = _table(roll, asked, counted, earlier)
    others = _not_present(counted)
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, asked),
        made_at=actor.now,
        made_by=actor.name,
        sections=(
            table,
            *((_picture(others), _by(roll, asked, [code.symbol for code, _ in others[:_COLUMNS]])) if others else ()),
        ),
        notes=(*_notes(before), *only_theirs(actor)),
        says=table.says,
    )


def _known(counted: Mapping[str, int]) -> list[tuple[Code, int]]:
    """Codes as the table of codes has them, in its order."""
    return [(code, counted[symbol]) for symbol, code in ever_known().items() if counted.get(symbol)]


def _not_present(counted: Mapping[str, int]) -> list[tuple[Code, int]]:
    """Every code but those of being there in time, the commonest first."""
    found = [(code, n) for code, n in _known(counted) if code.stat is not StatClass.PRESENT or code.late]
    return sorted(found, key=lambda one: -one[1])


def _table(roll: Roll, asked: Asked, counted: Mapping[str, int], earlier: Mapping[str, int]) -> Table:
    marks, marks_before = sum(counted.values()), sum(earlier.values())

    def row(code: Code, n: int) -> tuple[Cell, ...]:
        own, then = Share(n, marks), Share(earlier.get(code.symbol, 0), marks_before)
        pupils = _pupils(roll, asked.when, asked.whose, code.symbol)
        return (code.symbol, code.name, _counts_as(code), n, own, _moved(code, own, then), pupils)

    return Table(
        "Codes used",
        (
            words("Code"),
            words("Name"),
            words("Counts as", folds=True),
            number("Sessions"),
            number("Of all marks"),
            number("Change"),
            number("Pupils", people=True, folds=True),
        ),
        tuple(row(code, n) for code, n in _known(counted)),
        foot=("", "All marks", "", marks, Share(marks, marks), None, None) if marks else (),
        says=_says(counted),
        empty="There is no mark in these days for these pupils.",
    )


def _says(counted: Mapping[str, int]) -> str:
    marks = sum(counted.values())
    if not marks:
        return ""
    absent = [(code, n) for code, n in _not_present(counted) if code.absent]
    if not absent:
        return "Nobody was absent."
    said = [f"{code.symbol} ({_short(code)}) {Share(n, marks)}" for code, n in absent[:3]]
    return f"The commonest codes of absence, of all marks: {', '.join(said)}."


def _moved(code: Code, own: Share, then: Share) -> Change | None:
    """More of a code of absence is worse, less better; of any other code neither can be told."""
    moved = change(own, then, up_is_good=False)
    return moved if moved is None or code.absent else Change(moved.tenths)


def _short(code: Code) -> str:
    return inside(code.name.split(" (")[0])


def _counts_as(code: Code) -> str:
    if code.stat is StatClass.PRESENT and code.late:
        return "present, late"
    if code.absent and code.late:
        return f"{code.stat.value}, late"
    return code.stat.value


def _pupils(roll: Roll, when: When, whose: Whose, symbol: str) -> int:
    """How many of these pupils have the code in a session."""
    import numpy as np

    rows = roll.which(whose)
    has = np.zeros(len(rows), dtype=bool)
    for part in roll.parts(when):
        has |= np.any(part.codes[rows] == BYTE_OF[symbol], axis=1)
    return int(has.sum())


def _picture(others: list[tuple[Code, int]]) -> Picture:
    bars = [(f"{code.symbol} {_short(code)}", n) for code, n in others[:_BARS]]
    first = f"{bars[0][0]} stands most often, in {count(bars[0][1], 'session')}."
    table = Table("The commonest codes", (words("Code"), number("Sessions")), tuple(bars), says=first)
    return Picture(numbers_chart(table, "Sessions", bars, along="Code", up="Sessions, all codes but / and \\"), table)


def _by(roll: Roll, asked: Asked, symbols: list[str]) -> Table:
    by = asked.by if asked.by in _SPLITS else By.NC_YEAR
    lines = roll.lines(by, asked.when, asked.whose)
    whole = roll.line(asked.when, asked.whose)
    return Table(
        f"The commonest codes by {TITLES[by]}",
        (words(TITLES[by].capitalize()), *_code_columns(symbols), number("All others"), number("Marks", folds=True)),
        tuple(_by_row(roll, line, symbols) for line in lines),
        foot=_by_row(roll, whole, symbols) if lines else (),
        note="Sessions; codes of being there in time are in “Marks” alone.",
    )


def _code_columns(symbols: list[str]) -> tuple[Column, ...]:
    return tuple(number(symbol, folds=n >= _COLUMNS // 2) for n, symbol in enumerate(symbols))


def _by_row(roll: Roll, line: Line, symbols: list[str]) -> tuple[Cell, ...]:
    counted = roll.codes(line.when, line.whose)
    rest = sum(n for code, n in _not_present(counted) if code.symbol not in symbols)
    return (line.title, *(counted.get(symbol, 0) for symbol in symbols), rest, sum(counted.values()))


def _notes(before: When | None) -> tuple[str, ...]:
    counted = "Every mark is counted, those that are not possible sessions too (PA-1); a session without a mark is not."
    if before is None:
        return (counted, "Nothing is compared: the calendar does not hold as many school days before these.")
    return (counted, f"Change is in points of all marks, against {days(before)}: as many school days.")


KIND = Kind(
    key="codes-used",
    title="Codes used",
    purpose="How often each code was used, possible sessions or not, by group, and what changed.",
    duty="REP-B",
    shelf=Shelf.OFFICE,
    make=make,
    asks=(Ask.PERIOD, Ask.BY, Ask.WHOSE),
    usual=Period.HALF_TERM,
)
