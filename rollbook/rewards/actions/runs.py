"""A run from its beginning to what is given, and back: begun, decided by hand, given, taken back (RWD-3)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.rewards.actions.freezing import frozen
from rollbook.rewards.events import (
    AwardDecidedByHand,
    AwardRunBegun,
    AwardRunDropped,
    AwardsGiven,
    AwardsTakenBack,
)
from rollbook.rewards.models import Award, AwardRun, ByHand
from rollbook.rewards.queries.judging import NO_CHILD, judge
from rollbook.rewards.queries.rules import award_rule
from rollbook.rewards.queries.runs import NO_RUN, back_place, hand_place, may_give, run_line
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sources import refuse
from rollbook.schools.queries import calendar_of

LONGEST_DAYS = 366


@action(Permission.GIVE_AWARDS)
def begin_run(
    actor: Actor, *, run: uuid.UUID, rule: uuid.UUID, first: date, last: date, nc_years: Collection[str] = ()
) -> None:
    """Look into an award over some days, for some year groups or the whole school; nothing is given yet.

    Refused for days that are not over or hold no school day; NotAllowed for years that are not this person's.
    """
    line = award_rule(actor, rule)
    if line.retired:
        raise Refused(f"“{line.name}” is not given any more.")
    _check_days(actor, first, last)
    years = tuple(sorted(nc_years))
    if not may_give(actor, years):
        raise NotAllowed(
            "Choose year groups that you look after. Awards of other years are given by their head of year."
        )
    AwardRun.objects.create(
        school_id=actor.school, public_id=run, terms_id=line.terms_id, first=first, last=last, nc_years=list(years),
        begun_at=actor.now, begun_by=actor.name,
    )  # fmt: skip
    record(actor, AwardRunBegun(run, rule, first, last))


@action(Permission.GIVE_AWARDS)
def decide_by_hand(actor: Actor, *, run: uuid.UUID, pupil: uuid.UUID, gives: bool, reason: str) -> None:
    """Leave a child out of a run, or give it all the same; the reason is encrypted and never printed."""
    row, key = _child_of(actor, run, pupil)
    if not reason.strip():
        raise refuse("RWD-3", "Write why. The reason stays inside the school and is never printed.")
    kept = encrypt(reason.strip(), place=hand_place(run, key))
    ByHand.objects.update_or_create(
        school_id=actor.school,
        run=row,
        pupil_id=key,
        defaults={"gives": gives, "reason": kept, "at": actor.now, "by_name": actor.name},
    )
    record(actor, AwardDecidedByHand(run, str(pupil), "give" if gives else "leave out"))


@action(Permission.GIVE_AWARDS)
def leave_to_the_rule(actor: Actor, *, run: uuid.UUID, pupil: uuid.UUID) -> None:
    """Take back a decision by hand: the rule decides again."""
    row, key = _child_of(actor, run, pupil)
    gone, _ = ByHand.objects.filter(school_id=actor.school, run=row, pupil_id=key).delete()
    if not gone:
        record_nothing_changed()
        return
    record(actor, AwardDecidedByHand(run, str(pupil), "the rule"))


@action(Permission.GIVE_AWARDS)
def give_awards(actor: Actor, *, run: uuid.UUID, mark: str) -> int:
    """Give what was looked at: frozen from now on. Gives how many.

    `mark` says of whom that was; Refused where the register moved meanwhile, or where nobody gets it.
    """
    row = _begun(actor, run)
    line = run_line(row)
    found = judge(actor, line)
    if found.mark != mark:
        raise Refused("The register has changed since you looked, and somebody else would get the award. Look again.")
    awards = frozen(actor, line, found)
    if not awards:
        raise Refused("Nobody gets this award as things stand. Give it up, or choose other days.")
    Award.objects.bulk_create(awards)
    row.given_at, row.given_by, row.number = actor.now, actor.name, len(awards)
    row.save(update_fields=["given_at", "given_by", "number"])
    record(actor, AwardsGiven(run, len(awards), sum(one.hand is not None for one in found.gets)))
    return len(awards)


@action(Permission.GIVE_AWARDS)
def take_back_awards(actor: Actor, *, run: uuid.UUID, why: str) -> None:
    """Take back what was given in a run: it stays on record and is shown no more."""
    row = _row(actor, run)
    if row.given_at is None:
        raise Refused("This award was not given yet: give it up instead.")
    if row.taken_back_at is not None:
        record_nothing_changed()
        return
    if not why.strip():
        raise refuse("RWD-3", "Write why it is taken back.")
    row.taken_back_at, row.taken_back_by = actor.now, actor.name
    row.why_back = encrypt(why.strip(), place=back_place(run))
    row.save(update_fields=["taken_back_at", "taken_back_by", "why_back"])
    record(actor, AwardsTakenBack(run, row.number))


@action(Permission.GIVE_AWARDS)
def drop_run(actor: Actor, *, run: uuid.UUID) -> None:
    """Give up a run that was begun and never given."""
    row = _begun(actor, run)
    ByHand.objects.filter(school_id=actor.school, run=row).delete()
    row.delete()
    record(actor, AwardRunDropped(run))


def _check_days(actor: Actor, first: date, last: date) -> None:
    if last < first:
        raise Refused("The last day is before the first.")
    if last > actor.today:
        raise Refused("Choose a last day that is not in the future: an award is for sessions that were held.")
    if (last - first).days > LONGEST_DAYS:
        raise Refused("Choose at most a year.")
    if not calendar_of(actor, first=first, last=last).days:
        raise Refused("There was no school on any of these days.")


def _row(actor: Actor, run: uuid.UUID) -> AwardRun:
    rows = AwardRun.objects.select_for_update(of=("self",)).select_related("terms__rule")
    row = rows.filter(school_id=actor.school, public_id=run).first()
    if row is None or not may_give(actor, tuple(row.nc_years)):
        raise NotFound(NO_RUN)
    return row


def _begun(actor: Actor, run: uuid.UUID) -> AwardRun:
    row = _row(actor, run)
    _require_begun(row)
    return row


def _child_of(actor: Actor, run: uuid.UUID, pupil: uuid.UUID) -> tuple[AwardRun, int]:
    """A run that is begun, and the key of a child in it; what is not there is said before what is too late."""
    row = _row(actor, run)
    found = judge(actor, run_line(row))
    key = next((line.pupil.id for line in found.children if line.pupil.public_id == pupil), None)
    if key is None:
        raise NotFound(NO_CHILD)
    _require_begun(row)
    return row, key


def _require_begun(row: AwardRun) -> None:
    if row.given_at is not None:
        raise Refused("This award was given already; what was given does not change.")
