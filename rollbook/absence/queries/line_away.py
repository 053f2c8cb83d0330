"""Passing on what was told: who is away today, for those who teach or look after them; no words, no reasons (MED-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.absence.models import Report, ReportMark
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half


@dataclass(frozen=True, slots=True)
class Away:
    """A pupil who is away as the family told us: which half, and when they are expected back, where that was said."""

    pupil: PupilLine
    halves: tuple[Half, ...]
    back: date | None

    @property
    def says(self) -> str:
        return "all day" if len(self.halves) == 2 else self.halves[0].label


def told_away(actor: Actor, on: date) -> tuple[Away, ...]:
    """Pupils this person may know of who are away that day by a report that was filed: two statements."""
    rows = ReportMark.objects.filter(school_id=actor.school, date=on, report__state=Report.State.FILED)
    halves: dict[int, set[Half]] = {}
    back: dict[int, date | None] = {}
    for pupil, half, expected in rows.order_by("id").values_list("pupil_id", "half", "report__expected_back"):
        halves.setdefault(pupil, set()).add(Half(half))
        back[pupil] = expected or back.get(pupil)
    return tuple(
        Away(line, tuple(sorted(halves[line.id])), back.get(line.id)) for line in pupil_lines(actor, set(halves), on)
    )
