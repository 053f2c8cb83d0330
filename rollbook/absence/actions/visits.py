"""Home visits: asking for one, noting what visitors must know, and letting one go (ABS-E)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from rollbook.absence.events.visits import VisitAskedFor, VisitDropped, VisitRisksNoted
from rollbook.absence.models import HomeVisit, VisitPupil
from rollbook.absence.queries.visit_words import NO_VISIT, place_of
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import decrypt, encrypt
from rollbook.pupils.queries import pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.home_visits import Urgency
from rollbook.rules.refused import NotFound, Refused


@action(Permission.REQUEST_VISITS)
def request_visit(
    actor: Actor, *, pupils: Sequence[int], reason: str, urgency: str, source: str = "", risks: str = ""
) -> uuid.UUID:
    """Ask for a visit to the home of these pupils (ids), why and how soon: `now`, `today` or `soon`.

    Once for each `source`: the same again gives the visit that was asked for. `risks` is what visitors
    must know of the home; it is encrypted, and read only by those allowed.
    """
    if urgency not in set(Urgency):
        raise Refused("Say how soon the visit is needed: at once, today, or in the next days.")
    if not reason.strip():
        raise Refused("Write why the home is to be visited.")
    if source:
        there = HomeVisit.objects.filter(school_id=actor.school, source=source).first()
        if there is not None:
            record_nothing_changed()
            return there.public_id
    lines = pupil_lines(actor, pupils, actor.today)
    if not lines or {line.id for line in lines} != set(pupils):
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    keys = {line.id: str(line.public_id) for line in lines}
    return keep_visit(actor, pupils=keys, reason=reason, urgency=urgency, source=source, risks=risks)


@action(Permission.SEE_VISIT_RISKS)
def note_risks(actor: Actor, *, visit: uuid.UUID, risks: str) -> None:
    """Write down what visitors must know of this home, in place of what stood there; empty takes it away."""
    row = standing(actor, visit)
    before = decrypt(row.risks, place=place_of(visit, "risks")) if row.risks else ""
    if before == risks.strip():
        return record_nothing_changed()
    _note(actor, row, risks)
    return record(actor, VisitRisksNoted(visit))


@action(Permission.PLAN_VISITS)
def drop_visit(actor: Actor, *, visit: uuid.UUID, why: str) -> None:
    """Let a visit go that is no longer needed, and say why; it is kept."""
    row = standing(actor, visit)
    if not why.strip():
        raise Refused("Write why the visit is no longer needed.")
    if row.out is not None and row.out.left_at is not None and row.out.back_at is None:
        raise Refused("The visitors have left already. Ring them.")
    row.out, row.dropped_at, row.dropped_by_name = None, actor.now, actor.name
    row.dropped_why = encrypt(why.strip(), place=place_of(visit, "dropped"))
    row.save(update_fields=["out", "dropped_at", "dropped_by_name", "dropped_why"])
    record(actor, VisitDropped(visit))


def keep_visit(
    actor: Actor, *, pupils: Mapping[int, str], reason: str, urgency: str, source: str, risks: str = ""
) -> uuid.UUID:
    """Keep a visit that is asked for within somebody's act; `pupils` are public ids by key."""
    visit = uuid.uuid4()
    row = HomeVisit.objects.create(
        school_id=actor.school,
        public_id=visit,
        source=source,
        urgency=urgency,
        reason=encrypt(reason.strip(), place=place_of(visit, "reason")),
        asked_at=actor.now,
        asked_by_id=actor.user_id,
        asked_by_name=actor.name,
    )
    VisitPupil.objects.bulk_create([VisitPupil(school_id=actor.school, visit=row, pupil_id=key) for key in pupils])
    if risks.strip():
        _note(actor, row, risks)
    record(actor, VisitAskedFor(visit, tuple(pupils.values()), urgency, source))
    return visit


def standing(actor: Actor, visit: uuid.UUID) -> HomeVisit:
    """A visit that is neither done nor dropped, locked; NotFound for another school's."""
    row = (
        HomeVisit.objects.select_for_update(of=("self",))
        .select_related("out")
        .filter(school_id=actor.school, public_id=visit)
        .first()
    )
    if row is None:
        raise NotFound(NO_VISIT)
    if row.dropped_at is not None:
        raise Refused(f"{row.dropped_by_name} has let this visit go. Ask for another if one is needed.")
    if row.done_at is not None:
        raise Refused("This visit has been made. Ask for another if one is needed.")
    return row


def _note(actor: Actor, row: HomeVisit, risks: str) -> None:
    told = risks.strip()
    row.risks = encrypt(told, place=place_of(row.public_id, "risks")) if told else b""
    row.risks_at, row.risks_by_name = actor.now, actor.name
    row.save(update_fields=["risks", "risks_at", "risks_by_name"])
