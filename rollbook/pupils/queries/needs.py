"""What pupils need when the alarm goes and at dinner time, for those who act on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max

from rollbook.audit.actions import log_access, log_list
from rollbook.audit.keys import decrypt
from rollbook.pupils.models import Need, Pupil
from rollbook.pupils.queries.joins import covers
from rollbook.pupils.queries.seeing import NO_PUPIL, seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound

SHORT = {Need.Kind.EVACUATION: "PEEP", Need.Kind.MEDICATION: "Medication", Need.Kind.DINNER: "Dinner"}


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need in words; `title` is its kind as a page says it, `short` as a list does."""

    public_id: UUID
    kind: str
    title: str
    says: str
    first: date
    last: date | None
    made_by: str

    @property
    def short(self) -> str:
        return f"{SHORT[Need.Kind(self.kind)]}: {self.says}"

    def in_force(self, on: date) -> bool:
        return self.first <= on and (self.last is None or on <= self.last)


def needs_of(actor: Actor, public_id: UUID) -> tuple[NeedLine, ...]:
    """Everything ever recorded for one pupil, the latest first: three statements, one of which notes who looked.

    Raises NotAllowed without leave to see needs, NotFound for a pupil this person may not see.
    """
    actor.require(Permission.SEE_NEEDS)
    pupil_id = Pupil.objects.filter(seen(actor), public_id=public_id).values_list("pk", flat=True).first()
    if pupil_id is None:
        raise NotFound(NO_PUPIL)
    log_access(actor, what="needs", subject=f"pupil:{public_id}")
    return tuple(_line(row) for row in Need.objects.filter(pupil_id=pupil_id).order_by("-first", "-id"))


def needs_when_the_alarm_goes(
    actor: Actor, pupil_ids: Collection[int], kinds: Collection[str]
) -> Mapping[int, tuple[NeedLine, ...]]:
    """What these pupils of the school need today, of these kinds, for the emergency list: one statement.

    For whoever sees who is on site or ticks an open list: the person at the assembly point may be nobody
    who teaches the pupil. Whoever shows it notes that the list was opened.
    """
    if not (actor.may(Permission.SEE_ON_SITE) or actor.may(Permission.TICK_EMERGENCY_LIST)):
        raise NotAllowed(f"What pupils need in an emergency is not part of your role ({actor.role}).")
    rows = Need.objects.filter(covers(actor.today), school_id=actor.school, kind__in=kinds)
    found: dict[int, list[NeedLine]] = {}
    wanted = frozenset(pupil_ids)
    for row in rows.order_by("pupil_id", "kind", "id"):
        if row.pupil_id in wanted:
            found.setdefault(row.pupil_id, []).append(_line(row))
    return {pupil: tuple(lines) for pupil, lines in found.items()}


def needs_listed(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, tuple[NeedLine, ...]]:
    """What these pupils need today, for a list of them: one statement, one more to note that it was opened.

    Nobody's without leave to see needs; the pupils are such as this person may see.
    """
    if not actor.may(Permission.SEE_NEEDS):
        return {}
    rows = Need.objects.filter(covers(actor.today), school_id=actor.school).order_by("pupil_id", "kind", "id")
    wanted = frozenset(pupil_ids)
    found: dict[int, list[NeedLine]] = {}
    for row in rows:
        if row.pupil_id in wanted:
            found.setdefault(row.pupil_id, []).append(_line(row))
    log_list(actor, what="needs", count=len(found))
    return {pupil: tuple(lines) for pupil, lines in found.items()}


def need_place(public_id: UUID) -> str:
    """Where a need's words belong, to which their encryption is bound."""
    return f"pupils.need|{public_id}"


def _line(row: Need) -> NeedLine:
    return NeedLine(
        public_id=row.public_id,
        kind=row.kind,
        title=Need.Kind(row.kind).label,
        says=decrypt(row.says, place=need_place(row.public_id)) if row.says else "",
        first=row.first,
        last=row.last,
        made_by=row.made_by_name,
    )


def needs_version(actor: Actor) -> str:
    """A word that changes whenever a need of the school does: one statement, nothing decrypted."""
    rows = Need.objects.filter(school_id=actor.school)
    facts = rows.aggregate(newest=Max("id"), in_force=Count("id", filter=covers(actor.today)))
    return f"{facts['newest']}/{facts['in_force']}"
