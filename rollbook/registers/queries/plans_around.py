"""Who is planned away around a day: who begins, who comes back, who is away on the next school day (REG-F, RUN-A)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rollbook.audit.prepared import Prepared, given
from rollbook.registers.models import PlannedMark
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class PlannedSpan:
    """A pupil's planned absence; `weekdays` as ISO numbers, "12345" for every school day."""

    pupil_id: int
    code: str
    first: date
    last: date
    weekdays: str

    def covers(self, on: date) -> bool:
        return self.first <= on <= self.last and str(on.isoweekday()) in self.weekdays


@dataclass(frozen=True, slots=True)
class PlansAround:
    """Each pupil once in each list, in the order in which it was planned."""

    begins: tuple[PlannedSpan, ...]
    back: tuple[PlannedSpan, ...]
    next_day: tuple[PlannedSpan, ...]


def plans_around(actor: Actor, on: date, *, before: date | None, after: date | None) -> PlansAround:
    """Whose planned absence begins on a day, ended just before it, or covers the next school day: one statement.

    `before` and `after` are the school days on either side, None where none is known.
    """
    rows = _AROUND.rows(school=actor.school, first=before or on, last=after or on)
    found = [PlannedSpan(*row) for row in rows]
    away = {span.pupil_id for span in found if span.covers(on)}
    return PlansAround(
        begins=_each_once(span for span in found if span.first == on and span.covers(on)),
        back=_each_once(span for span in found if span.last < on and span.pupil_id not in away),
        next_day=_each_once(span for span in found if after is not None and span.covers(after)),
    )


_AROUND = Prepared(
    lambda: (
        PlannedMark.objects.filter(
            school_id=given("school"), first__lte=given("last", "day"), last__gte=given("first", "day"), ended_by=None
        )
        .order_by("id")
        .values_list("pupil_id", "code", "first", "last", "weekdays")
    )
)


def _each_once(spans: Iterable[PlannedSpan]) -> tuple[PlannedSpan, ...]:
    return tuple({span.pupil_id: span for span in spans}.values())
