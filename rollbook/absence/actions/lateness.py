"""Following lateness up: the school's steps, and detentions (ABS-H)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.absence.actions.late_calls import LateCalls, list_late_calls
from rollbook.absence.actions.late_letters import LateLetters, write_late_letters
from rollbook.absence.events.lateness import DetentionSet, DetentionTold, LatePolicySet
from rollbook.absence.events.lateness import LateStepTaken as StepTaken
from rollbook.absence.models import Detention, LatePolicy, LateStepTaken
from rollbook.absence.queries.lateness import StepDue, half_term, late_steps_due
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.lateness import Act, LateStep, checked_steps
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.schools.queries import calendar_of, is_school_day
from rollbook.work.actions import make_task

NO_DETENTION = "There is no such detention in this school, or none that you may see."
SCHOOL_DAYS_TO_ACT = 3
HOME = (Act.LETTER, Act.CALL)
_WHO = {
    Act.TUTOR: Role.TUTOR,
    Act.CALL: Role.ATTENDANCE_ADMINISTRATOR,
    Act.LETTER: Role.ATTENDANCE_ADMINISTRATOR,
    Act.DETENTION: Role.HEAD_OF_YEAR,
    Act.MEETING: Role.HEAD_OF_YEAR,
}


@action(Permission.SET_UP_SCHOOL)
def set_late_policy(actor: Actor, *, from_day: date, steps: Sequence[LateStep]) -> int:
    """From a day on: after how many lates in a half term what is done; gives the version."""
    if from_day < actor.today:
        raise Refused(f"The steps cannot begin on {in_words(from_day)}, which is over. They may begin today.")
    ordered = checked_steps(steps)
    latest = LatePolicy.objects.filter(school_id=actor.school).order_by("-version").first()
    version = latest.version + 1 if latest else 1
    LatePolicy.objects.create(
        school_id=actor.school,
        version=version,
        valid_from=from_day,
        steps=[[step.at, step.act.value] for step in ordered],
        made_at=actor.now,
        by_name=actor.name,
    )
    record(actor, LatePolicySet(version, from_day))
    return version


@dataclass(frozen=True, slots=True)
class StepsTaken:
    """What became of taking steps: how many, and what became of their letters."""

    taken: int
    letters: LateLetters
    calls: LateCalls


@action(Permission.FOLLOW_UP_LATENESS)
def take_late_steps(actor: Actor, *, chosen: Collection[tuple[str, int]]) -> StepsTaken:
    """Take the steps that are due for these pupils (public id, and the number of lates of the step).

    The tutor and the head of year get a task; letters are written as one run and calls stand on the calling list,
    in the same transaction, or are the office's task where this person may not write to families. A pupil about whom
    nobody can be written to or rung keeps the step. What is no longer due is left out, so that a second press does
    nothing twice.
    """
    wanted = set(chosen)
    due = [one for one in late_steps_due(actor) if (str(one.pupil.public_id), one.step.at) in wanted]
    days = half_term(actor, actor.today) if due else None
    if days is None:
        record_nothing_changed()
        return StepsTaken(0, LateLetters(), LateCalls())
    writes = actor.may(Permission.SEND_MESSAGES)
    letters = write_late_letters(actor, [one for one in due if writes and one.step.act is Act.LETTER])
    calls = list_late_calls(actor, [one for one in due if writes and one.step.act is Act.CALL], days.first)
    without = {Act.LETTER: letters.without, Act.CALL: calls.without}
    done = [one for one in due if one.pupil.name not in without.get(one.step.act, ())]
    by = _act_by(actor)
    for one in done:
        LateStepTaken.objects.create(
            school_id=actor.school,
            pupil_id=one.pupil.id,
            since=days.first,
            at=one.step.at,
            act=one.step.act.value,
            times=one.totals.times,
            taken_at=actor.now,
            by_name=actor.name,
        )
        _ask(actor, one, days.first, by)
        record(actor, StepTaken(str(one.pupil.public_id), one.step.at, one.step.act.value))
    if not done:
        record_nothing_changed()
    return StepsTaken(len(done), letters, calls)


@action(Permission.FOLLOW_UP_LATENESS)
def set_detention(actor: Actor, *, detention: uuid.UUID, pupil: str, on: date, room: str) -> None:
    """A pupil is to stay behind on a school day, in a room; the same `detention` again changes nothing."""
    if Detention.objects.filter(public_id=detention).exists():
        return record_nothing_changed()
    found = pupil_lines(actor, tuple(ids_of(actor, [pupil]).values()), actor.today)
    if not found:
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    if on < actor.today:
        raise Refused(f"A detention cannot be set for {in_words(on)}, which has passed.")
    if not is_school_day(actor, on):
        raise Refused(f"The school does not meet on {in_words(on)}. Choose a school day.")
    if not room.strip() or len(room) > 60:
        raise Refused("Say in which room, in at most 60 characters.")
    if Detention.objects.filter(pupil_id=found[0].id, on=on).exists():
        raise Refused(f"{found[0].name} already stays behind on {in_words(on)}.")
    Detention.objects.create(
        school_id=actor.school,
        public_id=detention,
        pupil_id=found[0].id,
        on=on,
        room=room.strip(),
        made_at=actor.now,
        by_name=actor.name,
    )
    return record(actor, DetentionSet(detention, on))


@action(Permission.FOLLOW_UP_LATENESS)
def tell_detention(actor: Actor, *, detention: uuid.UUID, attended: bool | None) -> None:
    """Say whether the pupil came; it may be said otherwise afterwards, and the last word stands."""
    row = Detention.objects.select_for_update().filter(school_id=actor.school, public_id=detention).first()
    if row is None or not pupil_lines(actor, [row.pupil_id], actor.today):
        raise NotFound(NO_DETENTION)
    if attended is None:
        raise Refused("Say whether the pupil came.")
    if row.on > actor.today:
        raise Refused(f"It is on {in_words(row.on)}: nobody can say yet who came.")
    if row.attended is attended:
        return record_nothing_changed()
    Detention.objects.filter(pk=row.pk).update(attended=attended, told_at=actor.now, told_by_name=actor.name)
    return record(actor, DetentionTold(detention, attended))


def _ask(actor: Actor, one: StepDue, since: date, by: date) -> None:
    """Who speaks with the pupil or the family hears of it as a task; a letter or a call that is listed needs none."""
    if one.step.act in HOME and actor.may(Permission.SEND_MESSAGES):
        return
    role = _WHO[one.step.act]
    make_task(
        actor,
        says=f"{one.step.act.label}: late {one.totals.times} times since {since.day} {since:%B}",
        due=by,
        role=role.value,
        pupil=one.pupil.id,
        source=f"late-step:{one.pupil.public_id}:{since}:{one.step.at}",
    )


def _act_by(actor: Actor) -> date:
    ahead = calendar_of(actor, first=actor.today, last=actor.today + timedelta(days=30))
    return ahead.add(actor.today, SCHOOL_DAYS_TO_ACT) or actor.today + timedelta(days=7)
