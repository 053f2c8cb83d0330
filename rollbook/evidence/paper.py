"""What the pages of a bundle say, in words and plain values, as their templates take it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from rollbook.registers.queries.certificate import Certificate
from rollbook.registers.queries.reasons_given import GivenReason
from rollbook.registers.views.addresses import clock, short_day
from rollbook.rules.actor import LONDON
from rollbook.rules.blacking import Needle, blacked_data
from rollbook.rules.calendar import monday_of
from rollbook.rules.codes import in_force
from rollbook.rules.exhibits import Block, Exhibit, ExhibitKind, table, text
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.statement import OATH, Statement
from rollbook.rules.told import Kind, Told
from rollbook.rules.year_row import BYTE_OF, year_of
from rollbook.schools.queries import SchoolDetails
from rollbook.web.printing import pdf

Data = dict[str, Any]
_FOLDER = "evidence/typst"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_READING = (
    "A stroke is a session attended: / in the morning, \\ in the afternoon. Another letter is a code of the register; "
    "shaded: counted as absent; underlined: amended since it was first made. An empty box: no mark. Grey: no session."
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on every page that is made for a bundle."""

    school: str
    about: str
    foot: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A line of the index: the exhibit's label, what it is, and its pages in the bundle (1 is the first)."""

    label: str
    title: str
    about: str
    first: int
    last: int

    @property
    def pages(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def head_of(school: SchoolDetails, pupil: str, made_at: datetime) -> Head:
    local = made_at.astimezone(LONDON)
    foot = f"Made {short_day(local.date())} {local.year}, {clock(local)}"
    return Head(school.name, f"URN {school.urn} · {pupil}", foot, made_at)


def drawn(exhibit: Exhibit, head: Head, needles: Collection[Needle]) -> bytes:
    """An exhibit of our own as a PDF, composed without the words that are taken off."""
    if exhibit.template:
        return pdf(exhibit.template, blacked_data(exhibit.data or {}, needles), made_at=head.made_at)
    data = {
        **_frame(head),
        "title": exhibit.title,
        "sub": exhibit.about,
        "blocks": [_plain(block) for block in exhibit.blocks],
    }
    return pdf(f"{_FOLDER}/exhibit.typ", blacked_data(data, needles), made_at=head.made_at)


def chronology_pdf(school: SchoolDetails, pupil: str, days: str, told: Sequence[Told], *, made_at: datetime) -> bytes:
    """A pupil's chronology by itself, the earliest first: as whoever prints it may see it (CASE-I)."""
    made = Exhibit(
        "chronology",
        ExhibitKind.CHRONOLOGY,
        f"Chronology of {pupil}",
        days,
        blocks=(told_block(sorted(told, key=lambda one: one.at)),),
    )
    return drawn(made, head_of(school, pupil, made_at), ())


def told_block(told: Sequence[Told]) -> Block:
    """The lines of a chronology as a table, in the order in which they come."""
    if not told:
        return text("Nothing is on record for these days.")
    return table(("When", "What", "In one sentence", "By"), tuple(told_row(one) for one in told), widths=(4, 3, 10, 4))


def told_row(one: Told) -> tuple[str, str, str, str]:
    """A line of the chronology: when, of what kind, what, by whom."""
    local = one.at.astimezone(LONDON)
    when = f"{local.day} {local:%b %Y}, {local.hour}:{local:%M}"
    return when, Kind(one.kind).label, f"{one.says}: {one.words}" if one.words else one.says, one.by


def statement_data(made: Statement, school: str) -> tuple[str, Data]:
    """The template of the statement, and what it takes."""
    return f"{_FOLDER}/statement.typ", {
        "title": f"Witness statement of {made.name}",
        "school": school,
        "name": made.name,
        "age": made.age,
        "occupation": made.occupation,
        "oath": OATH,
        "paragraphs": list(made.paragraphs),
    }


def year_data(made: Certificate, reasons: Sequence[GivenReason], head: Head) -> tuple[str, Data]:
    """The template of the year in herringbone print with its reasons, and what it takes (LEG-8)."""
    marks = {mark.session: (mark.code, mark.version > 1) for mark in made.marks}
    days = {session.on for session in marks} | {session.on for session in made.unmarked}
    shown = max([5, *(day.isoweekday() for day in days)])
    years = sorted({year_of(day) for day in days})
    codes = {in_force(session.on)[code] for session, (code, _) in marks.items()}
    said_by = {entry.session: entry.reason for entry in made.amendments}
    said = sorted((code for code in codes if code.symbol not in "/\\"), key=lambda code: BYTE_OF[code.symbol])
    return f"{_FOLDER}/year.typ", {
        **_frame(head),
        "title": f"The year of {made.pupil.name}",
        "sub": f"{in_words(made.first)} to {in_words(made.last)}, week by week",
        "days": _WEEKDAYS[:shown],
        "years": [_year(year, shown, marks, days) for year in years],
        "reading": _READING,
        "key": "; ".join(f"{code.symbol} {code.name}" for code in said) + "." if said else "",
        "reasons": [_reason(one, said_by) for one in reasons],
    }


def index(
    lines: Sequence[IndexLine], facts: Sequence[tuple[str, str]], *, head: Head, sub: str, place: str, chain: str,
    gaps: str, hidden: str,
) -> bytes:  # fmt: skip
    """The index of a bundle as a PDF."""
    data = {
        "title": f"Evidence bundle: {sub}",
        "school": head.school,
        "sub": sub,
        "facts": list(facts),
        "gaps": gaps,
        "lines": [
            {"label": one.label, "title": one.title, "about": one.about, "first": str(one.first), "pages": one.pages}
            for one in lines
        ],
        "check": "The school keeps this bundle as it was fixed, with the SHA-256 hash of its file; the register it was "
        "made from stood at the save and fingerprint below. A change of one letter would give another of either.",
        "place": place,
        "head": chain,
        "hidden": hidden,
    }
    return pdf(f"{_FOLDER}/index.typ", data, made_at=head.made_at)


def session_words(session: Session) -> str:
    return f"{short_day(session.on)} {session.on.year}, {session.half.name}"


def _frame(head: Head) -> Data:
    return {"school": head.school, "about": head.about, "foot": head.foot}


def _plain(block: Block) -> tuple[str, list[list[str]], list[int]]:
    return block.kind, [list(row) for row in block.rows], list(block.widths)


def _year(
    year: int, shown: int, marks: Mapping[Session, tuple[str, bool]], days: Collection[date]
) -> Mapping[str, object]:
    mondays = sorted({monday_of(day) for day in days if year_of(day) == year})
    return {
        "name": f"School year {year}/{(year + 1) % 100:02}",
        "weeks": [_week(monday, shown, marks, days) for monday in mondays],
    }


def _week(
    monday: date, shown: int, marks: Mapping[Session, tuple[str, bool]], days: Collection[date]
) -> Mapping[str, object]:
    sessions = [Session(monday + timedelta(days=n), half) for n in range(shown) for half in Half]
    cells = [_cell(session, marks, days) for session in sessions]
    absent = sum(bool(cell["absent"]) for cell in cells)
    return {"name": f"{monday.day} {monday:%b %Y}", "cells": cells, "absent": str(absent) if absent else ""}


def _cell(session: Session, marks: Mapping[Session, tuple[str, bool]], days: Collection[date]) -> Mapping[str, object]:
    if session not in marks:
        return {"code": "", "closed": session.on not in days, "absent": False, "amended": False}
    code, amended = marks[session]
    return {"code": code, "closed": False, "absent": in_force(session.on)[code].absent, "amended": amended}


def _reason(one: GivenReason, said_by: Mapping[Session, str]) -> tuple[str, str, str, str]:
    code = in_force(one.session.on)[one.code]
    late = f" ({one.minutes} minutes late)" if one.minutes else ""
    return (
        session_words(one.session),
        one.code,
        f"{code.name}{late}",
        one.note or said_by.get(one.session) or "none is kept",
    )
