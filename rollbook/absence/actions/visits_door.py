"""What was found at a door: stored once, whatever the network does, and what follows from it (ABS-E, VIS-1)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from rollbook.absence.actions.visits import keep_visit
from rollbook.absence.events.visits import DoorAnswered, DoorNoted
from rollbook.absence.models import Doorstep, DoorstepChild, HomeVisit, VisitPupil
from rollbook.absence.queries.visit_words import NO_VISIT, place_of
from rollbook.absence.words import wall_clock
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import decrypt, encrypt
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.home_visits import AtTheDoor, NextStep, Seen, Urgency, Who, check
from rollbook.rules.refused import NotFound, Refused
from rollbook.work.actions import make_task

AHEAD = timedelta(minutes=5)
TASKS: Mapping[NextStep, str] = {
    NextStep.RING: "Ring the family after the home visit.",
    NextStep.MEET: "Invite the family to school after the home visit.",
    NextStep.POLICE: "Ask the police for a welfare check after the home visit, and keep the log number.",
}
ONLY_CHILDREN = "Only children were at home on a visit. Look at what the visitors found, now."
FOR_DSL = "The visitors ask you to look at what they found at a home, now."


@action(Permission.MAKE_VISITS, Permission.PLAN_VISITS)
def answer_door(
    actor: Actor, *, answer_id: uuid.UUID, visit: uuid.UUID, found: AtTheDoor, taken_at: datetime, note: str = ""
) -> bool:
    """Store what was found at the door; False where this very answer is stored already.

    By one of the two who were sent, or by whoever plans visits. A second answer with another id is
    kept beside the first, and the later one stands. `note` is encrypted. Refused by VIS-1.
    """
    row = _visit(actor, visit)
    if Doorstep.objects.filter(school_id=actor.school, answer_id=answer_id).exists():
        record_nothing_changed()
        return False
    check(found)
    pupils = list(VisitPupil.objects.filter(visit=row).order_by("pupil_id").values_list("pupil_id", flat=True))
    if {pupil for pupil, _ in found.children} != set(pupils):
        raise Refused("Say of every child of this visit whether it was seen.")
    door = Doorstep.objects.create(
        school_id=actor.school,
        visit=row,
        answer_id=answer_id,
        who=found.who,
        inside=found.inside,
        card_left=found.card_left,
        next_step=found.next_step,
        taken_at=min(taken_at, actor.now + AHEAD),
        at=actor.now,
        by_id=actor.user_id,
        by_name=actor.name,
        note=encrypt(note.strip(), place=place_of(answer_id, "note")) if note.strip() else b"",
    )
    DoorstepChild.objects.bulk_create(
        [
            DoorstepChild(
                school_id=actor.school,
                doorstep=door,
                pupil_id=pupil,
                seen=seen is not Seen.NO,
                alone=seen is Seen.ALONE,
            )
            for pupil, seen in found.children
        ]
    )
    if row.done_at is None:
        row.done_at = actor.now
        row.save(update_fields=["done_at"])
    seen = sum(one is not Seen.NO for _, one in found.children)
    record(actor, DoorAnswered(visit, answer_id, found.who, found.inside, seen, found.next_step))
    _follow_up(actor, answer_id, found, pupils)
    return True


@action(Permission.MAKE_VISITS, Permission.PLAN_VISITS)
def note_at_door(actor: Actor, *, visit: uuid.UUID, note: str) -> None:
    """Add to the answer that stands what its codes cannot say; earlier words stay, and who wrote what is told."""
    row = _visit(actor, visit)
    door = Doorstep.objects.select_for_update().filter(visit=row).order_by("-at", "-id").first()
    if door is None:
        raise Refused("Say first what was found at the door; then write what else was said or seen.")
    if not note.strip():
        raise Refused("Write what else was said or seen, in at most 1,000 characters.")
    place = place_of(door.answer_id, "note")
    before = f"{decrypt(door.note, place=place)}\n" if door.note else ""
    door.note = encrypt(f"{before}{note.strip()} ({actor.name}, {wall_clock(actor.now)})", place=place)
    door.save(update_fields=["note"])
    record(actor, DoorNoted(visit))


def _visit(actor: Actor, visit: uuid.UUID) -> HomeVisit:
    row = (
        HomeVisit.objects.select_for_update(of=("self",))
        .select_related("out")
        .filter(school_id=actor.school, public_id=visit)
        .first()
    )
    if row is None:
        raise NotFound(NO_VISIT)
    goes = row.out is not None and actor.user_id in (row.out.first_id, row.out.second_id)
    if not goes and not actor.may(Permission.PLAN_VISITS):
        raise NotFound(NO_VISIT)
    if row.dropped_at is not None:
        raise Refused(f"{row.dropped_by_name} has let this visit go. Ask for another, then write what you found.")
    return row


def _follow_up(actor: Actor, answer_id: uuid.UUID, found: AtTheDoor, pupils: list[int]) -> None:
    """The tasks that an answer makes, each once: what only children at home calls for is nobody's choice (VIS-1)."""
    source = f"home-visit:{answer_id.hex}"
    pupil = pupils[0]
    if found.is_for_dsl:
        says = ONLY_CHILDREN if found.who is Who.CHILDREN else FOR_DSL
        make_task(
            actor,
            says=says,
            due=actor.today,
            role=Role.DSL,
            pupil=pupil,
            source=f"{source}:dsl",
            needs=Permission.SEE_VISIT_RISKS,
        )
    if found.next_step in TASKS:
        make_task(
            actor,
            says=TASKS[found.next_step],
            due=actor.today,
            role=Role.ATTENDANCE_ADMINISTRATOR,
            pupil=pupil,
            source=f"{source}:{found.next_step}",
        )
    if found.next_step is NextStep.AGAIN:
        reason = f"Visited on {actor.today:%-d %B}: {found.who.label.lower()}. To be visited again."
        keys = public_ids_of(actor, pupils)
        keep_visit(actor, pupils=keys, reason=reason, urgency=Urgency.SOON, source=f"{source}:again")
