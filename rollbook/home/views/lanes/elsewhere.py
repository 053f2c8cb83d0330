"""Trips and placements whose word is still awaited: each is a clock of its own (REG-F)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from rollbook.absence.words import count, short_day
from rollbook.home.views.lanes.rows import Act, Line
from rollbook.registers.queries.unconfirmed import WaitingList
from rollbook.web.pages import OfficeRequest


def trip_lines(request: OfficeRequest, trips: Iterable[WaitingList]) -> list[Line]:
    """The longest waiting first, each with where it is confirmed."""
    return [_line(request, one) for one in trips]


def _line(request: OfficeRequest, one: WaitingList) -> Line:
    on, half = one.session.on, one.session.half
    late = one.days_old > 0
    says = f"{count(one.pupils, 'pupil')} not confirmed for {short_day(on)}, {half.label}"
    if one.outing is None:
        url = reverse("registers:day", kwargs={"school": request.school.slug}) + f"?on={on.isoformat()}#unconfirmed"
        return Line(f"trip-{on}-{half.name}", "Planned one by one", says=says, acts=(Act("Confirm", url),))
    where = {"school": request.school.slug, "outing": one.outing.public_id, "on": on.isoformat()}
    url = reverse("registers:outing-confirm", kwargs={**where, "half": half.name.lower()})
    return Line(
        key=f"trip-{one.outing.public_id}-{on}-{half.name}",
        title=one.outing.name,
        tag=f"{count(one.days_old, 'day')} old" if late else "Today",
        tone="stop" if late else "warn",
        says=f"{says}. Waits for {one.outing.who}.",
        about="COD-7, REG-16",
        acts=(Act("Confirm", url, hidden=one.outing.name),),
    )
