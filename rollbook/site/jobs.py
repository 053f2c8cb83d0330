"""The site's work in the background: the emergency list kept fresh as a file, and gone when the day is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from rollbook.audit.actions import log_access
from rollbook.jobs.registry import job
from rollbook.rules.actor import Actor
from rollbook.schools.queries import school_line
from rollbook.site import keeping
from rollbook.site.actions.telling_staff import tell_staff
from rollbook.staff.queries import staff_of


@job("site.keep_emergency_list", lease=timedelta(minutes=5))
def keep_emergency_list(actor: Actor) -> None:
    """Make the list anew where somebody came, left or was marked since; a list of another day goes first."""
    _note_openings(actor)
    standing = keeping.about(school_line(actor).slug)
    if standing is not None and standing.day != actor.today:
        keeping.forget(school_line(actor).slug)
    keeping.keep_fresh(actor)


@job("site.forget_emergency_list")
def forget_emergency_list(actor: Actor) -> None:
    """Delete the list of the day that is over."""
    _note_openings(actor)
    standing = keeping.about(school_line(actor).slug)
    if standing is None or standing.day != actor.today:
        keeping.forget(school_line(actor).slug)


@job("site.tell_staff")
def tell_staff_of_search(actor: Actor, search: str) -> None:
    """Tell by text or e-mail whoever is on call that a pupil is missing, or who answers for one who left the site."""
    tell_staff(actor, search=UUID(search))


def _note_openings(actor: Actor) -> None:
    """Write into the access log who opened the file while the database was away."""
    slug = school_line(actor).slug
    openings = keeping.take_openings(slug)
    if not openings:
        return
    names = {line.id: line.name for line in staff_of(actor)}
    for one in openings:
        who = replace(actor, user_id=one.user_id, name=names.get(one.user_id, ""), role="database away", now=one.at)
        log_access(who, what="emergency list", subject=f"school:{actor.school}")
    keeping.openings_noted(slug)
