"""Every register that was due in a period and what became of it: whose it was, who took it, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rollbook.absence.queries.days import days_met
from rollbook.pupils.queries.registers_over import RegisterOver, Takes, registers_over
from rollbook.registers.queries.first_saves import FirstSave, first_saves
from rollbook.registers.queries.rules import RuleLine, rule_for, session_rules
from rollbook.reports.asked import Asked
from rollbook.reports.queries.roll import Roll, roll_for
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.sessions import Half, Session
from rollbook.rules.taken_in_time import Taking, minutes_after, taking
from rollbook.rules.year_row import session_of
from rollbook.schools.queries import SessionTimeLine, Window, session_time_rows, window_of


@dataclass(frozen=True, slots=True)
class Due:
    """One register of one session: whose it was (cover before the tutor), who took it, how many minutes in.

    `minutes` only of one taken on its own day; `by_holder` says whether a person named for it took it.
    """

    register: RegisterOver
    session: Session
    holder: Takes | None
    taking: Taking
    by_id: int | None
    by_name: str
    by_holder: bool
    minutes: int | None

    @property
    def by_somebody_else(self) -> bool:
        """Taken, but by nobody who was named for it: the office, or a colleague who stood in."""
        return self.by_name != "" and not self.by_holder

    @property
    def was_covered(self) -> bool:
        return self.holder is not None and self.holder.covers


def registers_due(actor: Actor, asked: Asked) -> tuple[Due, ...]:
    """Every register whose session has closed by now, in order: eleven statements, one more after a closure.

    Sessions whose mark comes from a lesson have no registration register, and days on which the whole school was
    shut have none at all.
    """
    calendar = days_met(actor, first=asked.first, last=asked.last)
    saves = first_saves(actor, asked.first, asked.last)
    rules, times = session_rules(actor), session_time_rows(actor)
    groups = [g for g in registers_over(actor, asked.first, asked.last) if _is_asked(g, asked)]
    marked = _marked(roll_for(actor, asked), asked)
    windows: dict[tuple[Session, str, int | None], Window | None] = {}
    found = []
    for session in _sessions(calendar.days, asked):
        for group in groups:
            if not group.due_on(session.on) or _from_lesson(rules, session, group.nc_year):
                continue
            window = _window(windows, times, session, group)
            if window is not None and window.closes <= actor.now:
                has = (group.name, session) in marked
                found.append(_due(group, session, window, saves.get((group.id, session)), has_marks=has))
    return tuple(found)


def _is_asked(group: RegisterOver, asked: Asked) -> bool:
    whose = asked.whose
    if whose.groups and group.public_id not in whose.groups:
        return False
    return not whose.nc_years or group.nc_year in whose.nc_years


def _sessions(days: tuple[date, ...], asked: Asked) -> Iterator[Session]:
    weekdays, halves = asked.when.weekdays, asked.when.halves
    for on in days:
        if not weekdays or on.isoweekday() in weekdays:
            yield from (Session(on, half) for half in Half if not halves or half in halves)


def _from_lesson(rules: tuple[RuleLine, ...], session: Session, nc_year: str) -> bool:
    if not rules:
        return False
    rule = rule_for((r for r in rules if r.valid_from <= session.on), session.half, nc_year)
    return rule is not None and bool(rule.period)


def _window(
    known: dict[tuple[Session, str, int | None], Window | None],
    times: tuple[SessionTimeLine, ...],
    session: Session,
    group: RegisterOver,
) -> Window | None:
    key = (session, group.nc_year, group.site_id)
    if key not in known:
        known[key] = window_of(times, session.on, session.half, group.nc_year, group.site_id)
    return known[key]


def _marked(roll: Roll, asked: Asked) -> frozenset[tuple[str, Session]]:
    """The forms and sessions in which somebody has a mark."""
    import numpy as np

    found: set[tuple[str, Session]] = set()
    forms: dict[str, list[int]] = {}
    for n, pupil in enumerate(roll.pupils):
        forms.setdefault(pupil.form, []).append(n)
    for part in roll.parts(asked.when):
        for form, rows in forms.items():
            for column in np.flatnonzero(np.any(part.codes[rows], axis=0)).tolist():
                found.add((form, session_of(part.year, int(part.slots[column]))))
    return frozenset(found)


def _due(group: RegisterOver, session: Session, window: Window, save: FirstSave | None, *, has_marks: bool) -> Due:
    holders = group.holders(session.on)
    at = save.at.astimezone(LONDON) if save else None
    own = next((one for one in holders if save and one.user_id == save.by_id), None)
    outcome = taking(window.closes, at, has_marks=has_marks)
    on_the_day = at is not None and at.date() == session.on
    return Due(
        register=group,
        session=session,
        holder=own or next(iter(holders), None),
        taking=outcome,
        by_id=save.by_id if save else None,
        by_name=save.by_name if save else "",
        by_holder=own is not None,
        minutes=minutes_after(window.opens, at) if at is not None and on_the_day else None,
    )
