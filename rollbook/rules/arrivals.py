"""What a pupil's coming in late says about the mark of that session: L, U or something better.

A movement is a fact about a moment; only its own session can follow from it (COD-3, COD-5, REG-16).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rollbook.rules.actor import LONDON
from rollbook.rules.codes import in_force
from rollbook.rules.register_times import late_code, minutes_late
from rollbook.rules.sessions import Session

BEFORE_OPENING = timedelta(minutes=15)
TO_BE_REPLACED = frozenset({"", "N", "O"})


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """One session of the day as the pupil finds it: its times (aware), the code that stands, the code planned."""

    session: Session
    opens: datetime
    closes: datetime
    ends: datetime
    standing: str = ""
    planned: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an arrival proposes: a code for one session, or none, and the sentence that says why.

    `must` is true where the law leaves no choice but a better code (COD-5); `beyond_the_clock` where
    the code says more than the clock does, so that the attendance office decides.
    """

    session: Session | None
    code: str
    minutes: int | None
    says: str
    must: bool = False
    beyond_the_clock: bool = False


def propose(arrived: datetime, sessions: Iterable[OpenedSession], *, known: str = "") -> Proposal:
    """The lawful code for the session in which a pupil arrives; `known` is the code of a proper reason, if any.

    An arrival settles nothing of a session that has ended.
    """
    here = next((s for s in sessions if s.opens - BEFORE_OPENING <= arrived < s.ends), None)
    if here is None:
        return _nothing(None, "No session is going on, so no mark follows from this.")
    half = here.session.half.label
    code = late_code(arrived, here.opens, here.closes, here.ends)
    if code is None:
        return _nothing(here.session, f"In time for the {half}: the register will say so.")
    if code == "L":
        return _in_time_for_l(here, arrived)
    return _after_the_close(here, arrived, known)


def is_open(proposed: str, standing: str, on: date) -> bool:
    """Whether what an arrival proposed still waits: not once somebody has entered the code, or a better one."""
    if proposed == "L":
        return not standing or not in_force(on)[standing].on_site
    return bool(proposed) and standing in TO_BE_REPLACED


def _in_time_for_l(here: OpenedSession, arrived: datetime) -> Proposal:
    if here.standing and _on_site(here):
        return _nothing(here.session, f"Marked {here.standing} already.")
    says = f"Came before the {here.session.half.label} register closed at {_clock(here.closes)}."
    return Proposal(here.session, "L", minutes_late(arrived, here.opens), says, must=here.standing == "N")


def _after_the_close(here: OpenedSession, arrived: datetime, known: str) -> Proposal:
    half, standing = here.session.half.label, here.standing
    if standing not in TO_BE_REPLACED:
        return _nothing(here.session, f"The {half} stays {standing}.")
    late = f"Came after the {half} register closed at {_clock(here.closes)}"
    if here.planned and _absent(here, here.planned):
        says = f"{late}; {here.planned} was agreed beforehand."
        return Proposal(here.session, here.planned, None, says, must=standing == "N")
    if known:
        says = f"{late}, with a reason: the attendance office decides whether it is {known}."
        return Proposal(here.session, known, None, says, must=standing == "N", beyond_the_clock=True)
    minutes = minutes_late(arrived, here.opens)
    return Proposal(here.session, "U", minutes, f"{late}; no better code is known.", must=standing == "N")


def _nothing(session: Session | None, says: str) -> Proposal:
    return Proposal(session, "", None, says)


def _on_site(here: OpenedSession) -> bool:
    return in_force(here.session.on)[here.standing].on_site


def _absent(here: OpenedSession, code: str) -> bool:
    return in_force(here.session.on)[code].absent


def _clock(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local.hour}:{local.minute:02}"
