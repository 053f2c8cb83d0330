"""The lists of the daily absence report: the vulnerable, the persistently absent, everybody else; registers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from rollbook.absence.queries import ContactState, contact_states
from rollbook.pupils.queries.flags import VULNERABILITY
from rollbook.pupils.queries.groups import natural, year_order
from rollbook.pupils.queries.on_the_roll import CHARACTERISTICS
from rollbook.registers.queries import RegisterState
from rollbook.registers.queries.board import BoardRow, both_halves
from rollbook.registers.queries.lateness import late_marks
from rollbook.reports.asked import Asked, Measure, Slice, Whose
from rollbook.reports.queries.day import DayLine, whole_year_to
from rollbook.reports.report import Cell, Column, Person, Share, Table, number, person, words
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.code import Code, StatClass
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half
from rollbook.schools.queries import is_school_day

# First in the daily report: a child protection plan, looked after, a social worker, in need.
FIRST = VULNERABILITY[:4]
_FIRST_COME = "Those without a reason stand first, then child protection plans, looked-after children, social workers."
_CLASSES = {
    StatClass.PRESENT: "present",
    StatClass.ACTIVITY: "educated elsewhere",
    StatClass.AUTHORISED: "absent, authorised",
    StatClass.UNAUTHORISED: "absent, not authorised",
}
_WAITING = (RegisterState.MISSING, RegisterState.PARTLY)


class _Told:
    """What is told of a pupil's day: the reasons and the contact with home for those who may see them."""

    def __init__(self, actor: Actor, lines: tuple[DayLine, ...], contact: Mapping[int, ContactState]) -> None:
        self.reasons = actor.may(Permission.SEE_REASONS)
        self.contact = contact
        self.reaches = actor.may(Permission.SEE_TODAY)
        on = lines[0].on if lines else actor.today
        self.begun = {half for half in Half if any(line.codes[half] for line in lines)}
        found = late_marks(actor, on, on)
        self.minutes = {(pupil, late.session.half): late.minutes for pupil, lates in found.items() for late in lates}

    def columns(self, *before: Column) -> tuple[Column, ...]:
        own = (*before, words("Morning"), words("Afternoon"), number("Attendance this year"))
        return (person(), words("Form", folds=True), *own, *((words("Contact with home"),) if self.reaches else ()))

    def row(self, line: DayLine, *before: Cell) -> tuple[Cell, ...]:
        state = self.contact.get(line.pupil.id)
        return (
            Person(line.pupil.listed_name, line.pupil.public_id),
            line.pupil.form,
            *before,
            *(self._half(line, half) for half in Half),
            Share(line.year.attended, line.year.possible, _year_of(line)),
            *((state.says if state else "",) if self.reaches else ()),
        )

    def _half(self, line: DayLine, half: Half) -> str:
        if not line.codes[half]:
            return "no mark" if half in self.begun else ""
        code = in_force(line.on)[line.codes[half]]
        minutes = self.minutes.get((line.pupil.id, half))
        if code.late:
            return f"{code.symbol} late{f' {minutes} min' if minutes else ''}{' after the close' * code.absent}"
        return self._said(code)

    def _said(self, code: Code) -> str:
        if code.symbol == "N":
            return "N no reason yet"
        if not code.absent or self.reasons:
            short = "present" if code.stat is StatClass.PRESENT else code.name.split(" (")[0].lower()
            return f"{code.symbol} {short.removeprefix('leave: ')}"
        return _CLASSES.get(code.stat, "not due in")


def absent_sections(actor: Actor, lines: tuple[DayLine, ...]) -> tuple[Table, ...]:
    """Everybody absent once: the vulnerable first, then the persistently absent, then the others; who came late."""
    absent = [line for line in lines if line.is_absent and not line.came]
    told = _Told(actor, lines, _contact(actor, absent))
    vulnerable = [line for line in absent if line.pupil.having.intersection(FIRST)]
    known = {line.pupil.id for line in vulnerable}
    persistent = [line for line in absent if line.persistent and line.pupil.id not in known]
    known |= {line.pupil.id for line in persistent}
    others = [line for line in absent if line.pupil.id not in known]
    tables = (
        _vulnerable(told, vulnerable),
        _persistent(told, persistent),
        _others(told, others),
        _late(told, [line for line in lines if _came_late(line) and line not in absent]),
    )
    return tables if actor.may(Permission.SEE_FLAGS) else tables[1:]


