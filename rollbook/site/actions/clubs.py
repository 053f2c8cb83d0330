"""Setting clubs up, who goes to them, and their rolls.

A club is no session: a tick makes no mark, changes none, and reaches no family (REG-M). It says who is on site.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Q

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.identifying import ids_of, public_ids_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.site.actions.moving import NO_PUPIL, move
from rollbook.site.around_events import ClubEnded, ClubMade, ClubPlaceEnded, ClubPlaceGiven, ClubTicked
from rollbook.site.events import MovementTakenBack
from rollbook.site.models import Club, ClubPlace, ClubTick, Movement
from rollbook.site.queries.clubs import GONE, NO_CLUB, place_of, seeing_pupils
from rollbook.staff.queries import staff_of

_K = ClubTick.Kind
_DAYS = "0123456"


@dataclass(frozen=True, slots=True)
class ClubFacts:
    """What a club is: `weekdays` as numbers from 0, Monday; `leader_id` an account of this school, or nobody."""

    kind: str
    name: str
    weekdays: tuple[int, ...]
    starts: time
    ends: time
    first: date
    last: date | None = None
    place: str = ""
    leader_id: int | None = None


@action(Permission.RUN_FRONT_DESK)
def make_club(actor: Actor, *, club_id: uuid.UUID, facts: ClubFacts) -> None:
    """Begin a club; the same `club_id` again changes nothing."""
    if Club.objects.filter(public_id=club_id).exists():
        return record_nothing_changed()
    _check(facts)
    Club.objects.create(
        school_id=actor.school,
        public_id=club_id,
        kind=facts.kind,
        name=facts.name,
        weekdays="".join(day for day in _DAYS if int(day) in facts.weekdays),
        starts=facts.starts,
        ends=facts.ends,
        place=facts.place,
        leader_id=facts.leader_id,
        leader_name=_leader(actor, facts.leader_id),
        first=facts.first,
        last=facts.last,
    )
    return record(actor, ClubMade(club_id, facts.kind))


@action(Permission.RUN_FRONT_DESK)
def end_club(actor: Actor, *, club: uuid.UUID, last: date) -> None:
    """Say on which day a club is held for the last time; its places end with it."""
    row = _club(actor, club)
    if last < row.first:
        raise Refused(f"The club would end on {in_words(last)}, before it begins on {in_words(row.first)}.")
    if row.last == last:
        return record_nothing_changed()
    Club.objects.filter(pk=row.pk).update(last=last)
    return record(actor, ClubEnded(club, last))


@action(Permission.RUN_FRONT_DESK)
def give_club_place(
    actor: Actor,
    *,
    club: uuid.UUID,
    pupil: str,
    first: date,
    last: date | None = None,
    walks_home: bool = False,
) -> None:
    """Put a pupil on a club's roll from a day; for one who is on it, change how they may go home."""
    row = _club(actor, club)
    pupil_id = _pupil(actor, pupil)
    if last is not None and last < first:
        raise Refused(f"The place would end on {in_words(last)}, before it begins on {in_words(first)}.")
    held = ClubPlace.objects.filter(Q(last=None) | Q(last__gte=first), club_id=row.pk, pupil_id=pupil_id).first()
    if held is not None and (held.walks_home, held.last) == (walks_home, last):
        return record_nothing_changed()
    if held is not None:
        ClubPlace.objects.filter(pk=held.pk).update(walks_home=walks_home, last=last)
    else:
        ClubPlace.objects.create(
            school_id=actor.school, club=row, pupil_id=pupil_id, first=first, last=last, walks_home=walks_home
        )
    return record(actor, ClubPlaceGiven(pupil, club, walks_home))


@action(Permission.RUN_FRONT_DESK)
def end_club_place(actor: Actor, *, club: uuid.UUID, pupil: str) -> None:
    """Take a pupil off a club's roll from today; one who would only have begun today leaves no place behind."""
    row = _club(actor, club)
    held = ClubPlace.objects.filter(Q(last=None) | Q(last__gte=actor.today), club_id=row.pk)
    place = held.filter(pupil_id=_pupil(actor, pupil)).first()
    if place is None:
        return record_nothing_changed()
    if place.first >= actor.today:
        place.delete()
    else:
        ClubPlace.objects.filter(pk=place.pk).update(last=actor.today - timedelta(days=1))
    return record(actor, ClubPlaceEnded(pupil, club))


