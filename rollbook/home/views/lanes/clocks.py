"""Unexplained sessions against the legal clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rollbook.absence.views.places import pupil_url, settle_url
from rollbook.absence.views.unexplained import clock_tag
from rollbook.absence.words import count, joined, short_day
from rollbook.home.queries import PupilClocks
from rollbook.home.views.lanes.links import PupilLink
from rollbook.web.pages import OfficeRequest


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A pupil's unexplained sessions against the legal clock."""

    key: str
    pupil: PupilLink
    forms: str
    tag: str
    tone: str
    says: str
    due: str
    settle_o: str
    settle: str

    @property
    def slot(self) -> str:
        return f"#{self.key}-slot"


def clock_rows(request: OfficeRequest, clocks: Sequence[PupilClocks]) -> list[ClockRow]:
    return [_clock_row(request, one) for one in clocks]


def _clock_row(request: OfficeRequest, one: PupilClocks) -> ClockRow:
    urgent = one.due or one.absences[:1]
    tag, tone = clock_tag(urgent[0])
    last = urgent[-1].clock.session
    sessions = [absence.clock.session for absence in urgent]
    must = f"{count(len(sessions), 'session')} must become O" if one.due else count(len(sessions), "session")
    due = urgent[-1].clock.due
    return ClockRow(
        key=f"clock-{one.pupil.public_id}",
        pupil=PupilLink(one.pupil.name, pupil_url(request, one.pupil.public_id)),
        forms=one.pupil.registration,
        tag=tag,
        tone=tone,
        says=f"{must} unless the reason is found: {joined(sessions, around=request.actor.today, most=3)}",
        due=short_day(due) if due else "",
        settle_o=settle_url(request, one.pupil.public_id, last, "?for=pupil&code=O&back=today") if one.due else "",
        settle=settle_url(request, one.pupil.public_id, last, "?for=pupil&back=today"),
    )
