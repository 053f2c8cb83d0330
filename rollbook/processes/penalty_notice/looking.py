"""What the office knows of each session in the ten weeks: who entered it and when, and what went home that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

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
    left = tuple(_row(one, one.why.says) for one in full.left_out)
    counted = Panel(
        "Each session that counts",
        f"{full.figure} sessions, as the register has them now.",
        ("Session", "Code", "Entered", "Sent home that day"),
        tuple(_row(one, _sent(one.told)) for one in full.counted),
        "PEN-1",
    )
    out = Panel("Left out of the count", "", ("Session", "Code", "Entered", "Why it does not count"), left, "PEN-14")
    return (counted, out) if left else (counted,)


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
    for one in (
        *contact_history.history_of(actor, pupil, first, last),
        *messages.history_of(actor, pupil, first, last),
    ):
        if one.kind in WENT_HOME:
            found[one.at.astimezone(LONDON).date()].append(one.says)
    return {day: tuple(dict.fromkeys(those)) for day, those in found.items()}


def _row(one: Counted | LeftOut, last: str) -> tuple[str, str, str, str]:
    was = f" (first {one.told.was})" if one.told.was else ""
    return (one.session.says, f"{one.code}{was}", _entered(one.told), last)


def _entered(told: Told) -> str:
    if told.at is None:
        return ENTERED_OTHERWISE
    at = told.at.astimezone(LONDON)
    return f"{told.by}, {at:%a} {at.day} {at:%b} {at:%Y, %H:%M}"


def _sent(told: Told) -> str:
    return "; ".join(told.sent) or "nothing is recorded"
