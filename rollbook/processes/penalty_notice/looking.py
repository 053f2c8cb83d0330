"""What the office knows of each session in the ten weeks: who entered it and when, and what went home that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar

from rollbook.absence.queries import contact_history
from rollbook.cases.doing import CaseRef
from rollbook.cases.looking import looks
from rollbook.comms.queries import history as messages
from rollbook.processes.penalty_notice.definition import PROCESS
from rollbook.processes.penalty_notice.facts import Facts
from rollbook.processes.penalty_notice.weighing import boxes_of, boxes_until
from rollbook.registers.queries.entered import entered_of
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.process import Panel, Situation
from rollbook.rules.sessions import Half, Session
from rollbook.rules.ten_boxes import Counted, LeftOut, TenBoxes, Told
from rollbook.rules.told import newest_first

One = TypeVar("One", Counted, LeftOut)
ENTERED_OTHERWISE = "with others, for many days"
WENT_HOME = frozenset({"message", "call", "letter"})


@looks(PROCESS.key)
def each_session(actor: Actor, case: CaseRef, facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """Each session that counts, and each absence that does not, with who entered it and what was sent home."""
    boxes = boxes_of(facts, situation)
    if boxes is None or situation.standing is None or not boxes.boxes:
        return ()
    told = _told(actor, case, boxes)
    full = boxes_until(situation.standing, boxes.until, told)
    counted = Panel(
        "Each session that counts",
        f"{full.figure} sessions, as the register has them now.",
        ("Day", "Morning", "Afternoon", "Entered", "Sent home that day"),
        tuple(_row(those, _sent(those)) for those in _by_day(full.counted)),
        "PEN-1",
    )
    out = Panel(
        "Left out of the count",
        "",
        ("Day", "Morning", "Afternoon", "Entered", "Why it does not count"),
        tuple(_row(those, _why(those)) for those in _by_day(full.left_out)),
        "PEN-14",
    )
    return (counted, out) if full.left_out else (counted,)


def _told(actor: Actor, case: CaseRef, boxes: TenBoxes) -> Mapping[Session, Told]:
    """Of every session in the weeks, absent or not: one that was authorised since must be found too (PEN-14)."""
    first, last = boxes.boxes[0].monday, boxes.until
    sessions = [Session(first + timedelta(days=n), half) for n in range((last - first).days + 1) for half in Half]
    entered, sent = entered_of(actor, case.pupil, sessions), _sent_home(actor, case.pupil, first, last)
    return {session: Told(by.by_name, by.at, sent.get(session.on, ()), by.first) for session, by in entered.items()} | {
        session: Told(sent=sent[session.on]) for session in sessions if session not in entered and session.on in sent
    }


def _sent_home(actor: Actor, pupil: int, first: date, last: date) -> Mapping[date, tuple[str, ...]]:
    """What this actor may know of messages, calls and letters, by the day."""
    found: dict[date, list[str]] = defaultdict(list)
    for one in newest_first(
        contact_history.history_of(actor, pupil, first, last), messages.history_of(actor, pupil, first, last)
    ):
        if one.kind in WENT_HOME:
            found[one.at.astimezone(LONDON).date()].append(one.says)
    return {day: tuple(dict.fromkeys(those)) for day, those in found.items()}


def _by_day(found: Iterable[One]) -> list[list[One]]:
    return [list(those) for _, those in groupby(found, key=lambda one: one.session.on)]


def _row(those: Sequence[Counted | LeftOut], last: str) -> tuple[str, ...]:
    """A day: its two marks, who entered them, and what is said of it."""
    day, codes = those[0].session.on, {one.session.half: _code(one) for one in those}
    entered = "; ".join(dict.fromkeys(_entered(one.told) for one in those))
    return (f"{day:%a} {day.day} {day:%b %Y}", codes.get(Half.AM, ""), codes.get(Half.PM, ""), entered, last)


def _code(one: Counted | LeftOut) -> str:
    return f"{one.code} (first {one.told.was})" if one.told.was else one.code


def _entered(told: Told) -> str:
    if told.at is None:
        return ENTERED_OTHERWISE
    at = told.at.astimezone(LONDON)
    return f"{told.by}, {at.day} {at:%b, %H:%M}"


def _sent(those: Sequence[Counted]) -> str:
    return "; ".join(those[0].told.sent) or "–"


def _why(those: Sequence[LeftOut]) -> str:
    return "; ".join(dict.fromkeys(f"{one.why.says} ({one.why.rule})" for one in those))
