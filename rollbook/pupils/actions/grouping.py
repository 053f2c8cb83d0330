"""Groups of a school year and who takes their registers, from a day to a day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.pupils.events import GroupChanged, GroupCreated, GroupStaffEnded, GroupStaffSet
from rollbook.pupils.models import Group, GroupStaff
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import sites
from rollbook.staff.queries import staff_members

_YEAR_GROUPS = frozenset({"", "E1", "E2", "N1", "N2", "R", *(str(n) for n in range(1, 15))})


@action(Permission.SET_UP_SCHOOL)
def create_group(
    actor: Actor,
    *,
    kind: str,
    name: str,
    nc_year: str = "",
    year: int | None = None,
    room: str = "",
    site_id: int | None = None,
) -> UUID:
    """Make a group of a school year (this one, unless said; 2026 = 2026/27); gives its public id."""
    if kind not in Group.Kind.values:
        raise Refused("Choose what kind of group it is.")
    name, nc_year, room = _checked(actor, name, nc_year, room, site_id)
    year = year if year is not None else year_of(actor.today)
    _check_name(actor, kind, year, name, apart_from=0)
    group = Group.objects.create(
        school_id=actor.school, kind=kind, year=year, name=name, nc_year=nc_year, room=room, site_id=site_id
    )
    record(actor, GroupCreated(group.public_id, kind))
    return group.public_id


@action(Permission.SET_UP_SCHOOL)
def change_group(
    actor: Actor, *, group: UUID, name: str, nc_year: str = "", room: str = "", site_id: int | None = None
) -> None:
    """Correct a group's name, year group, room or site; who is in it stays."""
    row = _group(actor, group)
    name, nc_year, room = _checked(actor, name, nc_year, room, site_id)
    if (row.name, row.nc_year, row.room, row.site_id) == (name, nc_year, room, site_id):
        return record_nothing_changed()
    _check_name(actor, row.kind, row.year, name, apart_from=row.pk)
    row.name, row.nc_year, row.room, row.site_id = name, nc_year, room, site_id
    row.save()
    return record(actor, GroupChanged(group))


@action(Permission.SET_UP_SCHOOL)
def set_group_staff(
    actor: Actor, *, group: UUID, user_id: int, part: str, first: date, last: date | None = None
) -> int:
    """Say who takes a group's register as tutor, teacher or cover, from a day to a day; gives the row's id."""
    row = _group(actor, group)
    if part not in GroupStaff.Part.values:
        raise Refused("Choose whether they are its tutor, its teacher or cover.")
    if last is not None and last < first:
        raise Refused(f"It would end on {in_words(last)}, before it begins on {in_words(first)}.")
    member = next((m for m in staff_members(actor) if m.id == user_id and (m.now or m.later)), None)
    if member is None:
        raise NotFound("There is no such member of staff in this school.")
    _check_not_set(row, user_id, part, first, last, member.name)
    staff = GroupStaff.objects.create(
        school_id=actor.school, group=row, user_id=user_id, part=part, first=first, last=last
    )
    record(actor, GroupStaffSet(group, user_id, part, first))
    return staff.pk


@action(Permission.SET_UP_SCHOOL)
def end_group_staff(actor: Actor, *, group: UUID, staff_id: int, last: date | None = None) -> None:
    """End somebody's part in a group after a last day; with none said, from today on they have it no more."""
    found = GroupStaff.objects.filter(pk=staff_id, group=_group(actor, group), school_id=actor.school).first()
    if found is None:
        raise NotFound("Nobody has that part in this group.")
    last = last if last is not None else actor.today - timedelta(days=1)
    if found.last is not None and found.last <= last:
        raise Refused(f"This already ends on {in_words(found.last)}.")
    if last < found.first:
        found.delete()
    else:
        found.last = last
        found.save(update_fields=["last"])
    record(actor, GroupStaffEnded(group, found.user_id, found.part, last))


def _group(actor: Actor, group: UUID) -> Group:
    row = Group.objects.select_for_update().filter(public_id=group, school_id=actor.school).first()
    if row is None:
        raise NotFound("There is no such group in this school.")
    return row


def _checked(actor: Actor, name: str, nc_year: str, room: str, site_id: int | None) -> tuple[str, str, str]:
    name, nc_year, room = " ".join(name.split()), nc_year.strip().upper(), " ".join(room.split())
    if not name or len(name) > 50:
        raise Refused("Give the group a name of up to 50 letters, for example 9A.")
    if nc_year not in _YEAR_GROUPS:
        raise Refused(f"“{nc_year}” is not a year group. Write E1, E2, N1, N2, R or 1 to 14, or leave it empty.")
    if len(room) > 50:
        raise Refused("The room has at most 50 letters.")
    if site_id is not None and all(site.id != site_id for site in sites(actor)):
        raise NotFound("There is no such site in this school.")
    return name, nc_year, room


def _check_name(actor: Actor, kind: str, year: int, name: str, *, apart_from: int) -> None:
    same = Group.objects.filter(school_id=actor.school, kind=kind, year=year, name__iexact=name)
    if same.exclude(pk=apart_from).exists():
        what = Group.Kind(kind).label.lower()
        raise Refused(f"There already is a {what} called “{name}” in {year}/{(year + 1) % 100:02}.")


def _check_not_set(row: Group, user_id: int, part: str, first: date, last: date | None, name: str) -> None:
    over = row.staff.filter(Q(last__isnull=True) | Q(last__gte=first), user_id=user_id, part=part)
    if last is not None:
        over = over.filter(first__lte=last)
    if over.exists():
        raise Refused(f"{name} already has that part in {row.name} in those days.")
