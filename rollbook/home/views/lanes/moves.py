"""Who starts and who leaves."""

from __future__ import annotations

from dataclasses import dataclass

from rollbook.absence.views.places import pupil_url
from rollbook.absence.words import short_day
from rollbook.home.queries import Today
from rollbook.home.views.lanes.links import PupilLink
from rollbook.web.pages import OfficeRequest


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A pupil who joins or leaves."""

    pupil: PupilLink
    forms: str
    tag: str
    tone: str
    says: str


def move_rows(request: OfficeRequest, today: Today) -> list[MoveRow]:
    on = today.moment.on
    rows = []
    for pupil in today.movements.new:
        if pupil.first_day is None:
            continue
        when = "today" if pupil.first_day == on else short_day(pupil.first_day)
        verb, tone = ("Starts", "info") if pupil.first_day >= on else ("Started", "")
        rows.append((pupil.first_day != on, pupil.first_day, pupil, f"{verb} {when}", tone))
    for pupil in today.movements.leaving:
        if pupil.last_day is None:
            continue
        when = "today" if pupil.last_day == on else short_day(pupil.last_day)
        verb, tone = ("Last day", "warn") if pupil.last_day >= on else ("Left", "")
        rows.append((pupil.last_day != on, pupil.last_day, pupil, f"{verb} {when}", tone))
    rows.sort(key=lambda row: (row[0], row[1], row[2].id))
    return [
        MoveRow(PupilLink(p.name, pupil_url(request, p.public_id)), p.registration, tag, tone, "")
        for _, _, p, tag, tone in rows
    ]
