"""A family is collected when the school closes during the day: one tick for all its children (REG-M)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from rollbook.audit.actions import action, record_nothing_changed
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.collecting import Collector, who_may_collect
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.site.actions.moving import NO_PUPIL, move, taken_back
from rollbook.site.models import Movement
from rollbook.site.queries.collecting import SOURCE, open_stop, seeing_all

ALONE = "alone"
ALONE_SAYS = "walked home alone, as the family agreed"
_AT_THE_GATE = (Permission.RUN_FRONT_DESK, Permission.TICK_EMERGENCY_LIST)


@action(*_AT_THE_GATE)
def collect(actor: Actor, *, family: uuid.UUID, pupils: Sequence[str], with_whom: str) -> int:
    """Write down that these pupils went home, and with whom: a contact's public id, or `alone`; how many went.

    Only while the school is closed suddenly. Somebody who must have no contact with one of them is
    refused, as is anybody not known as a contact: the office decides that. The same `family` again
    changes nothing.
    """
    open_stop(actor)
    everywhere = seeing_all(actor)
    lines = pupil_lines(everywhere, tuple(ids_of(actor, pupils).values()), actor.today)
    if not lines or len(lines) < len(set(pupils)):
        raise NotFound(NO_PUPIL)
    ids = {line.id: uuid.uuid5(family, str(line.public_id)) for line in lines}
    if Movement.objects.filter(school_id=actor.school, public_id__in=list(ids.values())).exists():
        record_nothing_changed()
        return 0
    may = who_may_collect(actor, list(ids), subject=f"pupil:{lines[0].public_id}")
    said = {line.id: _with(with_whom, may[line.id].people, line.name) for line in lines}
    for line in lines:
        move(
            actor,
            line,
            ids[line.id],
            Movement.Kind.LEFT,
            actor.now,
            source=SOURCE,
            reason=Movement.Reason.SENT_HOME,
            collected_by=said[line.id],
        )
    return len(lines)


@action(*_AT_THE_GATE)
def not_collected(actor: Actor, *, movement: uuid.UUID) -> None:
    """A tick at the gate was a mistake: the pupil is here."""
    open_stop(actor)
    if not Movement.objects.filter(school_id=actor.school, public_id=movement, source=SOURCE).exists():
        raise NotFound("This was not ticked on the list of who collects whom. Ask the front desk.")
    taken_back(seeing_all(actor), movement)


def _with(with_whom: str, people: Sequence[Collector], pupil: str) -> str:
    if with_whom == ALONE:
        return ALONE_SAYS
    for one in people:
        if str(one.public_id) == with_whom:
            return f"{one.name} ({one.relationship.lower()})"
    raise Refused(
        f"This person is not among those who may collect {pupil}. Keep the child here and ask the office: it "
        "decides, and signs the child out at the front desk."
    )
