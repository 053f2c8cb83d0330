"""Which pupils, and which groups' registers, a person may know of.

A person with only their own pupils sees those of the groups whose register they take today; a head of year
also those of the year.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, Q, QuerySet

from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.models import Group, GroupMembership, GroupStaff
from rollbook.pupils.queries.joins import covers
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound

NO_PUPIL = "There is no such pupil in this school, or none that you may see."
NO_GROUP = "There is no such group in this school, or you do not take its register."


def seen(actor: Actor, prefix: str = "") -> Q:
    """The pupils whose page this person may open; nobody's without a permission to see pupils.

    Who reads the record (an auditor) knows every pupil; what of them is shown each page decides (REG-11).
    """
    here = Q(**{f"{prefix}school_id": actor.school})
    if sees_everybody(actor):
        return here
    if not actor.may(Permission.SEE_OWN_PUPILS):
        return here & Q(**{f"{prefix}id__in": ()})
    groups = taken_by(actor, actor.today)
    theirs = Q(group_id__in=groups.values("group_id")) | _of_their_years(actor, "group__")
    own = GroupMembership.objects.filter(covers(actor.today), theirs, school_id=actor.school)
    return here & Q(**{f"{prefix}id__in": own.values("pupil_id")})


def sees_everybody(actor: Actor) -> bool:
    """Whether `seen` is every pupil of the school: for statements that are written once for these people."""
    return actor.may(Permission.SEE_ALL_PUPILS) or actor.may(Permission.SEE_RECORD)


def names_everybody(actor: Actor) -> bool:
    """Whether this person may read the name of every pupil of the school in a list."""
    return any(actor.may(p) for p in (Permission.TAKE_ANY_REGISTER, Permission.SEE_RECORD, Permission.SEE_ALL_PUPILS))


def named(actor: Actor, prefix: str = "") -> Q:
    """The pupils whose name this person may read in a list: also any, for who takes or reads any register."""
    if names_everybody(actor):
        return Q(**{f"{prefix}school_id": actor.school})
    return seen(actor, prefix)


def taken_by(actor: Actor, on: date) -> QuerySet[GroupStaff]:
    """The rows that say which groups this person takes on a day, as tutor, teacher or cover."""
    return _theirs(actor).filter(covers(on))


def may_take(actor: Actor, group_id: int, on: date) -> bool:
    """Whether this person may take that group's register of a day: one statement."""
    if actor.may(Permission.TAKE_ANY_REGISTER):
        return is_group(actor, group_id)
    if actor.may(Permission.TAKE_OWN_REGISTERS):
        return _TAKEN.any(school=actor.school, user=actor.user_id or 0, on=on, group=group_id)
    return False


def is_group(actor: Actor, group_id: int) -> bool:
    """Whether the school still has this group, of whatever day: one statement."""
    return _GROUP.any(group=group_id, school=actor.school)


def require_roster(actor: Actor, group_id: int, on: date) -> None:
    """Refuse the roster of a group that this person neither sees whole nor takes (that day or today)."""
    if any(actor.may(p) for p in (Permission.SEE_ALL_PUPILS, Permission.TAKE_ANY_REGISTER, Permission.SEE_RECORD)):
        known = is_group(actor, group_id)
    elif actor.may(Permission.SEE_OWN_PUPILS) or actor.may(Permission.TAKE_OWN_REGISTERS):
        asked = {"school": actor.school, "user": actor.user_id or 0, "group": group_id}
        known = _TAKEN_THEN_OR_TODAY.any(**asked, on=on, today=actor.today)
        known = known or _is_of_their_years(actor, group_id)
    else:
        known = False
    if not known:
        raise NotFound(NO_GROUP)


def _of_their_years(actor: Actor, prefix: str) -> Q:
    """Year and registration groups of the years that this person heads; none for anybody else."""
    kinds = (Group.Kind.YEAR, Group.Kind.REGISTRATION)
    return Q(**{f"{prefix}nc_year__in": tuple(sorted(actor.nc_years)), f"{prefix}kind__in": kinds})


def _is_of_their_years(actor: Actor, group_id: int) -> bool:
    """Whether a group, a teaching group too, is of a year that this person heads."""
    if not actor.nc_years or not actor.may(Permission.SEE_OWN_PUPILS):
        return False
    return Group.objects.filter(pk=group_id, school_id=actor.school, nc_year__in=actor.nc_years).exists()


def _theirs(actor: Actor) -> QuerySet[GroupStaff]:
    return GroupStaff.objects.filter(school_id=actor.school, user_id=actor.user_id or 0)


def _taking() -> QuerySet[GroupStaff]:
    """The rows that say that a person takes a group, with places for who and which."""
    return GroupStaff.objects.filter(school_id=given("school"), user_id=given("user"), group_id=given("group"))


_GROUP = Prepared(lambda: Group.objects.filter(pk=given("group"), school_id=given("school")).values_list("pk"))
_TAKEN = Prepared(lambda: _taking().filter(covers(given("on", "day"))).values_list("pk"))
_TAKEN_THEN_OR_TODAY = Prepared(
    lambda: _taking().filter(covers(given("on", "day")) | covers(given("today", "day"))).values_list("pk")
)


def taken(school: int, user: int, group_id: int, on: date) -> Q:
    """That somebody takes a group's register of a day, as a condition in the caller's own statement."""
    rows = GroupStaff.objects.filter(covers(on), school_id=school, user_id=user, group_id=group_id)
    return Q(Exists(rows))
