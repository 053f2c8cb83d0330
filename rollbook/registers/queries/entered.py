"""Who entered the marks of some sessions of a pupil, and what was entered first (REG-7, PEN-14)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextField
from django.db.models.functions import Cast

from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.registers.models import Amendment, RegisterSave
from rollbook.rules.actor import Actor
from rollbook.rules.chain import STORED, MarkLeaf, marks_in
from rollbook.rules.sessions import Half, Session, parse_date


@dataclass(frozen=True, slots=True)
class Entered:
    """Who entered the mark that stands and when, and the code that was entered first where it was another."""

    by_name: str
    at: datetime
    first: str = ""


def entered_of(actor: Actor, pupil: int, sessions: Collection[Session]) -> Mapping[Session, Entered]:
    """By session, for one pupil: three statements; a mark that came in one save of many days has its changes alone."""
    wanted = frozenset(sessions)
    public = public_ids_of(actor, [pupil]).get(pupil)
    if not wanted or public is None:
        return {}
    days = {session.on for session in wanted}
    found: dict[Session, Entered] = {}
    for at, by_name, leaf in _leaves(actor, str(public), days):
        session = Session(parse_date(leaf.date), Half(leaf.half))
        if session in wanted:
            found[session] = _after(found.get(session), by_name, at, leaf.was, leaf.now)
    for on, half, at, by_name, old, new in _amended(actor, pupil, days):
        session = Session(on, Half(half))
        if session in wanted and (session not in found or found[session].at < at):
            found[session] = _after(found.get(session), by_name, at, old, new)
    return found


def _after(before: Entered | None, by_name: str, at: datetime, was: str, now: str) -> Entered:
    first = before.first if before and before.first else was
    return Entered(by_name, at, first if first != now else "")


def _leaves(actor: Actor, public: str, days: Collection[date]) -> list[tuple[datetime, str, MarkLeaf]]:
    """The pupil's entries in the saves of these days, as they came: the database looks into each save's words."""
    rows = RegisterSave.objects.filter(school_id=actor.school, date__in=days, lesson="")
    theirs = rows.annotate(words=Cast("marks", TextField())).filter(words__contains=public).order_by()
    kept = sorted(theirs.values_list("chain_year", "seq", "made_at", "by_name", "marks"))
    return [
        (at, by_name, leaf)
        for _, _, at, by_name, marks in kept
        for leaf in marks_in(marks)
        if leaf.pupil == public and leaf.outcome == STORED
    ]


def _amended(actor: Actor, pupil: int, days: Collection[date]) -> list[tuple[date, int, datetime, str, str, str]]:
    rows = Amendment.objects.filter(school_id=actor.school, pupil_id=pupil, date__in=days, lesson="")
    return list(rows.order_by("at", "id").values_list("date", "half", "at", "by_name", "old", "new"))
