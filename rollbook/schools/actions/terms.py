"""Terms: the stretches in which the school meets on weekdays (REG-5).

A term lies in one academic year, 1 August to 31 July, and no two of them overlap.
"""

from __future__ import annotations

from datetime import date

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.year_row import year_of
from rollbook.schools.actions.days_going import ask_about_days_gone, lock, school_days
from rollbook.schools.events import TermAdded, TermChanged, TermRemoved
from rollbook.schools.models import Term

_WEEKEND = 5


@action(Permission.SET_UP_SCHOOL)
def add_term(actor: Actor, *, name: str, first: date, last: date) -> int:
    """Add a term from its first to its last day, both included; gives its id."""
    lock(actor)
    name = _checked(actor, name, first, last, apart_from=0)
    term = Term.objects.create(school_id=actor.school, year=year_of(first), name=name, first=first, last=last)
    record(actor, TermAdded(term.pk, first, last))
    return term.pk


@action(Permission.SET_UP_SCHOOL)
def change_term(actor: Actor, *, term_id: int, name: str, first: date, last: date) -> None:
    """Rename a term or move its ends; refused where a day that would go already has marks."""
    lock(actor)
    term = _term(actor, term_id)
    name = _checked(actor, name, first, last, apart_from=term_id)
    if (term.name, term.first, term.last) == (name, first, last):
        return record_nothing_changed()
    before, event = school_days(actor), TermChanged(term_id, term.first, term.last, first, last)
    term.name, term.first, term.last, term.year = name, first, last, year_of(first)
    term.save()
    ask_about_days_gone(actor, before)
    return record(actor, event)


@action(Permission.SET_UP_SCHOOL)
def remove_term(actor: Actor, *, term_id: int) -> None:
    """Take back a term that was entered by mistake; refused where it already has marks."""
    lock(actor)
    term = _term(actor, term_id)
    before, event = school_days(actor), TermRemoved(term_id, term.first, term.last)
    term.delete()
    ask_about_days_gone(actor, before)
    record(actor, event)


def _term(actor: Actor, term_id: int) -> Term:
    term = Term.objects.filter(pk=term_id, school_id=actor.school).first()
    if term is None:
        raise NotFound("There is no such term in this school.")
    return term


def _checked(actor: Actor, name: str, first: date, last: date, *, apart_from: int) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("Give the term a name, for example “Autumn term”.")
    if last < first:
        raise Refused(f"The term ends on {in_words(last)}, before it begins on {in_words(first)}. Check the two dates.")
    for day, which in ((first, "first"), (last, "last")):
        if day.weekday() >= _WEEKEND:
            raise Refused(f"The {which} day of the term, {in_words(day)}, is on a weekend. Choose a day of school.")
    if year_of(first) != year_of(last):
        raise Refused("A term lies within one academic year, 1 August to 31 July. Check the two dates.")
    others = Term.objects.filter(school_id=actor.school).exclude(pk=apart_from)
    over = others.filter(first__lte=last, last__gte=first).order_by("first", "id").first()
    if over is not None:
        raise Refused(f"{over.name} already covers {in_words(max(first, over.first))}. Terms cannot overlap.")
    if others.filter(year=year_of(first), name=name).exists():
        raise Refused(f"There already is a term called “{name}” in that year. Give this one another name.")
    return name
