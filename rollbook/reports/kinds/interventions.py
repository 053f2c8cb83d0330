"""What was done about absence and what came after it, without claiming a cause (REP-B, CASE-A)."""

from __future__ import annotations

from itertools import groupby

from rollbook.absence.words import count, short_day
from rollbook.audit.once import read_once
from rollbook.reports.asked import Asked
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.charting import shares_chart
from rollbook.reports.kinds.saying import about, only_theirs
from rollbook.reports.queries.interventions import Done, Intervention, interventions
from rollbook.reports.queries.roll import roll_for
from rollbook.reports.report import (
    Cell,
    Picture,
    Report,
    Section,
    Share,
    Table,
    Words,
    change,
    number,
    person,
    words,
)
from rollbook.reports.report import Person as Named
from rollbook.rules import told
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.effect import ENOUGH, Effect, effect_of, way_of
from rollbook.rules.moved import DAYS, SOONEST
from rollbook.rules.year_row import year_of, year_starts

MOST_LISTED = 200
NOT_BECAUSE = "That it came after does not mean that it came because of it."
_EFFECT = (
    words("Kind", folds=True),
    words("What was done"),
    number("Pupils", people=True),
    number("Times", folds=True),
    number("Before", folds=True),
    number("After", folds=True),
    number("Change"),
    number("Better", people=True, folds=True),
    number("Much the same", people=True, folds=True),
    number("Worse", people=True, folds=True),
    number("Too soon", people=True, folds=True),
)
_PUPILS = (
    person(),
    words("Form", folds=True),
    words("What was done"),
    words("First on", folds=True),
    number("Before", folds=True),
    number("After", folds=True),
    number("Change"),
    words("Since then", folds=True),
)
_Group = tuple[str, str, tuple[Intervention, ...], Effect]


def make(actor: Actor, asked: Asked) -> Report:
    """Each kind of thing done in these days, with twenty school days on either side of it."""
    with read_once():
        roll = roll_for(actor, asked, since=year_starts(year_of(asked.first)))
        found = interventions(actor, roll, asked.when, asked.whose)
    says = says_of(found)
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, asked),
        made_at=actor.now,
        made_by=actor.name,
        sections=(*effect_sections(found, says), *_listed(found, asked)),
        notes=(*NOTES, *only_theirs(actor)),
        says=says,
    )


def _grouped(found: Done) -> tuple[_Group, ...]:
    """The things done with their effect, the kind of thing first, those about most pupils before others."""
    groups = [(key, tuple(acts)) for key, acts in groupby(found.acts, key=lambda act: (act.kind, act.what))]
    made = ((told.Kind(kind).label, what, acts, effect_of(a.moved for a in acts)) for (kind, what), acts in groups)
    return tuple(sorted(made, key=lambda group: (group[0], -len(group[2]), group[1])))


def effect_sections(found: Done, says: str) -> tuple[Section, ...]:
    """What was done with attendance before and after, as a table, and as a picture where there is enough to draw."""
    groups = _grouped(found)
    rows = [_row(kind, what, len(acts), sum(a.times for a in acts), effect) for kind, what, acts, effect in groups]
    idle = effect_of(found.nothing)
    if groups and found.nothing:
        rows.append(_row("Compare", "Persistently absent, and nothing of this done", len(found.nothing), None, idle))
    table = Table(
        "What was done, and attendance before and after",
        _EFFECT,
        tuple(rows),
        says=says,
        empty="Nothing that is meant to change attendance is on record in these days.",
        note=f"{DAYS} school days on either side of the first time for each pupil; sessions of these pupils together.",
    )
    drawn = [(what, effect) for _, what, _, effect in groups if effect.is_enough]
    if len(drawn) < 2:
        return (table,)
    before = [(what, _share(effect.before)) for what, effect in drawn]
    after = [(what, _share(effect.after)) for what, effect in drawn]
    chart = shares_chart(table, (("Before", before), ("After", after)), along="What was done", up="Attendance")
    return (Picture(chart, table, open=True),)


def _row(kind: str, what: str, pupils: int, times: int | None, effect: Effect) -> tuple[Cell, ...]:
    before, after = _share(effect.before), _share(effect.after)
    moved = change(after, before)
    shares: tuple[Cell, ...] = (before, after, moved) if effect.told else (None, None, None)
    return (kind, what, pupils, times, *shares, effect.better, effect.same, effect.worse, effect.too_soon)


def _share(totals: Totals) -> Share:
    return Share(totals.attended, totals.possible)


def _listed(found: Done, asked: Asked) -> tuple[Section, ...]:
    if not found.acts:
        return ()
    title = "Each pupil"
    if len(found.acts) > MOST_LISTED:
        says = f"{len(found.acts):,} lines are too many to read. Choose a year group or a form to see each pupil."
        return (Words(title, (says,)),)
    return (Table(title, _PUPILS, tuple(_pupil_row(act, asked) for act in found.acts)),)


def _pupil_row(act: Intervention, asked: Asked) -> tuple[Cell, ...]:
    before, after = _share(act.moved.before), _share(act.moved.after)
    shares: tuple[Cell, ...] = (before, after, change(after, before)) if act.moved.is_told else (None, None, None)
    return (
        Named(act.pupil.listed_name, act.pupil.public_id),
        act.pupil.form,
        act.what if act.times == 1 else f"{act.what}, {act.times} times",
        short_day(act.on, around=asked.last),
        *shares,
        way_of(act.moved).value,
    )


def says_of(found: Done) -> str:
    """How much was done, and what attendance was after it, without a cause."""
    if not found.acts:
        return ""
    effect, idle = effect_of(act.moved for act in found.acts), effect_of(found.nothing)
    first = f"{count(len(found.acts), 'intervention')} about {count(found.pupils, 'pupil')}."
    if not effect.is_enough:
        return f"{first} Of {effect.told} enough days stand on both sides: too few to say what came after."
    after = (
        f"Attendance was {_share(effect.before)} in the {DAYS} school days before and {_share(effect.after)} after: "
        f"better after {effect.better}, worse after {effect.worse}."
    )
    if idle.is_enough:
        moved = f"{_share(idle.before)} and {_share(idle.after)}"
        return f"{first} {after} {NOT_BECAUSE} Of those persistently absent with nothing done it was {moved}."
    return f"{first} {after} {NOT_BECAUSE}"


NOTES = (
    f"{NOT_BECAUSE} Something is done when attendance is at its worst, and from its worst it mostly rises whatever "
    "is done (regression to the mean): compare with the pupils about whom nothing was done, and with them "
    "carefully, for they were not chosen by lot.",
    f"Before is up to {DAYS} school days before the day, after up to {DAYS} after it as they stand today; the day "
    f"itself is in neither. With fewer than {SOONEST} days on a side it is too soon. Better or worse is by at "
    "least one session in twenty days.",
    f"Of fewer than {ENOUGH} pupils nothing should be concluded; they are left out of the picture.",
    "Counted are letters, visits, meetings, steps about lateness and cases of which this reader may know; texts of "
    "the first day, calls for a reason, requests for leave and returns to the authority are not. Whoever had several "
    "kinds of thing done stands in several lines.",
)


KIND = Kind(
    key="interventions",
    title="Interventions and what came after",
    purpose="Letters, visits, meetings and cases: about how many pupils, and attendance before and after.",
    duty="REP-B",
    shelf=Shelf.LEADERS,
    make=make,
    permission=Permission.SEE_WATCH_LISTS,
    asks=(Ask.PERIOD, Ask.WHOSE),
    usual=Period.TERM,
)
