"""The runs of awards: those begun, those given, and what was given in one."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from rollbook.audit.keys import decrypt
from rollbook.pupils.queries.seeing import seen, sees_everybody
from rollbook.rewards.models import Award, AwardRun, ByHand
from rollbook.rewards.queries.rules import RuleLine, line_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.rewards import AwardKind

NO_RUN = "There is no such award here, or none that you may see."


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run: of which rule, which days, which year groups (none for all), and how far it is."""

    id: int
    public_id: uuid.UUID
    rule: RuleLine
    first: date
    last: date
    nc_years: tuple[str, ...]
    begun_at: datetime
    begun_by: str
    given_at: datetime | None
    given_by: str
    number: int
    taken_back_at: datetime | None
    taken_back_by: str
    why_back: str

    @property
    def is_begun(self) -> bool:
        return self.given_at is None

    @property
    def stands(self) -> bool:
        """Whether it was given and not taken back."""
        return self.given_at is not None and self.taken_back_at is None

    @property
    def is_of_groups(self) -> bool:
        return self.rule.terms.kind is AwardKind.GROUP


@dataclass(frozen=True, slots=True)
class HandLine:
    """A decision by hand about a child."""

    pupil_id: int
    gives: bool
    reason: str
    by_name: str


@dataclass(frozen=True, slots=True)
class GivenAward:
    """An award as it was given; `says` is why, `left_out` the sessions by code, `by_hand` the reason of a person."""

    pupil_id: int | None
    group: uuid.UUID | None
    name: str
    form: str
    says: str
    left_out: tuple[tuple[str, int], ...]
    by_hand: str


def runs(actor: Actor) -> tuple[RunLine, ...]:
    """The runs that this person may see, the newest first: one statement.

    Who sees only some year groups sees the runs of those, and of the whole school once they were given.
    """
    actor.require(Permission.GIVE_AWARDS)
    rows = AwardRun.objects.filter(school_id=actor.school).select_related("terms__rule").order_by("-begun_at", "-id")
    return tuple(line for row in rows if may_see(actor, line := run_line(row)))


def award_run(actor: Actor, run: uuid.UUID) -> RunLine:
    """One run: one statement. NotFound for another school's, or for years that this person does not look after."""
    actor.require(Permission.GIVE_AWARDS)
    row = AwardRun.objects.filter(school_id=actor.school, public_id=run).select_related("terms__rule").first()
    if row is None or not may_see(actor, line := run_line(row)):
        raise NotFound(NO_RUN)
    return line


def may_see(actor: Actor, run: RunLine) -> bool:
    return may_give(actor, run.nc_years) or run.given_at is not None


def may_give(actor: Actor, nc_years: tuple[str, ...]) -> bool:
    """Whether this person may give awards in these year groups (none for the whole school)."""
    return sees_everybody(actor) or (bool(nc_years) and actor.nc_years >= set(nc_years))


def by_hand(actor: Actor, run: RunLine) -> dict[int, HandLine]:
    """What was decided by hand, by the pupil's key: one statement."""
    rows = ByHand.objects.filter(school_id=actor.school, run_id=run.id).order_by("id")
    return {row.pupil_id: HandLine(row.pupil_id, row.gives, _reason(run, row), row.by_name) for row in rows}


def given(actor: Actor, run: RunLine) -> tuple[GivenAward, ...]:
    """What was given in a run, of the pupils whom this person may see, in the order of the certificates."""
    theirs = Q(pupil__isnull=True) | seen(actor, "pupil__")
    rows = Award.objects.filter(theirs, school_id=actor.school, run_id=run.id).order_by("position")
    columns = ("pupil_id", "group", "name", "form", "position", "why")
    return tuple(_given(run, *row) for row in rows.values_list(*columns))


def awards_of(actor: Actor, pupil_id: int) -> tuple[tuple[RunLine, GivenAward], ...]:
    """What stands of a pupil's awards, the newest first: one statement."""
    actor.require(Permission.GIVE_AWARDS)
    rows = Award.objects.filter(seen(actor, "pupil__"), school_id=actor.school, pupil_id=pupil_id)
    rows = rows.filter(run__taken_back_at__isnull=True).select_related("run__terms__rule")
    found = ((run_line(row.run), row) for row in rows.order_by("-run__given_at", "-id"))
    return tuple(
        (
            run,
            _given(run, row.pupil_id, row.group, row.name, row.form, row.position, row.why),
        )
        for run, row in found
    )


def award_place(run: uuid.UUID, position: int) -> str:
    """Where the reasons of an award belong when they are encrypted."""
    return f"award:{run}:{position}"


def hand_place(run: uuid.UUID, pupil: int) -> str:
    return f"award-by-hand:{run}:{pupil}"


def back_place(run: uuid.UUID) -> str:
    return f"award-taken-back:{run}"


def run_line(row: AwardRun) -> RunLine:
    why = decrypt(row.why_back, place=back_place(row.public_id)) if row.why_back else ""
    return RunLine(
        row.pk,
        row.public_id,
        line_of(row.terms),
        row.first,
        row.last,
        tuple(row.nc_years),
        row.begun_at,
        row.begun_by,
        row.given_at,
        row.given_by,
        row.number,
        row.taken_back_at,
        row.taken_back_by,
        why,
    )


def _reason(run: RunLine, row: ByHand) -> str:
    return decrypt(row.reason, place=hand_place(run.public_id, row.pupil_id))


def _given(
    run: RunLine,
    pupil_id: int | None,
    group: uuid.UUID | None,
    name: str,
    form: str,
    position: int,
    why: bytes | memoryview,
) -> GivenAward:
    kept: dict[str, Any] = json.loads(decrypt(why, place=award_place(run.public_id, position)))
    left_out = tuple((str(symbol), int(number)) for symbol, number in kept["left_out"])
    return GivenAward(pupil_id, group, name, form, kept["says"], left_out, kept["by_hand"])
