"""What the documents say, in words and plain values, as their templates take it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from rollbook.formats.values.guarded import csv_file
from rollbook.registers.queries.certificate import Certificate
from rollbook.registers.queries.fingerprints import Fingerprint, SealLine
from rollbook.registers.queries.printed import PrintedMark, PrintedRegister
from rollbook.registers.views.addresses import clock, short_day
from rollbook.rules.actor import LONDON
from rollbook.rules.attendance import attendance_of
from rollbook.rules.calendar import monday_of
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.year_row import BYTE_OF
from rollbook.schools.queries import SchoolDetails

Data = dict[str, object]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SCHOOL_WEEK = 5
_LAW = "the School Attendance (Pupil Registration) (England) Regulations 2024"
_READING = (
    "/ present in the morning, \\ in the afternoon; the other letters are explained above. "
    "Bold: counted as absent. Underlined: amended. An empty box: no mark was made. Grey: no session."
)
CSV_COLUMNS = (
    *("Date", "Session", "Mark", "Meaning", "Counts as", "Minutes late"),
    *("First entry", "Times amended", "Last amended", "Amended by", "Reason"),
)


def certificate(made: Certificate) -> Data:
    """A pupil's certificate, ready for its template."""
    name, totals = made.pupil.name, made.totals
    share = attendance_of(totals)
    return {
        **_frame(made.school, made.made_at, "Certificate of attendance"),
        "title": f"Certificate of attendance: {name}",
        "pupil": [row for row in _pupil(made) if row[1]],
        "statement": f"This is what the attendance register of {made.school.name}, kept under {_LAW}, says of this "
        f"pupil from {in_words(made.first)} to {in_words(made.last)}. A session is half a school day.",
        "figures": [
            ("Possible sessions", str(totals.possible)),
            ("Attended", str(totals.attended)),
            ("Authorised absence", str(totals.authorised)),
            ("Unauthorised absence", str(totals.unauthorised)),
            ("Attendance", f"{share} %" if share else "–"),
        ],
        "note": _note(made),
        "codes": [(code.symbol, code.name, _sentence(code.stat.value), str(n)) for code, n in made.codes],
        "oath": "I certify that the above is a true extract of the attendance register of this school.",
        "fingerprint": fingerprint(made.fingerprint),
        "reading": _READING,
        **_weeks(made),
        "amendments": [
            {
                "session": _session(entry.session),
                "old": entry.old or "none",
                "new": entry.new or "none",
                "reason": entry.reason,
                "at": _moment(entry.at).partition(" ")[2],
                "by": f"{entry.by_name}, {entry.by_role}",
            }
            for entry in made.amendments
        ],
    }


def certificate_csv(made: Certificate) -> bytes:
    """The certificate's sessions as a table, one a row, in order."""
    return csv_file(CSV_COLUMNS, certificate_rows(made))


def certificate_rows(made: Certificate) -> list[tuple[str, ...]]:
    """One row a session, in order, under `CSV_COLUMNS`."""
    changes: dict[Session, list[int]] = {}
    for n, entry in enumerate(made.amendments):
        changes.setdefault(entry.session, []).append(n)
    return [_csv_row(made, mark.session, mark.code, mark.minutes, changes) for mark in made.marks]


def group(made: PrintedRegister) -> Data:
    """A group's register, ready for its template: a page a week, then the totals."""
    sessions = {session.on for row in made.rows for session in row.marks}
    shown = WEEKDAYS[: _days_shown(sessions | set(made.school_days))]
    mondays = sorted({monday_of(day) for day in sessions | set(made.school_days)})
    names = [(str(n), row.pupil.listed_name) for n, row in enumerate(made.rows, start=1)]
    staff = f", {made.group.staff_names}" if made.group.staff_names else ""
    totals = [row.totals for row in made.rows]
    return {
        **_frame(made.school, made.made_at, "Attendance register"),
        "title": f"Attendance register: {made.group.name}",
        "sub": f"{in_words(made.first)} to {in_words(made.last)}{staff}",
        "period": f"{in_words(made.first)} to {in_words(made.last)}",
        "days": shown,
        "weeks": [
            {
                "name": in_words(monday).partition(" ")[2],
                "dates": [short_day(monday + timedelta(days=n)) for n in range(len(shown))],
                "rows": [
                    {
                        "number": number,
                        "name": name,
                        "cells": _cells(
                            monday,
                            len(shown),
                            row.marks,
                            {d for d in made.school_days if made.first <= d <= made.last and row.belongs(d)},
                        ),
                    }
                    for (number, name), row in zip(names, made.rows, strict=True)
                ],
            }
            for monday in mondays
        ],
        "total_names": ["Possible", "Attended", "Authorised", "Unauthorised"],
        "totals": [
            (*who, str(t.possible), str(t.attended), str(t.authorised), str(t.unauthorised))
            for who, t in zip(names, totals, strict=True)
        ],
        "reading": _READING.replace("; the other letters are explained above", ""),
        "key": _key(made),
        "oath": "I certify that this is a true copy of the attendance register of this group.",
        "fingerprint": fingerprint(made.fingerprint),
    }


