"""About whom, and with whom, the safeguarding lead holds contact; why only for those who may hold it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from rollbook.absence.models import ContactHold
from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.audit.prepared import PreparedRows, given
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold that stands: about a pupil, with one contact or (None) with everybody; `why` for those allowed."""

    public_id: uuid.UUID
    pupil: int
    contact: int | None
    first: date
    last: date | None
    by_name: str
    why: str

    @property
    def says(self) -> str:
        return f"held by the safeguarding lead, ask {self.by_name}"


def hold_place(hold: uuid.UUID) -> str:
    """Where the reason of a hold belongs, to which its encryption is bound."""
    return f"contact-hold:{hold}"


def holds_on(actor: Actor, on: date, pupils: Collection[int]) -> Mapping[int, tuple[HoldLine, ...]]:
    """The holds that stand about these pupils on a day: one statement; without their reasons."""
    found: dict[int, tuple[HoldLine, ...]] = {}
    for row in _ABOUT.rows(school=actor.school, on=on, pupils=tuple(pupils)):
        line = HoldLine(row.public_id, row.pupil_id, row.contact_id, row.first, row.last, row.by_name, "")
        found[row.pupil_id] = (*found.get(row.pupil_id, ()), line)
    return found


def held_about(actor: Actor, on: date, pupils: Collection[int]) -> Mapping[int, str]:
    """About which of these pupils nobody at all is written to on a day, and whom to ask: one statement."""
    holds = holds_on(actor, on, pupils)
    return {pupil: hold.by_name for pupil, own in holds.items() for hold in own if hold.contact is None}


def why_held(
    actor: Actor, wanted: Collection[tuple[tuple[int, ...], int | None]]
) -> Mapping[tuple[tuple[int, ...], int | None], str]:
    """Of pupils and the contact who would be written to: where nothing goes, and why; one statement."""
    holds = holds_on(actor, actor.today, {pupil for pupils, _ in wanted for pupil in pupils})
    found: dict[tuple[tuple[int, ...], int | None], str] = {}
    for pupils, contact in wanted:
        held = (hold for pupil in pupils for hold in holds.get(pupil, ()) if hold.contact in (None, contact))
        if hold := next(held, None):
            found[pupils, contact] = f"Contact is {hold.says}"
    return found


def holds_of(actor: Actor, pupil: int) -> tuple[HoldLine, ...]:
    """A pupil's holds that stand today, with their reasons for those who may hold contact; that is noted."""
    rows = list(_standing(actor, actor.today).filter(pupil_id=pupil).order_by("made_at", "id"))
    may = actor.may(Permission.HOLD_CONTACT)
    if rows and may:
        log_access(actor, what="hold on contact", subject=f"pupil-id:{pupil}")
    return tuple(
        HoldLine(
            row.public_id, row.pupil_id, row.contact_id, row.first, row.last, row.by_name,
            decrypt(row.why, place=hold_place(row.public_id)) if may else "",
        )
        for row in rows
    )  # fmt: skip


def _standing(actor: Actor, on: date) -> QuerySet[ContactHold]:
    return _of_day(actor.school, on)


def _of_day(school: int, on: date) -> QuerySet[ContactHold]:
    lasting = Q(last=None) | Q(last__gte=on)
    return ContactHold.objects.filter(lasting, school_id=school, ended_at=None, first__lte=on)


_ABOUT = PreparedRows(
    ContactHold,
    lambda: (
        _of_day(given("school"), given("on", "day"))
        .filter(pupil_id__in=given("pupils", many=True))
        .order_by("made_at", "id")
    ),
)
