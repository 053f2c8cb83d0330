"""Making and revoking kiosks, and a pupil signing in at one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.at_the_door import AtTheDoor, by_admission_number, by_surname_and_birthday
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.site.actions.moving import move
from rollbook.site.events import KioskMade, KioskMissed, KioskRevoked
from rollbook.site.models import Kiosk, Movement
from rollbook.site.queries.kiosks import WAIT, must_wait

NOBODY = "We could not find you. Check what you typed, or ask at reception."
TOO_MANY = "Too many tries. Please go to reception."
CHOSEN = ("", "transport", "overslept", "medical", "other")


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a kiosk answers: a forename and nothing more; `again` when the pupil was signed in already.

    `choose` holds forenames where several pupils answer to what was typed (twins), and nobody was
    signed in.
    """

    forename: str = ""
    again: bool = False
    choose: tuple[str, ...] = ()


@action(Permission.SET_UP_SCHOOL)
def make_kiosk(actor: Actor, *, name: str) -> uuid.UUID:
    """Give a device at the door an address of its own."""
    made = Kiosk.objects.create(school_id=actor.school, name=name, made_at=actor.now, made_by_name=actor.name)
    record(actor, KioskMade(made.public_id))
    return made.public_id


@action(Permission.SET_UP_SCHOOL)
def revoke_kiosk(actor: Actor, *, kiosk: uuid.UUID) -> None:
    """Make a device's address useless, at once and for good."""
    row = Kiosk.objects.select_for_update().filter(school_id=actor.school, public_id=kiosk).first()
    if row is None:
        raise NotFound("There is no such kiosk in this school.")
    if row.revoked_at is not None:
        record_nothing_changed()
        return
    Kiosk.objects.filter(pk=row.pk).update(revoked_at=actor.now, revoked_by_name=actor.name)
    record(actor, KioskRevoked(kiosk))


@action(Permission.SIGN_IN_AT_KIOSK)
def sign_in_at_kiosk(
    actor: Actor,
    *,
    kiosk: uuid.UUID,
    movement_id: uuid.UUID,
    number: str = "",
    letters: str = "",
    day: int = 0,
    month: int = 0,
    forename: str = "",
    reason: str = "",
) -> Greeting | None:
    """Sign in the one pupil who answers to a number, or to a surname's beginning and a birthday; None for nobody.

    A try that finds nobody is counted, and after eight the device waits five minutes.
    """
    row = Kiosk.objects.select_for_update().filter(school_id=actor.school, public_id=kiosk, revoked_at=None).first()
    if row is None:
        raise NotFound("This kiosk is not in use any more.")
    if must_wait(row.failed, row.failed_since, actor.now):
        raise Refused(TOO_MANY)
    if number:
        found = by_admission_number(actor, number)
    else:
        found = by_surname_and_birthday(actor, letters, day=day, month=month)
    if forename:
        found = tuple(p for p in found if p.forename == forename)
    if not found:
        _missed(actor, row)
        return None
    if len(found) > 1:
        record_nothing_changed()
        return Greeting(choose=tuple(dict.fromkeys(p.forename for p in found)))
    return _signed_in(actor, found[0], movement_id, reason if reason in CHOSEN else "")


def _signed_in(actor: Actor, who: AtTheDoor, movement_id: uuid.UUID, reason: str) -> Greeting:
    seeing = replace(actor, permissions=frozenset({Permission.SEE_ALL_PUPILS, Permission.SIGN_IN_AT_KIOSK}))
    (pupil,) = pupil_lines(seeing, tuple(ids_of(actor, [who.public_id]).values()), actor.today)
    today = Movement.objects.filter(school_id=actor.school, pupil_id=pupil.id, on=actor.today, taken_back_at=None)
    last = today.order_by("-at", "-id").first()
    if last is not None and last.kind != Movement.Kind.LEFT:
        record_nothing_changed()
        return Greeting(who.forename, again=True)
    kind = Movement.Kind.ARRIVED if last is None else Movement.Kind.RETURNED
    move(actor, pupil, movement_id, kind, actor.now, reason=reason, source="kiosk")
    return Greeting(who.forename)


def _missed(actor: Actor, row: Kiosk) -> None:
    fresh = row.failed_since is None or actor.now >= row.failed_since + WAIT
    failed = 1 if fresh else row.failed + 1
    since = actor.now if fresh else row.failed_since
    Kiosk.objects.filter(pk=row.pk).update(failed=failed, failed_since=since)
    record(actor, KioskMissed(row.public_id, failed))
