"""Setting how families are reached on the first day: the school's ladder, and a child's own (ABS-B)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date

from rollbook.absence.actions.contact import pupil_of
from rollbook.absence.events import ChildLadderSet, ContactLadderSet
from rollbook.absence.models import ChildLadder, ContactLadder
from rollbook.absence.queries.contact_ladders import UNREACHABLE, Starts, own_place
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries.reaching import ways_to_reach
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.contact_ladder import CHANNELS, DAY, LONGEST_WAIT, MOST_STEPS, RING, Ladder
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words

MOST_PLACES, LONGEST_PLACE = 12, 60


@action(Permission.SET_UP_SCHOOL)
def set_contact_ladder(
    actor: Actor,
    *,
    from_day: date,
    starts: str,
    ladder: Ladder,
    unreachable: Sequence[tuple[int, str]],
    places: Sequence[str],
    corrects_itself: bool = False,
) -> int:
    """From a day on, say how families are reached on the first day; gives the version.

    It may begin today: what was done already stays done. What was set before is kept.
    """
    if from_day < actor.today:
        raise Refused(f"A ladder cannot begin on {in_words(from_day)}, which is over. It may begin today.")
    if starts not in Starts.values:
        raise Refused("Say whether it begins by itself, after the sweep, or when a person presses.")
    _check_steps(ladder)
    _check_unreachable(unreachable)
    named = [place.strip() for place in places if place.strip()]
    if len(named) > MOST_PLACES or any(len(place) > LONGEST_PLACE for place in named):
        raise Refused(f"The sweep has at most {MOST_PLACES} places of {LONGEST_PLACE} characters each.")
    latest = ContactLadder.objects.filter(school_id=actor.school).order_by("-version").first()
    version = latest.version + 1 if latest else 1
    ContactLadder.objects.create(
        school_id=actor.school,
        version=version,
        valid_from=from_day,
        starts=starts,
        from_minute=ladder.from_minute,
        to_minute=ladder.to_minute,
        steps=[[step.channel, step.whom, step.wait] for step in ladder.steps],
        unreachable=[list(step) for step in unreachable],
        places=list(dict.fromkeys(named)),
        asks_to_ring=ladder.asks_to_ring,
        corrects_itself=corrects_itself,
        made_at=actor.now,
        by_name=actor.name,
    )
    record(actor, ContactLadderSet(version, from_day, len(ladder.steps)))
    return version


@action(Permission.SEND_MESSAGES, Permission.HOLD_CONTACT)
def set_own_ladder(
    actor: Actor, *, pupil: int, first: Sequence[int] = (), never: Collection[str] = (), why: str = ""
) -> None:
    """Say how one child's family is reached from today on: whom first (contacts' ids), by what never.

    Without either, the child's family is reached as all others again. What stood before is kept, ended.
    """
    line = pupil_of(actor, pupil)
    known = {way.contact_id for way in ways_to_reach(actor, [pupil]).get(pupil, ())}
    if any(contact not in known for contact in first):
        raise NotFound("This is no contact of the pupil's.")
    if wrong := [channel for channel in never if channel not in CHANNELS]:
        raise Refused(f"“{wrong[0]}” is no channel. Choose text, e-mail, automated call or a person's call.")
    if set(never) >= set(CHANNELS):
        raise Refused("Something must be left to reach the family by. To let nothing go, ask for a hold on contact.")
    ended = ChildLadder.objects.filter(school_id=actor.school, pupil_id=pupil, ended_on=None).update(
        ended_on=actor.today
    )
    if not first and not never:
        if not ended:
            record_nothing_changed()
            return
        record(actor, ChildLadderSet(str(line.public_id)))
        return
    own = uuid.uuid4()
    ChildLadder.objects.create(
        school_id=actor.school,
        public_id=own,
        pupil_id=pupil,
        valid_from=actor.today,
        first=list(dict.fromkeys(first)),
        never=sorted(set(never)),
        why=encrypt(why.strip(), place=own_place(own)) if why.strip() else b"",
        made_at=actor.now,
        by_name=actor.name,
    )
    record(actor, ChildLadderSet(str(line.public_id)))


def _check_steps(ladder: Ladder) -> None:
    if not 0 < len(ladder.steps) <= MOST_STEPS:
        raise Refused(f"A ladder has 1 to {MOST_STEPS} steps.")
    if not 0 <= ladder.from_minute < ladder.to_minute <= DAY:
        raise Refused("The hours must begin before they end.")
    for number, step in enumerate(ladder.steps, 1):
        if step.channel not in CHANNELS:
            raise Refused(f"Step {number}: choose text, e-mail, automated call, or a call by a person.")
        if not 1 <= step.whom <= MOST_STEPS:
            raise Refused(f"Step {number}: choose the first to the {MOST_STEPS}th contact.")
        if not 0 <= step.wait <= LONGEST_WAIT:
            raise Refused(f"Step {number}: wait 0 to {LONGEST_WAIT} minutes.")
    if all(step.channel != RING for step in ladder.steps):
        raise Refused("Let at least one step be a call by a person: a machine can fail to reach anybody.")


def _check_unreachable(steps: Sequence[tuple[int, str]]) -> None:
    minutes = [after for after, _ in steps]
    if any(not 0 <= after <= DAY for after in minutes) or minutes != sorted(minutes):
        raise Refused("What is done when nobody answers must come one after another, within a day.")
    if wrong := [what for _, what in steps if what not in UNREACHABLE]:
        raise Refused(f"“{wrong[0]}” is nothing that can be done here. Choose one from the list.")
