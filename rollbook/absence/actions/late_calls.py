"""Calls home about lateness: on the calling list with what to say, one for a family and step (ABS-H)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rollbook.absence.queries.lateness import StepDue
from rollbook.absence.words import count, together
from rollbook.comms.actions import Draft, put_on_calling_list
from rollbook.comms.queries import reach_of, wording_for
from rollbook.pupils.queries.reaching import Way, ways_to_reach
from rollbook.rules.actor import Actor
from rollbook.rules.wording import filled
from rollbook.schools.queries import school_line

PURPOSE = "late-call"


@dataclass(frozen=True, slots=True)
class LateCalls:
    """How many calls were put on the list, and the pupils about whom nobody can be rung, by name."""

    count: int = 0
    without: frozenset[str] = frozenset()


def list_late_calls(actor: Actor, due: Sequence[StepDue], since: date) -> LateCalls:
    """Put a call about these pupils on the list: to the first contact who may be told and wants calls.

    Brothers and sisters at the same step are one call. The wording and the school are asked for once.
    """
    if not due:
        return LateCalls()
    families = _families(actor, due)
    words, school = wording_for(actor, PURPOSE, "voice").words, school_line(actor).name
    drafts = []
    for way, group in families.values():
        facts = {
            "pupil": together([one.pupil.name for one in group]),
            "forename": together([one.pupil.forename for one in group]),
            "contact": way.name,
            "form": together(sorted({one.pupil.registration for one in group})),
            "school": school,
            "times": " and ".join(dict.fromkeys(count(one.totals.times, "time") for one in group)),
            "since": f"{since.day} {since:%B}",
            "pattern": "".join(dict.fromkeys(f", {one.totals.pattern}" for one in group if one.totals.pattern)),
        }
        pupils = tuple(sorted(one.pupil.id for one in group))
        slot = f"{PURPOSE}:{since.isoformat()}:{group[0].step.at}"
        drafts.append(Draft(pupils, way.contact_id, "voice", slot, filled(words, facts).words))
    put = put_on_calling_list(actor, drafts=drafts, purpose=PURPOSE) if drafts else ()
    listed = {pupil for one in put if one.message is not None for pupil in one.draft.pupils}
    missing = frozenset(one.pupil.name for one in due if one.pupil.id not in listed)
    return LateCalls(sum(one.message is not None and not one.was_there for one in put), missing)


def _families(actor: Actor, due: Sequence[StepDue]) -> dict[tuple[int, int], tuple[Way, list[StepDue]]]:
    """The steps by whom is rung and which step it is: the first contact of each pupil whom a call may reach."""
    ways = ways_to_reach(actor, {one.pupil.id for one in due})
    tries = {
        (pupil, way.contact_id): Draft((pupil,), way.contact_id, "voice", PURPOSE, PURPOSE)
        for pupil, own in ways.items()
        for way in own
    }
    reach = reach_of(actor, list(tries.values()))
    found: dict[tuple[int, int], tuple[Way, list[StepDue]]] = {}
    for one in due:
        own = ways.get(one.pupil.id, ())
        way = next((w for w in own if not reach[tries[one.pupil.id, w.contact_id]].left_out), None)
        if way is not None:
            found.setdefault((way.contact_id, one.step.at), (way, []))[1].append(one)
    return found
