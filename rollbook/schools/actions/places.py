"""Trusts, schools and sites: what exists before anything else can be set up."""

from __future__ import annotations

import re
from datetime import timedelta

from rollbook.audit.actions import action, record
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.schools.events import SchoolCreated, SiteAdded, TrustCreated
from rollbook.schools.models import School, Site, Trust

_OLDEST = 25


@action(Permission.SET_UP_SCHOOL)
def create_trust(actor: Actor, *, name: str, slug: str) -> int:
    """Make a trust, whose schools are then created in it; gives its id."""
    _only_rollbook(actor)
    _check_slug(slug)
    if Trust.objects.filter(slug=slug).exists():
        raise Refused(f"The short name “{slug}” is taken by another trust.")
    trust = Trust.objects.create(name=_named(name), slug=slug)
    record(actor, TrustCreated(trust.pk))
    return trust.pk


@action(Permission.SET_UP_SCHOOL)
def create_school(
    actor: Actor,
    *,
    name: str,
    slug: str,
    la_number: str,
    establishment_number: str,
    urn: str,
    phase: str,
    lowest_age: int,
    highest_age: int,
    trust_id: int | None = None,
    takes_boarders: bool = False,
    practice_shift: timedelta | None = None,
) -> int:
    """Make a school by the numbers under which the authorities know it; gives its id.

    `phase` is one of NS, PS, MP, SS, SP, PR, AT; ages are in years. `practice_shift` makes it a
    training school: its clock is that far from the real one.
    """
    _only_rollbook(actor)
    name = _named(name)
    _check_slug(slug)
    _check_numbers(la_number, establishment_number, urn)
    if phase not in School.Phase.values:
        raise Refused(f"“{phase}” is not a phase. Choose one of {', '.join(School.Phase.values)}.")
    if not 0 <= lowest_age <= highest_age <= _OLDEST:
        raise Refused(f"The age range {lowest_age} to {highest_age} cannot be right. The lowest age comes first.")
    _check_new(slug, la_number, establishment_number, urn)
    school = School.objects.create(
        name=name,
        slug=slug,
        la_number=la_number,
        establishment_number=establishment_number,
        urn=urn,
        phase=phase,
        lowest_age=lowest_age,
        highest_age=highest_age,
        trust_id=trust_id,
        takes_boarders=takes_boarders,
        practice_shift=practice_shift,
    )
    record(actor, SchoolCreated(school.pk))
    return school.pk


@action(Permission.SET_UP_SCHOOL)
def add_site(actor: Actor, *, name: str, address: str = "") -> int:
    """Add a place where the school teaches; gives its id."""
    name = _named(name)
    if len(name) > 100:
        raise Refused("The name of a site has at most 100 letters.")
    if Site.objects.filter(school_id=actor.school, name__iexact=name).exists():
        raise Refused(f"There already is a site called “{name}”.")
    site = Site.objects.create(school_id=actor.school, name=name, address=address.strip())
    record(actor, SiteAdded(site.pk))
    return site.pk


def _only_rollbook(actor: Actor) -> None:
    """Schools and trusts are made from the command line, by nobody who acts for one of them."""
    if actor.school_id is not None:
        raise NotAllowed("Schools and trusts are created from the command line, not from within a school.")


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("Give it a name.")
    if len(name) > 200:
        raise Refused("The name has at most 200 letters.")
    return name


def _check_slug(slug: str) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > 50:
        raise Refused(f"“{slug}” cannot stand in an address. Use small letters, figures and hyphens, up to 50.")


def _check_numbers(la_number: str, establishment_number: str, urn: str) -> None:
    for number, length, what in (
        (la_number, 3, "local-authority number"),
        (establishment_number, 4, "establishment number"),
        (urn, 6, "URN"),
    ):
        if not re.fullmatch(rf"[0-9]{{{length}}}", number):
            raise Refused(f"The {what} has {length} figures; “{number}” has not.")


def _check_new(slug: str, la_number: str, establishment_number: str, urn: str) -> None:
    if School.objects.filter(slug=slug).exists():
        raise Refused(f"The short name “{slug}” is taken by another school.")
    if School.objects.filter(urn=urn).exists():
        raise Refused(f"The URN {urn} belongs to another school here.")
    if School.objects.filter(la_number=la_number, establishment_number=establishment_number).exists():
        raise Refused(f"The number {la_number}/{establishment_number} belongs to another school here.")
