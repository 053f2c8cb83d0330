"""Closures: planned ones take days away from everyone (#), unexpected ones keep them as Y4 (COD-18)."""

from __future__ import annotations

from datetime import date, timedelta

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.bank_holidays import BANK_HOLIDAYS
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse
from rollbook.schools.actions.days_going import ask_about_days_gone, lock, school_days
from rollbook.schools.events import BankHolidaysSeeded, ClosureAdded, ClosureRemoved
from rollbook.schools.models import Closure
from rollbook.schools.queries import calendar_of

_WEEKEND = 5
_LONGEST = timedelta(days=60)
_TAKEN_FROM_TERM = (Closure.Kind.INSET, Closure.Kind.OCCASIONAL, Closure.Kind.POLLING)
_PLANNED = [kind for kind in Closure.Kind.values if kind != Closure.Kind.UNPLANNED]


@action(Permission.SET_UP_SCHOOL)
def add_closure(actor: Actor, *, kind: str, first: date, last: date, name: str = "") -> int:
    """Close the school for some days, both included; gives the closure's id.

    A planned closure is refused for a day that already has marks; an unexpected one (`unplanned`)
    is for days on which the school was due to meet, and keeps them (COD-18).
    """
    lock(actor)
    kind = _kind(kind)
    _check_days(first, last)
    _check_overlap(actor, kind, first, last)
    before = school_days(actor)
    if kind == Closure.Kind.UNPLANNED:
        _check_due_to_meet(before, first, last)
    elif kind in _TAKEN_FROM_TERM:
        _check_in_term(before, first, last)
    name = " ".join(name.split()) or Closure.Kind(kind).label
    closure = Closure.objects.create(school_id=actor.school, kind=kind, name=name, first=first, last=last)
    ask_about_days_gone(actor, before)
    record(actor, ClosureAdded(closure.pk, kind, first, last))
    return closure.pk


@action(Permission.SET_UP_SCHOOL)
def remove_closure(actor: Actor, *, closure_id: int) -> None:
    """Take a closure back: the school is due to meet again on its days in term."""
    lock(actor)
    closure = Closure.objects.filter(pk=closure_id, school_id=actor.school).first()
    if closure is None:
        raise NotFound("There is no such closure in this school.")
    event = ClosureRemoved(closure_id, closure.kind, closure.first, closure.last)
    closure.delete()
    record(actor, event)


@action(Permission.SET_UP_SCHOOL)
def seed_bank_holidays(actor: Actor, *, year: int) -> int:
    """Close the school on each bank holiday of an academic year on which it would meet; gives how many."""
    lock(actor)
    before = school_days(actor)
    due = calendar_of(actor, year)
    rows = [
        Closure(school_id=actor.school, kind=Closure.Kind.BANK_HOLIDAY, name=name, first=day, last=day)
        for day, name in BANK_HOLIDAYS
        if due.is_school_day(day)
    ]
    if not rows:
        record_nothing_changed()
        return 0
    Closure.objects.bulk_create(rows)
    ask_about_days_gone(actor, before)
    record(actor, BankHolidaysSeeded(year, len(rows)))
    return len(rows)


def _kind(kind: str) -> str:
    if kind not in Closure.Kind.values:
        raise Refused("Choose what kind of closure it is.")
    return kind


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise Refused(f"The closure ends on {in_words(last)}, before it begins on {in_words(first)}. Check the dates.")
    if last - first > _LONGEST:
        raise Refused("The closure lasts longer than 60 days. Check the year, or end the term earlier instead.")
    if all((first + timedelta(days=n)).weekday() >= _WEEKEND for n in range((last - first).days + 1)):
        raise Refused(f"{in_words(first)} is on a weekend, when the school does not meet anyway.")


def _check_overlap(actor: Actor, kind: str, first: date, last: date) -> None:
    """A bank holiday may lie in a half-term; otherwise a day has one reason to be closed."""
    others = Closure.objects.filter(school_id=actor.school, first__lte=last, last__gte=first).order_by("first", "id")
    if kind == Closure.Kind.UNPLANNED or kind == Closure.Kind.BANK_HOLIDAY:
        others = others.filter(kind=kind)
    else:
        others = others.filter(kind__in=_PLANNED).exclude(kind=Closure.Kind.BANK_HOLIDAY)
    over = others.first()
    if over is not None:
        raise Refused(f"The school is already closed on {in_words(max(first, over.first))} ({over.name}).")


def _check_in_term(before: frozenset[date], first: date, last: date) -> None:
    """Such a day is taken from the school's own: outside term it would only be counted, never missed."""
    if not any(first <= day <= last for day in before):
        raise Refused(f"{in_words(first)} is not in a term, or the school is closed already. Check the date.")


def _check_due_to_meet(before: frozenset[date], first: date, last: date) -> None:
    if not any(first <= day <= last for day in before):
        raise refuse(
            "COD-18",
            f"The school is not due to meet on {in_words(first)}, so no session is lost. "
            "An unexpected closure is for days on which it should have met.",
        )