@action(Permission.TAKE_CLUB_ROLLS)
def tick_club(
    actor: Actor, *, club: uuid.UUID, pupil: str, tick_id: uuid.UUID, kind: str, collected_by: str = ""
) -> None:
    """Write down that a pupil is there, is not, was collected (by whom) or walked home; never a mark.

    The same `tick_id` again changes nothing. Who walks must be allowed to, and who is collected has
    to be named.
    """
    row, said = _led(actor, club), _K(kind)
    pupil_id = _pupil(seeing_pupils(actor), pupil)
    place = ClubPlace.objects.filter(
        Q(last=None) | Q(last__gte=actor.today), club_id=row.pk, pupil_id=pupil_id, first__lte=actor.today
    ).first()
    if place is None:
        raise NotFound("This pupil is not on the club's roll today.")
    if ClubTick.objects.filter(tick_id=tick_id).exists():
        return record_nothing_changed()
    _check_going(place, said, collected_by)
    _follow(actor, row, pupil_id, tick_id, said, collected_by)
    ClubTick.objects.create(
        school_id=actor.school,
        club=row,
        pupil_id=pupil_id,
        tick_id=tick_id,
        on=actor.today,
        kind=said,
        at=actor.now,
        by_id=actor.user_id,
        by_name=actor.name,
        collected_by=encrypt(collected_by, place=place_of(tick_id)) if collected_by else b"",
    )
    return record(actor, ClubTicked(pupil, club, said))


def _check(facts: ClubFacts) -> None:
    if facts.ends <= facts.starts:
        raise Refused("The club ends before it begins. Enter its hours again.")
    if not facts.weekdays or not {str(day) for day in facts.weekdays} <= set(_DAYS):
        raise Refused("Choose at least one day of the week.")
    if facts.last is not None and facts.last < facts.first:
        raise Refused(f"The club would end on {in_words(facts.last)}, before it begins on {in_words(facts.first)}.")


def _check_going(place: ClubPlace, said: ClubTick.Kind, collected_by: str) -> None:
    if said is _K.COLLECTED and not collected_by:
        raise Refused("Write who collected the pupil.")
    if said is _K.WALKED and not place.walks_home:
        raise Refused("This pupil may not walk home alone. Write who collected them, or ask the office.")


def _follow(actor: Actor, row: Club, pupil_id: int, tick_id: uuid.UUID, said: ClubTick.Kind, collected_by: str) -> None:
    """Who goes home from a club leaves the building: a movement like any other; taken back with the tick."""
    today = Movement.objects.filter(school_id=actor.school, pupil_id=pupil_id, on=actor.today, taken_back_at=None)
    last = today.order_by("-at", "-id").first()
    out = last is not None and last.kind == Movement.Kind.LEFT
    if said in GONE and not out:
        (pupil,) = pupil_lines(seeing_pupils(actor), [pupil_id], actor.today)
        left = uuid.uuid5(tick_id, "left")
        move(actor, pupil, left, Movement.Kind.LEFT, actor.now, source="club", collected_by=collected_by)
    if said not in GONE and out and last is not None and last.source == "club":
        Movement.objects.filter(pk=last.pk).update(taken_back_at=actor.now, taken_back_by_name=actor.name)
        public = public_ids_of(actor, [pupil_id])[pupil_id]
        record(actor, MovementTakenBack(public, last.public_id))


def _leader(actor: Actor, leader_id: int | None) -> str:
    if leader_id is None:
        return ""
    name = next((line.name for line in staff_of(actor) if line.id == leader_id), None)
    if name is None:
        raise NotFound("There is no such member of staff in this school.")
    return name


def _club(actor: Actor, club: uuid.UUID) -> Club:
    row = Club.objects.filter(school_id=actor.school, public_id=club).first()
    if row is None:
        raise NotFound(NO_CLUB)
    return row


def _led(actor: Actor, club: uuid.UUID) -> Club:
    row = _club(actor, club)
    if not actor.may(Permission.RUN_FRONT_DESK) and row.leader_id != actor.user_id:
        raise NotFound(NO_CLUB)
    return row


def _pupil(actor: Actor, pupil: str) -> int:
    found = pupil_lines(actor, tuple(ids_of(actor, [pupil]).values()), actor.today)
    if not found:
        raise NotFound(NO_PUPIL)
    return found[0].id
