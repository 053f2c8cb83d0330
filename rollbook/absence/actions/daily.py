"""Announcing the daily lists: when, by the school's own policy, and to whoever may read a list at that moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings
from django.urls import reverse

from rollbook.absence.events.daily import DailyListsAnnounced, DailyPolicySet
from rollbook.absence.models import DailyPolicy, DailySending
from rollbook.absence.queries.daily import announced_on, daily_list, daily_policy_on
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.actions.colleagues import StaffNote, write_to_staff
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.daily_lists import DAILY_LISTS, DailyList
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.schools.queries import is_school_day, school_line
from rollbook.staff.queries import StaffMember, as_they_would, staff_members

PURPOSE = "daily-list"
LAST = 18 * 60


@action(Permission.SET_UP_SCHOOL)
def set_daily_policy(actor: Actor, *, from_day: date, times: Mapping[str, int]) -> int:
    """From a day on, say at which time which list is announced to its readers; gives the version.

    `times` are minutes after midnight by the key of the list; a list left out is not announced.
    """
    if from_day < actor.today:
        raise Refused(f"A policy cannot begin on {in_words(from_day)}, which is over. It may begin today.")
    for key, at in times.items():
        if key not in DAILY_LISTS:
            raise Refused("There is no such daily list. Open the page again.")
        if not 0 <= at <= LAST:
            raise Refused(f"“{DAILY_LISTS[key].title}” is announced between 0:00 and 18:00.")
    latest = DailyPolicy.objects.filter(school_id=actor.school).order_by("-version").first()
    version = latest.version + 1 if latest else 1
    DailyPolicy.objects.create(
        school_id=actor.school, version=version, valid_from=from_day, times=dict(times), by_name=actor.name
    )
    record(actor, DailyPolicySet(version, from_day))
    return version


@action()
def announce_daily_lists(actor: Actor) -> int:
    """Announce every list whose time has come today, once each; gives how many readers were written to.

    To whoever holds a role for it at this moment and may read it: somebody whose role has ended is
    told nothing. The e-mail holds a count and where the list stands, and no name.
    """
    due = _due(actor)
    if not due:
        record_nothing_changed()
        return 0
    members = [member for member in staff_members(actor) if member.is_active]
    notes = [note for one in due for note in _notes(actor, one, members)]
    written = write_to_staff(actor, notes=notes, purpose=PURPOSE) if notes else ()
    for one in due:
        DailySending.objects.create(
            school_id=actor.school,
            on=actor.today,
            list=one.key,
            at=actor.now,
            readers=sum(bool(done.message) for note, done in zip(notes, written, strict=True) if _is_of(note, one)),
        )
    sent = sum(bool(done.message) for done in written)
    record(actor, DailyListsAnnounced(actor.today, tuple(one.key for one in due), sent))
    return sent


def _due(actor: Actor) -> list[DailyList]:
    if not is_school_day(actor, actor.today):
        return []
    local = actor.now.astimezone(LONDON)
    minutes = local.hour * 60 + local.minute
    there = announced_on(actor, actor.today)
    times = daily_policy_on(actor, actor.today)
    return [DAILY_LISTS[key] for key, at in times.items() if at <= minutes and key in DAILY_LISTS and key not in there]


def _notes(actor: Actor, one: DailyList, members: Iterable[StaffMember]) -> list[StaffNote]:
    readers = [reader for member in members if (reader := _reader(actor, one, member))]
    return [_note(actor, one, reader) for reader in readers]


def _reader(actor: Actor, one: DailyList, member: StaffMember) -> Actor | None:
    """The member of staff as they would open the list themselves at this moment; None for who may not."""
    roles = frozenset(line.role for line in member.now)
    if not roles & one.readers:
        return None
    reader = as_they_would(actor, member)
    return reader if one.may_be_read_with(reader.permissions, reader.nc_years) else None


def _note(actor: Actor, one: DailyList, reader: Actor) -> StaffNote:
    number = len(daily_list(reader, one.key))
    says = f"{number} {'pupil is' if number == 1 else 'pupils are'} not in" if number else "everybody is in"
    words = f"{one.title}: {says}, {in_words(actor.today)}.\nNames are not sent by e-mail. {_where(actor, one)}"
    return StaffNote(reader.user_id or 0, "email", f"{one.title}: {number}", words, _slot(one, actor.today))


def _where(actor: Actor, one: DailyList) -> str:
    """The address of the list, where the installation was told its own."""
    origin = next(iter(settings.CSRF_TRUSTED_ORIGINS), "")
    if not origin:
        return "Sign in to Rollbook and open Absence, Daily lists."
    return f"Open it: {origin}{reverse('absence:daily', kwargs={'school': school_line(actor).slug, 'key': one.key})}"


def _slot(one: DailyList, on: date) -> str:
    return f"daily:{one.key}:{on.isoformat()}"


def _is_of(note: StaffNote, one: DailyList) -> bool:
    return note.slot.startswith(f"daily:{one.key}:")
