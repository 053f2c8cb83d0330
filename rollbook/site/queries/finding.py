"""Whom a person may check in to a room or send there, by two letters of a name or a scanned number (REG-C)."""

from __future__ import annotations

from uuid import UUID

from rollbook.pupils.queries import PupilFilters, PupilLine, pupil_lines, pupils_list
from rollbook.pupils.queries.at_the_door import by_admission_number
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.members import members_of
from rollbook.pupils.queries.seeing import NO_PUPIL
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.site.queries.rooms import on_my_roll, seeing_everybody
from rollbook.timetable.queries import lessons_on

FEWEST, MOST = 2, 8


def scanned(actor: Actor, text: str) -> PupilLine | None:
    """The one pupil with exactly this admission number, as a card's code holds it: at most three statements."""
    found = by_admission_number(actor, text.strip())
    if len(found) != 1:
        return None
    keys = ids_of(actor, [found[0].public_id]).values()
    lines = pupil_lines(seeing_everybody(actor), tuple(keys), actor.today)
    return lines[0] if lines else None


def for_the_roll(actor: Actor, typed: str) -> tuple[PupilLine, ...]:
    """Pupils on roll whose name begins so, for who runs a room's roll: whoever comes is checked in."""
    if len(typed) < FEWEST:
        return ()
    return pupils_list(seeing_everybody(actor), PupilFilters(name=typed), size=MOST).pupils


def to_send(actor: Actor, typed: str) -> tuple[PupilLine, ...]:
    """Those of them whom this person may send: their own pupils, and everybody in the lessons they take today."""
    if len(typed) < FEWEST:
        return ()
    if actor.may(Permission.SEE_ALL_PUPILS):
        return for_the_roll(actor, typed)
    own = pupils_list(actor, PupilFilters(name=typed), size=MOST).pupils
    taught = _taught(actor)
    begins = typed.casefold()
    lines = pupil_lines(seeing_everybody(actor), taught, actor.today)
    also = [p for p in lines if any(n.casefold().startswith(begins) for n in (p.surname, p.forename, p.name))]
    return tuple({p.id: p for p in (*own, *also)}.values())[:MOST]


def pupil_to_send(actor: Actor, public_id: UUID) -> PupilLine:
    """A pupil whom this person may send to a room, or NotFound: at most five statements."""
    keys = tuple(ids_of(actor, [str(public_id)]).values())
    found = pupil_lines(seeing_everybody(actor), keys, actor.today)
    if not found or not may_send(actor, found[0]):
        raise NotFound(NO_PUPIL)
    return found[0]


def in_my_care(actor: Actor, public_id: str) -> PupilLine | None:
    """A pupil whom this person sees, teaches today, or expects in a room that they run: at most nine statements."""
    found = pupil_lines(seeing_everybody(actor), tuple(ids_of(actor, [public_id]).values()), actor.today)
    if not found:
        return None
    return found[0] if may_send(actor, found[0]) or on_my_roll(actor, found[0].id) else None


def may_send(actor: Actor, pupil: PupilLine) -> bool:
    """Whether this person may send that pupil to a room: at most four statements."""
    if actor.may(Permission.SEE_ALL_PUPILS) or pupil_lines(actor, [pupil.id], actor.today):
        return True
    return pupil.id in _taught(actor)


def _taught(actor: Actor) -> set[int]:
    groups = {lesson.group_id for lesson in lessons_on(actor, actor.today, teacher=actor.user_id or 0)}
    return {pupil for pupils in members_of(actor, groups, actor.today).values() for pupil in pupils}
