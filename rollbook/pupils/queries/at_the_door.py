"""Finding a pupil at the door, where nobody is signed in: only by what the pupil knows of themself."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from rollbook.pupils.models import Enrolment, Pupil
from rollbook.pupils.queries.joins import enrolled, shown_name
from rollbook.rules.actor import Actor

FEWEST_LETTERS = 3
NAMED = ("forename", "id")


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """A pupil as a door may know them: a forename to greet, and an id."""

    public_id: str
    forename: str


def by_admission_number(actor: Actor, number: str) -> tuple[AtTheDoor, ...]:
    """The pupil on roll today with exactly this admission number: one statement."""
    return _found(actor, Q(admission_number=number)) if number else ()


def by_surname_and_birthday(actor: Actor, letters: str, *, day: int, month: int) -> tuple[AtTheDoor, ...]:
    """Pupils on roll today whose surname begins so and who were born on that day and month: one statement.

    Fewer than three letters find nobody.
    """
    if len(letters) < FEWEST_LETTERS:
        return ()
    surname = Q(legal_surname__istartswith=letters) | Q(preferred_surname__istartswith=letters)
    return _found(actor, surname & Q(born__day=day, born__month=month))


def _found(actor: Actor, which: Q) -> tuple[AtTheDoor, ...]:
    on_roll = Enrolment.objects.filter(enrolled(actor.today)).values("pupil_id")
    pupils = Pupil.objects.filter(which, school_id=actor.school, pk__in=on_roll)
    rows = pupils.annotate(**shown_name("")).order_by(*NAMED).values_list("public_id", *NAMED[:1])
    return tuple(AtTheDoor(str(public), forename) for public, forename in rows[:5])
