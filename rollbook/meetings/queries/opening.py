"""Which meetings a person may know of: those who hold meetings, of their pupils; others, those they are asked to."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef, QuerySet

from rollbook.meetings.models import Meeting, Person
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound

NO_MEETING = "There is no such meeting in this school, or none that you may see."


def rows_for(actor: Actor) -> QuerySet[Meeting]:
    """The meetings of the school that this person may open, before their pupils are looked at."""
    rows = Meeting.objects.filter(school_id=actor.school)
    if actor.may(Permission.HOLD_MEETINGS):
        return rows
    asked = Person.objects.filter(
        school_id=actor.school, meeting=OuterRef("pk"), user_id=actor.user_id or 0, withdrawn_at=None
    )
    return rows.filter(Exists(asked))


def found(actor: Actor, meeting: uuid.UUID) -> Meeting:
    """The row of one meeting; NotFound for another school's, and for who was not asked to it."""
    row = rows_for(actor).filter(public_id=meeting).first()
    if row is None:
        raise NotFound(NO_MEETING)
    return row