def fingerprints(school: SchoolDetails, now: Fingerprint, lines: Sequence[SealLine], made_at: datetime) -> Data:
    """The sheet of seals, ready for its template."""
    return {
        **_frame(school, made_at, "Fingerprints of the register"),
        "title": "Fingerprints of the register",
        "says": "Every night the register is sealed: the fingerprint below depends on every mark ever made in "
        "it. If one letter of an earlier day were changed, no later fingerprint would come out the same. Keep this "
        "sheet, signed, away from the computer; whoever checks an exported register compares it with this page.",
        "figures": [("Saves in this year of the register", str(now.seq)), ("Days on this sheet", str(len(lines)))],
        "seals": [seal(line) for line in lines],
        "oath": "Printed and kept by:",
    }


def fingerprint(now: Fingerprint) -> Data:
    """Where the chain stands, in words."""
    return {
        "says": "It depends on every mark ever made in this register, up to the moment at which this was made.",
        "place": now.place,
        "head": now.head,
        "seal": seal(now.seal) if now.seal else None,
    }


def seal(line: SealLine) -> Data:
    """One day's seal in words."""
    return {
        "day": f"{short_day(line.day)} {line.day.year}",
        "place": line.place,
        "saves": str(line.saves),
        "head": line.head,
        "key": line.key_id,
    }


def _frame(school: SchoolDetails, made_at: datetime, what: str) -> Data:
    numbers = f"URN {school.urn} · DfE {school.la_number}/{school.establishment_number}"
    return {"school": school.name, "school_numbers": numbers, "foot": f"{what} · made {_moment(made_at)}"}


def _pupil(made: Certificate) -> list[tuple[str, str]]:
    year = f"Year {made.nc_year}" if made.nc_year.isdecimal() else made.nc_year
    return [
        ("Pupil", made.pupil.name),
        ("Date of birth", in_words(made.pupil.born)),
        ("UPN", made.pupil.upn),
        ("Admission number", made.pupil.admission_number),
        ("Class", ", ".join(part for part in (made.registration, year) if part)),
        ("Period", f"{in_words(made.first)} to {in_words(made.last)}"),
    ]


def _note(made: Certificate) -> str:
    late, after = made.totals.late_before_close, made.totals.late_after_close
    parts = []
    if late or after:
        parts.append(
            f"Late before the register closed {_times(late)} (counted as attended), after it closed {_times(after)} "
            "(counted as unauthorised absence)."
        )
    if made.unmarked:
        parts.append(f"For {len(made.unmarked)} sessions before today no mark was made; they are not counted.")
    return " ".join(parts)


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"


def _weeks(made: Certificate) -> Data:
    marks = {mark.session: PrintedMark(mark.code, mark.version > 1) for mark in made.marks}
    days = {session.on for session in marks} | {s.on for s in made.unmarked}
    shown = _days_shown(days)
    return {
        "days": WEEKDAYS[:shown],
        "weeks": [
            {"name": f"{monday.day} {monday:%b %Y}", "cells": _cells(monday, shown, marks, days)}
            for monday in sorted({monday_of(day) for day in days})
        ],
    }


def _cells(
    monday: date, shown: int, marks: Mapping[Session, PrintedMark], open_days: Collection[date]
) -> list[Mapping[str, object]]:
    days = [monday + timedelta(days=n) for n in range(shown)]
    return [_cell(Session(day, half), marks, open_days) for day in days for half in Half]


def _cell(session: Session, marks: Mapping[Session, PrintedMark], open_days: Collection[date]) -> Mapping[str, object]:
    mark = marks.get(session)
    if mark is None:
        return {"code": "", "closed": session.on not in open_days, "absent": False, "amended": False}
    absent = in_force(session.on)[mark.code].absent
    return {"code": mark.code, "closed": False, "absent": absent, "amended": mark.amended}


def _days_shown(days: Iterable[date]) -> int:
    """Monday to Friday, and the weekend only for a school that has marks on one."""
    return max([SCHOOL_WEEK, *(day.isoweekday() for day in days)])


def _key(made: PrintedRegister) -> str:
    """The letters that stand in the register besides those of presence, with their meaning."""
    codes = {in_force(session.on)[mark.code] for row in made.rows for session, mark in row.marks.items()}
    said = sorted((code for code in codes if code.symbol not in "/\\"), key=lambda code: BYTE_OF[code.symbol])
    return "; ".join(f"{code.symbol} {code.name}" for code in said) + "." if said else ""


def _csv_row(
    made: Certificate, session: Session, symbol: str, minutes: int | None, changes: Mapping[Session, list[int]]
) -> tuple[str, ...]:
    code = in_force(session.on)[symbol]
    entries = [made.amendments[n] for n in changes.get(session, ())]
    last = entries[-1] if entries else None
    return (
        f"{session.on:%d/%m/%Y}",
        session.half.name,
        symbol,
        code.name,
        code.stat.value,
        "" if minutes is None else str(minutes),
        entries[0].old if entries else symbol,
        str(len(entries)),
        f"{last.at.astimezone(LONDON):%d/%m/%Y %H:%M}" if last else "",
        f"{last.by_name}, {last.by_role}" if last else "",
        last.reason if last else "",
    )


def _session(session: Session) -> str:
    return f"{short_day(session.on)} {session.on.year}, {session.half.name}"


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{short_day(local.date())} {local.year}, {clock(local)}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
