"""Known ahead of many pupils at once: a trip, a fixture, a closure for some, a timetable for part of the week."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rollbook.audit.actions import action, record
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries.identifying import ids_of, public_ids_of
from rollbook.registers.actions import chaining
from rollbook.registers.actions.ages import require_ages
from rollbook.registers.actions.chaining import Submission
from rollbook.registers.events import AbsencesPlanned, PlansEnded
from rollbook.registers.models import PlannedMark, RegisterSave
from rollbook.registers.notes import plan_place
from rollbook.rules import chain
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.chain import MOST_LEAVES, MarkLeaf
from rollbook.rules.code import Code
from rollbook.rules.codes import code_on
from rollbook.rules.refused import NotFound, Refused

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Pattern:
    """On which weekdays (1 Monday to 7) which halves ("0", "1" or "01") are meant."""

    weekdays: str
    halves: str


WHOLE_WEEK = (Pattern("12345", "01"),)


def pattern_of(halves_by_weekday: Mapping[int, str]) -> tuple[Pattern, ...]:
    """A week as patterns: the weekdays with the same halves together, days without any left out."""
    found: dict[str, str] = {}
    for weekday, halves in sorted(halves_by_weekday.items()):
        if halves:
            found[halves] = found.get(halves, "") + str(weekday)
    return tuple(Pattern(days, halves) for halves, days in found.items())


@action(Permission.AMEND_MARKS)
def plan_absences(
    actor: Actor,
    *,
    pupils: Sequence[str],
    first: date,
    last: date,
    code: str,
    note: str = "",
    patterns: Sequence[Pattern] = WHOLE_WEEK,
    basis: str = "office",
    basis_id: str = "",
) -> int:
    """Note ahead, for each of these pupils, the code that some of their sessions will take (REG-16); how many plans.

    All in one save of the chain and a fixed number of statements. A code that says that somebody is
    on site cannot be planned: nobody is present for being expected. `basis_id` names what the plans
    belong to, such as an outing.
    """
    known = _check(first, last, code, note, patterns)
    keys = ids_of(actor, pupils)
    if not keys or len(keys) < len(set(pupils)):
        raise NotFound("Some of these pupils are not in this school. Load the page again.")
    require_ages(actor, pupils, known, first, last)
    if len(keys) * len(patterns) >= MOST_LEAVES:
        raise Refused(f"That is more than {MOST_LEAVES - 1} plans in one go. Plan it group by group.")
    save_id = uuid.uuid4()
    record(actor, AbsencesPlanned(save_id, len(keys), first, last, known.symbol))
    said = [f"plan {pattern.weekdays} {pattern.halves} {basis}" for pattern in patterns]
    leaves = [_leaf(pupil, first, last, code, note, what) for pupil in sorted(keys) for what in said]
    row = _append(actor, save_id, leaves)
    PlannedMark.objects.bulk_create(
        PlannedMark(
            school_id=actor.school,
            pupil_id=keys[pupil],
            first=first,
            last=last,
            weekdays=pattern.weekdays,
            halves=pattern.halves,
            code=code,
            note=encrypt(note.strip(), place=plan_place(pupil)) if note.strip() else b"",
            basis=basis,
            basis_id=basis_id,
            save_row=row,
        )
        for pupil in sorted(keys)
        for pattern in patterns
    )
    return len(leaves)


@action(Permission.AMEND_MARKS)
def end_plans(actor: Actor, *, plan_ids: Sequence[int]) -> int:
    """Withdraw planned absences, in one save; what they said stays in the chain, and marks made by then stand."""
    plans = list(
        PlannedMark.objects.select_for_update()
        .filter(school_id=actor.school, pk__in=set(plan_ids), ended_by=None)
        .order_by("id")[: MOST_LEAVES - 1]
    )
    if not plans:
        raise NotFound("There is no such planned absence, or it was withdrawn already.")
    save_id = uuid.uuid4()
    record(actor, PlansEnded(save_id, len(plans)))
    public = public_ids_of(actor, {plan.pupil_id for plan in plans})
    leaves = [_leaf(public[p.pupil_id], p.first, p.last, p.code, "", f"end {p.pk}") for p in plans]
    row = _append(actor, save_id, leaves)
    PlannedMark.objects.filter(pk__in=[plan.pk for plan in plans]).update(ended_by=row)
    return len(plans)


def _append(actor: Actor, save_id: uuid.UUID, leaves: Sequence[dict[str, object]]) -> RegisterSave:
    submission = Submission(save_id=save_id, kind=RegisterSave.Kind.PLAN, source="desk")
    return chaining.append(actor, submission, hashlib.sha256(chain.canonical(leaves)).digest(), leaves)


def _check(first: date, last: date, code: str, note: str, patterns: Sequence[Pattern]) -> Code:
    if last < first:
        raise Refused("The last day of a planned absence cannot be before its first day. Check the two dates.")
    if (last - first).days > LONGEST_DAYS:
        raise Refused("A plan lasts at most a year. Check the last day; make another plan for the time after it.")
    if not patterns:
        raise Refused("Choose at least one morning or afternoon of the week.")
    known = code_on(code, first)
    if not known.enterable:
        raise Refused(f"Code {code} ({known.name}) cannot be planned for a pupil.", rule=known.rule)
    if known.on_site:
        raise Refused(
            f"Code {code} ({known.name}) cannot be planned: a pupil is marked present for being there, never for "
            "being expected.",
            rule="REG-16",
        )
    if known.detail_required and not note.strip():
        raise Refused(f"Code {code} ({known.name}) needs a note: {known.detail_says}.", rule="COD-6")
    return known


def _leaf(pupil: str, first: date, last: date, code: str, note: str, basis: str) -> dict[str, object]:
    salt = chaining.new_salt()
    return MarkLeaf(
        pupil=pupil,
        date=f"{first.isoformat()}/{last.isoformat()}",
        half=0,
        seen=0,
        was="",
        now=code,
        minutes=None,
        reason="",
        detail_digest=chain.detail_digest(salt, note.strip()),
        basis=basis,
        outcome="planned",
        rule="REG-16",
        salt=salt,
    ).as_leaf()