def _contact(actor: Actor, absent: Iterable[DayLine]) -> Mapping[int, ContactState]:
    """How it stands with the families of those without a reason, the afternoon's word before the morning's."""
    if not actor.may(Permission.SEE_TODAY):
        return {}
    found: dict[int, ContactState] = {}
    held = list(absent)
    for half in Half:
        missing = [line.pupil.id for line in held if line.codes[half] == "N"]
        if missing:
            found |= contact_states(actor, held[0].on, half, missing)
    return found


def _year_of(line: DayLine) -> Slice:
    return Slice(Measure.ATTENDANCE, whole_year_to(line.on), Whose(pupil=line.pupil.public_id))


def _vulnerable(told: _Told, lines: Collection[DayLine]) -> Table:
    def rank(line: DayLine) -> tuple[object, ...]:
        return (not line.no_reason, min(FIRST.index(k) for k in line.pupil.having if k in FIRST), line.pupil.order)

    rows = [
        told.row(line, ", ".join(CHARACTERISTICS[k] for k in FIRST if k in line.pupil.having))
        for line in sorted(lines, key=rank)
    ]
    return Table(
        "Vulnerable pupils who are not in",
        told.columns(words("Known for")),
        tuple(rows),
        says=_FIRST_COME if rows else "",
        empty="No pupil with a child protection plan, looked after, with a social worker or in need is absent.",
    )


def _persistent(told: _Told, lines: Collection[DayLine]) -> Table:
    def rank(line: DayLine) -> tuple[object, ...]:
        return (line.year.attended / (line.year.possible or 1), line.pupil.order)

    return Table(
        "Persistently absent, and absent today",
        told.columns(),
        tuple(told.row(line) for line in sorted(lines, key=rank)),
        says="The lowest attendance this year first." if lines else "",
        empty="No other pupil who is persistently absent this year is absent today.",
    )


def _others(told: _Told, lines: Collection[DayLine]) -> Table:
    def rank(line: DayLine) -> tuple[object, ...]:
        return (not line.no_reason, *_by_form(line))

    return Table(
        "Everybody else who is absent",
        told.columns(),
        tuple(told.row(line) for line in sorted(lines, key=rank)),
        says="Those without a reason stand first, then form by form." if lines else "",
        empty="Nobody else is absent.",
    )


def _late(told: _Told, lines: Collection[DayLine]) -> Table:
    return Table(
        "Late",
        told.columns()[:5],
        tuple(told.row(line)[:5] for line in sorted(lines, key=_by_form)),
        empty="Nobody has come late.",
    )


def _came_late(line: DayLine) -> bool:
    return any(in_force(line.on)[code].late for code in line.codes if code)


def _by_form(line: DayLine) -> tuple[object, ...]:
    return (year_order(line.pupil.nc_year), natural(line.pupil.form), line.pupil.order)


def registers_section(actor: Actor, on: date, asked: Asked) -> Table | None:
    """Registers of the day that are not complete; names of staff only for who may see their lateness."""
    if not actor.may(Permission.SEE_BOARD) or not is_school_day(actor, on):
        return None
    named = actor.may(Permission.SEE_STAFF_LATENESS)
    waiting = [
        (half, row)
        for half, rows in both_halves(actor, on)
        for row in rows
        if row.state in _WAITING and (not asked.whose.nc_years or row.group.nc_year in asked.whose.nc_years)
    ]
    return Table(
        "Registers that are not complete",
        (
            words("Register"),
            words("Session"),
            words("Stands"),
            number("Without a mark"),
            *((words("Takes it"),) if named else ()),
        ),
        tuple(_register(half, row, named=named) for half, row in waiting),
        empty="Every register that has closed is complete.",
    )


def _register(half: Half, row: BoardRow, *, named: bool) -> tuple[Cell, ...]:
    staff = (row.group.staff_names,) if named else ()
    return (row.group.name, half.label.capitalize(), row.state.value, row.size - row.marked, *staff)
