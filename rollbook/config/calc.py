"""`rollbook calc`: the rule book without a database, one JSON line in, one out.

What the lines hold is the public contract; it starts fast because nothing of Django is needed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TextIO, TypeVar

from rollbook.rules import age, attendance, penalty, thresholds, upn
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.code import Code
from rollbook.rules.codes import code_on
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Session, parse_date, parse_session
from rollbook.rules.sources import refuse

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Line = Mapping[str, Json]
Answer = dict[str, Json]
_Choice = TypeVar("_Choice", bound=StrEnum)

GOOD, BAD_INPUT = 0, 2
LARGEST = 10**12


class BadLine(Exception):
    """A line that is not JSON, lacks a key, or holds something of the wrong kind."""


def run(name: str, lines: Iterable[str], out: TextIO, err: TextIO) -> int:
    """Answer every line by one calculation; returns the exit status, 2 for a name or line that cannot be read.

    Blank lines are passed over, but counted in the numbers of lines.
    """
    calculation = CALCULATIONS.get(name)
    if calculation is None:
        err.write(f"There is no calculation “{name}”. Choose one of: {', '.join(CALCULATIONS)}.\n")
        return BAD_INPUT
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            answer = _answer(calculation, text)
        except BadLine as bad:
            err.write(f"Line {number}: {bad}\n")
            return BAD_INPUT
        out.write(_written(answer) + "\n")
    return GOOD


def _answer(calculation: Callable[[Line], Answer], text: str) -> Answer:
    line = _parse(text)
    echoed: Answer = {"id": line["id"]} if "id" in line else {}
    try:
        return echoed | calculation(line)
    except Refused as refused:
        return echoed | {"refused": {"rule": refused.rule, "says": refused.says}}


def _parse(text: str) -> Line:
    try:
        line: Json = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as fault:
        raise BadLine("this is not JSON. Write one JSON object on each line.") from fault
    if not isinstance(line, dict):
        raise BadLine("this is not a JSON object. Write one {…} on each line.")
    return line


def _no_constant(word: str) -> Json:
    raise ValueError(f"{word} is not JSON")


def _written(answer: Answer) -> str:
    """Readable where it can be; escaped where an echoed id holds half a character."""
    text = json.dumps(answer, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(answer)
    return text


def _attendance(line: Line) -> Answer:
    totals = attendance.tally(_marks(line)) if "marks" in line else attendance.tally_counts(_counts(line))
    return {
        "possible": totals.possible,
        "attended": totals.attended,
        "authorised": totals.authorised,
        "unauthorised": totals.unauthorised,
        "absent": totals.absent,
        "late_before_close": totals.late_before_close,
        "late_after_close": totals.late_after_close,
        "attendance_percent": _percent(attendance.attendance_of(totals)),
        "absence_percent": _percent(attendance.absence_of(totals)),
        "persistently_absent": attendance.is_persistent(totals),
        "severely_absent": attendance.is_severe(totals),
    }


def _penalty(line: Line) -> Answer:
    calendar = _calendar(line)
    met = thresholds.penalty_window(calendar, thresholds.unauthorised_sessions(_marks(line)))
    if met is None:
        return {"met_on": None, "sessions": [], "weeks": []}
    return {
        "met_on": met.met_on.isoformat(),
        "sessions": [[session.on.isoformat(), session.half.name] for session in met.sessions],
        "weeks": [monday.isoformat() for monday in met.weeks],
    }


def _school_days(line: Line) -> Answer:
    due = _calendar(line).add(_date(line, "from"), _integer(line, "days"))
    return {"due": due.isoformat() if due else None}


def _upn(line: Line) -> Answer:
    verdict = upn.examine(_text(line, "upn"))
    answer: Answer = {"valid": verdict.valid, "kind": verdict.kind}
    return answer if verdict.valid else answer | {"why": verdict.why}


def _compulsory_age(line: Line) -> Answer:
    span = age.compulsory_age(_date(line, "born"))
    return {"starts_on": span.starts_on.isoformat(), "ends_on": span.ends_on.isoformat()}


def _penalty_notice(line: Line) -> Answer:
    on = _date(line, "on")
    born = _date(line, "born") if "born" in line else None
    notice = penalty.penalty_for(on, _received_on(line, on), _history(line), born=born)
    answer: Answer = {
        "which": notice.tier,
        "received_on": notice.received_on.isoformat(),
        "pay": [[str(pounds), last_day.isoformat()] for pounds, last_day in notice.pay],
        "rule": notice.rule,
    }
    return answer | {"asks_a_person": notice.asks_a_person} if notice.asks_a_person else answer


def _code(line: Line) -> Answer:
    code: Code = code_on(_text(line, "code"), _date(line, "on"))
    return {
        "name": code.name,
        "statistical_class": code.stat,
        "possible": code.possible,
        "attends": code.attends,
        "late": code.late,
        "on_site": code.on_site,
        "counts_for_pa": code.counts_for_pa,
        "counts_for_penalty": code.counts_for_penalty,
        "detail_required": code.detail_required,
    }


CALCULATIONS: Mapping[str, Callable[[Line], Answer]] = {
    "attendance": _attendance,
    "penalty": _penalty,
    "school-days": _school_days,
    "upn": _upn,
    "compulsory-age": _compulsory_age,
    "penalty-notice": _penalty_notice,
    "code": _code,
}


def _marks(line: Line) -> list[tuple[Session, str]]:
    marks: dict[Session, str] = {}
    for mark in _list(line, "marks"):
        on, half, symbol = _three_words(mark)
        session = parse_session(on, half)
        if session in marks:
            raise refuse("SAV-1", f"There are two marks for {session.says}. A session has one mark.")
        _check_half(code_on(symbol, session.on), session)
        marks[session] = symbol
    return list(marks.items())


def _check_half(code: Code, session: Session) -> None:
    if session.half not in code.halves:
        raise refuse("COD-2", f"Code {code.symbol} is not for the {session.half.label} ({session.says}).")


def _counts(line: Line) -> dict[str, int]:
    if "counts" not in line:
        raise BadLine("“marks” or “counts” is missing.")
    counts = line["counts"]
    if not isinstance(counts, dict):
        raise BadLine("“counts” must be an object of code and number.")
    return {symbol: _whole(number, f"the count of {symbol}") for symbol, number in counts.items()}


def _calendar(line: Line) -> SchoolCalendar:
    return SchoolCalendar(parse_date(_word(day, "a school day")) for day in _list(line, "school_days"))


def _received_on(line: Line, on: date) -> date:
    if "received_on" in line:
        return _date(line, "received_on")
    if "served_by" not in line:
        raise BadLine("“served_by” or “received_on” is missing.")
    return penalty.received_when(on, _choice(line, "served_by", penalty.ServedBy))


def _history(line: Line) -> list[penalty.Notice]:
    return [_notice(entry) for entry in _list(line, "history")]


def _notice(entry: Json) -> penalty.Notice:
    if not isinstance(entry, dict):
        raise BadLine("each entry of “history” must be an object with “issued” and “outcome”.")
    return penalty.Notice(_date(entry, "issued"), _choice(entry, "outcome", penalty.NoticeOutcome))


def _choice(line: Line, key: str, choices: type[_Choice]) -> _Choice:
    word = _text(line, key)
    try:
        return choices(word)
    except ValueError as fault:
        raise BadLine(f"“{key}” is “{word}”; it must be one of: {', '.join(choices)}.") from fault


def _three_words(mark: Json) -> tuple[str, str, str]:
    if not isinstance(mark, list) or len(mark) != 3:
        raise BadLine("each mark must be [date, AM or PM, code].")
    on, half, symbol = (_word(part, "a part of a mark") for part in mark)
    return on, half, symbol


def _date(line: Line, key: str) -> date:
    return parse_date(_text(line, key))


def _text(line: Line, key: str) -> str:
    return _word(_required(line, key), f"“{key}”")


def _integer(line: Line, key: str) -> int:
    return _whole(_required(line, key), f"“{key}”")


def _list(line: Line, key: str) -> list[Json]:
    value = _required(line, key)
    if not isinstance(value, list):
        raise BadLine(f"“{key}” must be a list.")
    return value


def _required(line: Line, key: str) -> Json:
    if key not in line:
        raise BadLine(f"“{key}” is missing.")
    return line[key]


def _word(value: Json, what: str) -> str:
    if not isinstance(value, str):
        raise BadLine(f"{what} must be text.")
    return value


def _whole(value: Json, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadLine(f"{what} must be a whole number.")
    if abs(value) > LARGEST:
        raise BadLine(f"{what} is too large.")
    return value


def _percent(share: attendance.Percentage | None) -> str | None:
    return None if share is None else str(share)
