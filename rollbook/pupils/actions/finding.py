"""The pupil, contact or group that a verb is about, locked where it is about to change."""

from __future__ import annotations

from uuid import UUID

from rollbook.pupils.models import Contact, Group, Pupil
from rollbook.pupils.queries.seeing import NO_GROUP, NO_PUPIL
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound


def locked_pupil(actor: Actor, public_id: UUID) -> Pupil:
    """The pupil, locked until the verb ends, so that two people's changes follow one another."""
    pupil = Pupil.objects.select_for_update().filter(school_id=actor.school, public_id=public_id).first()
    if pupil is None:
        raise NotFound(NO_PUPIL)
    return pupil


def the_group(actor: Actor, public_id: UUID) -> Group:
    group = Group.objects.filter(school_id=actor.school, public_id=public_id).first()
    if group is None:
        raise NotFound(NO_GROUP)
    return group


def locked_contact(actor: Actor, public_id: UUID) -> Contact:
    contact = Contact.objects.select_for_update().filter(school_id=actor.school, public_id=public_id).first()
    if contact is None:
        raise NotFound("There is no such contact in this school.")
    return contact
