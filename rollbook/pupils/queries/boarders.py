"""Who boards, and in which houses (REG-3)."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef

from rollbook.pupils.models import Enrolment, Group, Pupil
from rollbook.pupils.queries.joins import enrolled
from rollbook.pupils.queries.lines import PupilLine, lines
from rollbook.pupils.queries.seeing import named, taken_by
from rollbook.rules.actor import Actor
from rollbook.rules.year_row import year_of


def boarders_on(actor: Actor, on: date) -> tuple[PupilLine, ...]:
    """The boarders who are on roll that day and whom this person may know of, by surname: one statement."""
    boards = Enrolment.objects.filter(enrolled(on), pupil_id=OuterRef("pk"), boarder=True)
    return lines(Pupil.objects.filter(named(actor), Exists(boards)), on)


def houses_of_staff(actor: Actor, on: date) -> frozenset[str]:
    """The names of the houses whose staff this person is on a day: one statement."""
    groups = Group.objects.filter(kind=Group.Kind.HOUSE, pk__in=taken_by(actor, on).values("group_id"))
    return frozenset(groups.values_list("name", flat=True))


def house_names(actor: Actor, on: date) -> tuple[str, ...]:
    """The school's houses in the year of a day, by name: one statement."""
    groups = Group.objects.filter(school_id=actor.school, kind=Group.Kind.HOUSE, year=year_of(on))
    return tuple(groups.order_by("name").values_list("name", flat=True))
