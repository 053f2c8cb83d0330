"""Opening a case: once for each occasion, and one at a time of a process that runs once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.cases.actions.holding import wind, written
from rollbook.cases.events import CaseOpened
from rollbook.cases.known import the_process
from rollbook.cases.models import Case
from rollbook.cases.words import kept
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.posting import ways_to_post
from rollbook.rules.actor import Actor
from rollbook.rules.process import AnyProcess
from rollbook.rules.process_facts import made, to_json
from rollbook.rules.refused import NotFound, Refused


@action()
def open_case(
    actor: Actor,
    *,
    process: str,
    pupil: int,
    contact: int | None = None,
    why: str = "",
    rule: str = "",
    source: str = "",
    facts: Mapping[str, object] | None = None,
    opened_on: date | None = None,
    owner: int | None = None,
) -> uuid.UUID:
    """Open a case of a process about a pupil (a key) and, where the process is about one parent, a contact (a key).

    Asked again for the same `source` it is the same case. `facts` are those known from the start, by name, as plain
    values. Refused while a case of the same process about the same pupil and parent is open, unless it runs many.
    """
    chosen = the_process(process)
    actor.require(chosen.may_open)
    if source and (there := Case.objects.filter(school_id=actor.school, source=source).first()):
        record_nothing_changed()
        return there.public_id
    day = opened_on or actor.today
    _check(actor, chosen, pupil, contact, day)
    row = Case(
        school_id=actor.school,
        process=chosen.key,
        pupil_id=pupil,
        contact_id=contact,
        source=source,
        rule=rule,
        owner_id=owner,
        role=chosen.owner,
        opened_on=day,
        opened_at=actor.now,
        opened_by_name=actor.name,
    )
    row.why = kept(written(why, "The reason"), row.public_id, "why")
    row.facts = row.first_facts = kept(to_json(made(chosen.facts, facts or {})), row.public_id, "facts:0")
    try:
        row.save(force_insert=True)
    except IntegrityError as filled:
        raise Refused("Somebody else has just opened this case. Look there: none is opened twice.") from filled
    wind(actor, row)
    row.save(update_fields=["next_day", "next_step"])
    record(actor, CaseOpened(row.public_id, row.process, rule))
    return row.public_id


def _check(actor: Actor, process: AnyProcess, pupil: int, contact: int | None, day: date) -> None:
    if not pupil_lines(actor, [pupil], actor.today):
        raise NotFound("There is no such pupil in this school.")
    if day > actor.today:
        raise Refused("A case cannot begin on a day that is still to come. Give today or an earlier day.")
    if process.per_contact and contact is None:
        raise Refused("This is done for one parent at a time. Say which parent it is about.")
    if contact is not None and contact not in _contacts(actor, pupil):
        raise NotFound("There is no such parent or carer of this pupil.")
    if process.many:
        return
    there = Case.objects.filter(school_id=actor.school, process=process.key, pupil_id=pupil, closed_at=None)
    same = there.filter(contact_id=contact) if contact is not None else there.filter(contact__isnull=True)
    if same.exists():
        raise Refused(f"“{process.name}” is open for this pupil already. Go on with that case.")


def _contacts(actor: Actor, pupil: int) -> frozenset[int]:
    return frozenset(post.contact_id for post in ways_to_post(actor, [pupil]).get(pupil, ()))
