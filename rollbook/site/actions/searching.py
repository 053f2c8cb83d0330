"""Reporting a pupil missing from a lesson, and each step of looking for them (REG-I).

No mark is touched: a pupil who was present at registration was present (REG-16).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.site.actions.moving import NO_PUPIL
from rollbook.site.events import LeftTheSite, PupilMissing, SearchEnded, SearchStepTaken
from rollbook.site.models import Search, SearchStep
from rollbook.site.queries.finding import in_my_care
from rollbook.site.queries.on_site import whereabouts_of
from rollbook.site.queries.searches import NO_SEARCH, place

_K = SearchStep.Kind
ENDS = frozenset({_K.FOUND, _K.STOOD_DOWN})
NEEDS_WORDS = {_K.SENT: "Write who is sent.", _K.SEARCHED: "Write which place was searched."}


@dataclass(frozen=True, slots=True)
class Reported:
    """The search that a report began, or joined where somebody had reported the pupil already."""

    search: uuid.UUID
    joined: bool


@action(Permission.REPORT_MISSING)
def report_missing(
    actor: Actor, *, search_id: uuid.UUID, pupil: str, lesson: str, last_seen: str = "", is_drill: bool = False
) -> Reported:
    """A pupil is not in the lesson: tell whoever watches, with what is known.

    A second report of the same pupil joins the first; the same `search_id` again changes nothing.
    """
    found = in_my_care(actor, pupil)
    if found is None:
        raise NotFound(NO_PUPIL)
    new = Search(school_id=actor.school, public_id=search_id, pupil_id=found.id, on=actor.today, lesson=lesson)
    new.reported_at, new.reported_by_name, new.is_drill = actor.now, actor.name, is_drill
    new.known = whereabouts_of(actor, found).why
    Search.objects.bulk_create([new], ignore_conflicts=True)
    rows = Search.objects.select_for_update().filter(school_id=actor.school, pupil_id=found.id)
    row = rows.filter(public_id=search_id).first() or rows.filter(ended_at=None).first()
    if row is None:
        raise NotFound(NO_SEARCH)
    told = f"{lesson}: {last_seen}" if last_seen else lesson
    if not _stepped(actor, row, _step_of(search_id), _K.REPORTED, told):
        record_nothing_changed()
    elif row.public_id == search_id:
        record(actor, PupilMissing(pupil, search_id, row.is_drill))
    else:
        record(actor, SearchStepTaken(pupil, row.public_id, row.is_drill, _K.REPORTED))
    return Reported(row.public_id, row.public_id != search_id)


@action(Permission.WATCH_MISSING, Permission.REPORT_MISSING)
def take_step(actor: Actor, *, search_id: uuid.UUID, step_id: uuid.UUID, kind: str, note: str = "") -> None:
    """Write down one step, stamped: who is sent or takes it, where was searched, the call, the end.

    Whoever may only report may say that the pupil is there after all; the rest is for who watches.
    That the pupil left the site is announced at once.
    """
    row = Search.objects.select_for_update().filter(school_id=actor.school, public_id=search_id).first()
    if row is None:
        raise NotFound(NO_SEARCH)
    step = SearchStep.Kind(kind)
    _check(actor, row, step, note, step_id)
    if not _stepped(actor, row, step_id, step, note):
        record_nothing_changed()
        return
    changed: dict[str, object] = {}
    if step is _K.TAKEN and row.taken_at is None:
        changed["taken_at"] = actor.now
    if step is _K.LEFT_SITE and row.left_site_at is None:
        changed["left_site_at"] = actor.now
    if step in ENDS:
        changed |= {"ended_at": actor.now, "outcome": step}
    if changed:
        Search.objects.filter(pk=row.pk).update(**changed)
    _tell(actor, row, step)


def _check(actor: Actor, row: Search, step: SearchStep.Kind, note: str, step_id: uuid.UUID) -> None:
    if not actor.may(Permission.WATCH_MISSING) and step not in ENDS:
        raise NotAllowed("Those who watch for missing pupils write this down. You can say that the pupil is there.")
    if row.ended_at is not None and not SearchStep.objects.filter(step_id=step_id).exists():
        raise Refused("This search has ended. If the pupil is missing again, report it anew.")
    if step in NEEDS_WORDS and not note:
        raise Refused(NEEDS_WORDS[step])


def _stepped(actor: Actor, row: Search, step_id: uuid.UUID, kind: str, note: str) -> bool:
    """Store the step and count it; false where it was stored before."""
    if SearchStep.objects.filter(step_id=step_id).exists():
        return False
    SearchStep.objects.create(
        school_id=row.school_id,
        search=row,
        step_id=step_id,
        kind=kind,
        at=actor.now,
        by_id=actor.user_id,
        by_name=actor.name,
        note=encrypt(note, place=place(step_id)) if note else b"",
    )
    Search.objects.filter(pk=row.pk).update(version=row.version + 1)
    return True


def _tell(actor: Actor, row: Search, step: SearchStep.Kind) -> None:
    pupil = public_ids_of(actor, [row.pupil_id])[row.pupil_id]
    if step in ENDS:
        minutes = int((actor.now - row.reported_at).total_seconds()) // 60
        record(actor, SearchEnded(pupil, row.public_id, row.is_drill, step, minutes))
    elif step is _K.LEFT_SITE:
        record(actor, LeftTheSite(pupil, row.public_id, row.is_drill))
    else:
        record(actor, SearchStepTaken(pupil, row.public_id, row.is_drill, step))


def _step_of(search_id: uuid.UUID) -> uuid.UUID:
    """The report's own step, so that a report sent twice is one."""
    return uuid.uuid5(search_id, "reported")
