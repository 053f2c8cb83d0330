"""The whole school closes suddenly: one act at 6:40 or at noon, and one to take it back (REG-H, REG-M, COD-18)."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.registers.actions.closures import WHOLE, Closing, close_for, reverse_closing
from rollbook.registers.actions.many import BatchOutcome
from rollbook.registers.actions.planning_many import Pattern, end_plans, plan_absences
from rollbook.registers.events import SchoolClosedSuddenly, SchoolReopened
from rollbook.registers.models import ContactStop, PlannedMark, RegisterSave
from rollbook.registers.queries.affected import affected
from rollbook.registers.queries.marks import marks_on
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.marking import EARLIEST_BEFORE_OPENING
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.sources import refuse
from rollbook.schools.actions.closures import add_closure, remove_closure
from rollbook.schools.queries import days_due, times_of, window_of

BASIS = "closure"
GIVES_WAY = frozenset({"N"})
AT_ONCE = 900
AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sudden:
    """What happened: the day, the sessions lost (the whole day, or the afternoon), and why in a few words."""

    on: date
    halves: tuple[Half, ...]
    reason: str

    @property
    def written(self) -> str:
        return "".join(str(int(half)) for half in self.halves)


@dataclass(frozen=True, slots=True)
class SuddenPreview:
    """What the closure would do: pupils on the register, and by session the marks that stay and that give way."""

    pupils: int
    stay: tuple[tuple[Half, str, int], ...]
    gives_way: tuple[tuple[Half, str, int], ...]
    begun: tuple[Half, ...]


def preview_sudden(actor: Actor, sudden: Sudden) -> SuddenPreview:
    """Look at it before it is done; nothing is stored."""
    _check(actor, sudden)
    stay: list[tuple[Half, str, int]] = []
    way: list[tuple[Half, str, int]] = []
    for half in sudden.halves:
        for code, n in sorted(Counter(m.code for m in marks_on(actor, sudden.on, half).values()).items()):
            (way if code in GIVES_WAY else stay).append((half, code, n))
    number = len(affected(actor, [sudden.on])[sudden.on])
    return SuddenPreview(number, tuple(stay), tuple(way), _begun(actor, sudden))


@action(Permission.AMEND_MARKS)
def close_suddenly(actor: Actor, *, save_id: uuid.UUID, sudden: Sudden) -> int:
    """Close the whole school: Y4 for everybody, in the calendar, and no family is asked why; how many pupils.

    A session still to come takes its Y4 when its register closes (REG-16); one that has begun takes it
    now where it is blank or N. What was marked before the school closed stays true. The same
    `save_id` again changes nothing.
    """
    if ContactStop.objects.filter(school_id=actor.school, save_id=save_id).exists():
        record_nothing_changed()
        return 0
    _check(actor, sudden)
    pupils = [public for _, public in affected(actor, [sudden.on])[sudden.on]]
    if not pupils:
        raise Refused("Nobody is on a register that day, so there is nobody to close it for.")
    made = _in_calendar(actor, sudden)
    _stop_contact(actor, save_id, sudden, made)
    record(actor, SchoolClosedSuddenly(save_id, sudden.on, sudden.written, len(pupils)))
    for n in range(0, len(pupils), AT_ONCE):
        plan_absences(
            actor,
            pupils=pupils[n : n + AT_ONCE],
            first=sudden.on,
            last=sudden.on,
            code=WHOLE,
            patterns=(Pattern(str(sudden.on.isoweekday()), sudden.written),),
            basis=BASIS,
        )
    _mark_what_has_begun(actor, save_id, sudden)
    return len(pupils)


@action(Permission.AMEND_MARKS)
def reopen(actor: Actor, *, stop: uuid.UUID, reason: str) -> None:
    """Take a sudden closure back in one step: calendar, plans and marks are as they were, families may be asked.

    A mark that somebody changed since stays as it is; all of it stays in the record.
    """
    row = ContactStop.objects.select_for_update().filter(school_id=actor.school, public_id=stop, lifted_at=None).first()
    if row is None:
        raise NotFound("There is no such closure, or it was taken back already.")
    if not reason.strip():
        raise Refused("Write why the closure is taken back; it is kept with every mark.", rule="REG-7")
    record(actor, SchoolReopened(row.save_id, row.on))
    _reverse_marks(actor, row.save_id, reason)
    _end_plans(actor, row.on)
    row.lifted_at, row.lifted_by_name = actor.now, actor.name
    row.save(update_fields=["lifted_at", "lifted_by_name"])
    if row.closure_made is not None:
        remove_closure(actor, closure_id=row.closure_made)


def _check(actor: Actor, sudden: Sudden) -> None:
    if not sudden.reason.strip():
        raise Refused("Write what happened, for example “snow”: it stands in the calendar and with every mark.")
    if sudden.halves not in ((Half.AM, Half.PM), (Half.PM,)):
        raise Refused("Choose whether the whole day is lost, or the afternoon only.")
    if not actor.today <= sudden.on <= actor.today + AHEAD:
        raise Refused(
            f"{in_words(sudden.on)} is not today or within a week. For a day that has passed, use the form for "
            "closures that have been; a closure planned ahead belongs in the calendar (#)."
        )
    if not days_due(actor, first=sudden.on, last=sudden.on).calendar.is_school_day(sudden.on):
        raise refuse("COD-18", f"The school is not due to meet on {in_words(sudden.on)}, so no session is lost.")
    other = ContactStop.objects.filter(school_id=actor.school, on=sudden.on, lifted_at=None).first()
    if other is not None:
        raise Refused(f"{in_words(sudden.on)} is closed already ({other.reason}, by {other.by_name}).")


def _in_calendar(actor: Actor, sudden: Sudden) -> int | None:
    """The calendar's own row, so that clocks and Today know; None where somebody entered it before."""
    if sudden.on in days_due(actor, first=sudden.on, last=sudden.on).unexpected:
        return None
    return add_closure(actor, kind="unplanned", first=sudden.on, last=sudden.on, name=sudden.reason[:100])


