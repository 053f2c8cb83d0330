"""A list made: its rows read, tried, sorted and summed for one reader, as a report like every other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rollbook.absence.words import count
from rollbook.audit.actions import log_list
from rollbook.formats.values.phones import as_dialled_here
from rollbook.pupils.queries.listed import ListedContact
from rollbook.pupils.queries.own_fields import own_fields
from rollbook.reports.kind import Period
from rollbook.reports.lists.columns import ListColumn, columns_of
from rollbook.reports.lists.facts import Facts, Row
from rollbook.reports.report import Align, Cell, Column, Person, Report, Share, Table
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Percentage
from rollbook.rules.lists import Condition, Holds, ListShape, Rows, Value, fitted, is_empty, matches, sort_key, total_of
from rollbook.schools.queries import school_line

KIND = "list"
NUMBERS = (Holds.NUMBER, Holds.SHARE)
YES_NO = {True: "Yes", False: "No"}


@dataclass(frozen=True, slots=True)
class MadeList:
    """A list as its reader has it: the report, and how many columns of it are not for them."""

    report: Report
    rows: int
    hidden: int

    @property
    def hidden_says(self) -> str:
        """The sentence that says so; empty where nothing is left out."""
        if not self.hidden:
            return ""
        they = "1 column is" if self.hidden == 1 else f"{self.hidden} columns are"
        return f"{they} not shown to you: not part of your role, or not kept in this school."


def make_list(actor: Actor, shape: ListShape, *, title: str) -> MadeList:
    """Read a list for this reader: at most thirty statements, however many pupils and columns.

    Columns that they may not see are left out and counted. Raises Refused where the list is narrowed by one.
    That it was opened is noted, with how many stood on it.
    """
    if shape.rows is Rows.CONTACT:
        actor.require(Permission.SEE_CONTACTS)
    own = own_fields(actor)
    known = columns_of(actor, own)
    fits = fitted(shape, {key: column.holds for key, column in known.items()})
    facts = Facts(actor, fits.shape, own)
    rows = _ordered(fits.shape, known, facts, _kept(fits.shape, known, facts))
    report = _report(fits.shape, known, facts, rows, title)
    log_list(actor, what="list", count=len(rows))
    return MadeList(report, len(rows), fits.hidden)


def condition_says(condition: Condition, title: str) -> str:
    """A condition in words: “Form is any of 9A, 9B”, “Next birthday is before today + 7 days”."""
    values = ", ".join(_value_says(value) for value in condition.values)
    return f"{title} {condition.how.says} {values}".rstrip()


def _kept(shape: ListShape, known: Mapping[str, ListColumn], facts: Facts) -> list[Row]:
    """The rows that answer to every condition."""
    asked = [(one, known[one.column]) for one in shape.conditions]
    return [
        row
        for row in _rows(shape, known, facts)
        if all(matches(condition, column.get(facts, row), facts.today) for condition, column in asked)
    ]


def _rows(shape: ListShape, known: Mapping[str, ListColumn], facts: Facts) -> Iterable[Row]:
    """A row for each pupil, or for each contact of each; contacts are read only where a column is about them."""
    if shape.rows is Rows.CONTACT:
        for pupil in facts.pupils:
            for contact in facts.contacts.get(pupil.id, ()):
                yield Row(pupil, contact)
        return
    wanted = any(key.startswith("contact-") for key in shape.asks() & known.keys())
    for pupil in facts.pupils:
        ways = facts.contacts.get(pupil.id, ()) if wanted else ()
        yield Row(pupil, _to_ring(ways))


def _to_ring(ways: Sequence[ListedContact]) -> ListedContact | None:
    """The first who may be rung and has a number that works; without one, the first who may."""
    may = [one for one in ways if one.may_be_rung]
    return next((one for one in may if one.numbers), may[0] if may else None)


def _ordered(shape: ListShape, known: Mapping[str, ListColumn], facts: Facts, rows: list[Row]) -> list[Row]:
    """By the columns asked for, the last first, for sorting keeps what stood before; pupils came by name."""
    for order in reversed(shape.order):
        column = known[order.column]
        filled = [(row, column.get(facts, row)) for row in rows]
        said = [pair for pair in filled if not is_empty(pair[1])]
        said.sort(key=lambda pair: sort_key(pair[1]), reverse=order.down)
        rows = [row for row, _ in said] + [row for row, value in filled if is_empty(value)]
    return rows


def _report(shape: ListShape, known: Mapping[str, ListColumn], facts: Facts, rows: Sequence[Row], title: str) -> Report:
    columns = [known[key] for key in shape.columns]
    values = [[column.get(facts, row) for column in columns] for row in rows]
    table = Table(
        title=count(len({row.pupil.id for row in rows}), "pupil"),
        columns=tuple(_column(column) for column in columns),
        rows=tuple(
            tuple(_cell(column, value, row) for column, value in zip(columns, line, strict=True))
            for row, line in zip(rows, values, strict=True)
        ),
        foot=_foot(columns, values),
        empty="Nobody answers to these conditions.",
    )
    return Report(
        kind=KIND,
        title=title,
        about=_about(shape, known),
        made_at=facts.actor.now,
        made_by=facts.actor.name,
        sections=(table,),
        notes=_notes(columns, facts),
        school=school_line(facts.actor).name,
    )


def _column(column: ListColumn) -> Column:
    """Every row is somebody, whatever stands in it: nothing of a list goes outside or by e-mail."""
    align = Align.NUMBER if column.holds in NUMBERS else Align.WORDS
    return Column(column.title, align, names=True)


def _cell(column: ListColumn, value: Value, row: Row) -> Cell:
    """A value as a report holds it; the name opens the pupil, a number that was rung is written as it is dialled."""
    if column.key == "name":
        return Person(row.pupil.listed_name, row.pupil.public_id)
    if column.key == "contact-phone" and isinstance(value, tuple):
        return ", ".join(as_dialled_here(number) for number in value) or None
    return _plain(value)


def _plain(value: Value) -> Cell:
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, Percentage):
        return Share(value.numerator, value.denominator)
    if isinstance(value, tuple):
        return ", ".join(value) or None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else f"{value:f}"
    return value if value != "" else None


def _foot(columns: Sequence[ListColumn], values: Sequence[Sequence[Value]]) -> tuple[Cell, ...]:
    """The totals of what can be summed; the first column says whose they are unless it has one of its own."""
    if not values:
        return ()
    totals = [_plain(total_of(column.holds, [line[n] for line in values])) for n, column in enumerate(columns)]
    if all(total is None for total in totals):
        return ()
    first = "Together" if totals[0] is None else totals[0]
    return (first, *totals[1:])


def _about(shape: ListShape, known: Mapping[str, ListColumn]) -> str:
    """Whose names, narrowed by what."""
    said = [shape.who.label]
    said += [condition_says(one, known[one.column].title) for one in shape.conditions]
    return "; ".join(said)


def _notes(columns: Sequence[ListColumn], facts: Facts) -> tuple[str, ...]:
    """Over which days figures are counted, where there are any."""
    notes = []
    if any(column.shelf == "Attendance" and column.key != "attendance-year" for column in columns):
        period, days = Period(facts.shape.period).label, facts.days
        notes.append(
            f"Attendance is counted over {period[0].lower()}{period[1:]}, {_day(days.first)} to {_day(days.last)} "
            "(PA-1, PA-2); persistent and severe absence by PA-3."
        )
    return tuple(notes)


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _value_says(value: str) -> str:
    if value.startswith("today") and len(value) > len("today"):
        sign, number = value[5], value[6:]
        return f"today {'+' if sign == '+' else '−'} {count(int(number), 'day')}"
    return value