def _stop_contact(actor: Actor, save_id: uuid.UUID, sudden: Sudden, closure: int | None) -> None:
    _, made = ContactStop.objects.get_or_create(
        school_id=actor.school,
        on=sudden.on,
        lifted_at=None,
        defaults={
            "save_id": save_id,
            "halves": sudden.written,
            "reason": " ".join(sudden.reason.split())[:200],
            "closure_made": closure,
            "by_name": actor.name,
            "made_at": actor.now,
        },
    )
    if not made:
        raise Refused(f"Somebody has just closed {in_words(sudden.on)}. Load the page again.")


def _begun(actor: Actor, sudden: Sudden) -> tuple[Half, ...]:
    if sudden.on != actor.today:
        return ()
    rows = times_of(actor, sudden.on).rows
    windows = {half: window_of(rows, sudden.on, half) for half in sudden.halves}
    return tuple(h for h, w in windows.items() if w is not None and actor.now >= w.opens - EARLIEST_BEFORE_OPENING)


def _mark_what_has_begun(actor: Actor, save_id: uuid.UUID, sudden: Sudden) -> BatchOutcome | None:
    sessions = tuple(Session(sudden.on, half) for half in _begun(actor, sudden))
    if not sessions:
        return None
    closing = Closing(WHOLE, sessions, over=GIVES_WAY, reason=sudden.reason)
    return close_for(actor, save_id=_marks_of(save_id), closing=closing)


def _reverse_marks(actor: Actor, save_id: uuid.UUID, reason: str) -> None:
    saves = RegisterSave.objects.filter(school_id=actor.school, save_id=_marks_of(save_id))
    if saves.exists():
        reverse_closing(actor, save_id=_marks_of(save_id), reason=reason)


def _end_plans(actor: Actor, on: date) -> None:
    plans = PlannedMark.objects.filter(
        school_id=actor.school, first=on, last=on, code=WHOLE, basis=BASIS, ended_by=None
    )
    ids = list(plans.order_by("id").values_list("id", flat=True))
    for n in range(0, len(ids), AT_ONCE):
        end_plans(actor, plan_ids=ids[n : n + AT_ONCE])


def _marks_of(save_id: uuid.UUID) -> uuid.UUID:
    return uuid.uuid5(save_id, "marks")
