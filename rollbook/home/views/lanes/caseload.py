"""Cases whose clock ends today or has ended, and what Rollbook suggests: each with its one likely act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse

from rollbook.absence.views.places import pupil_url
from rollbook.absence.words import count, short_day
from rollbook.cases.queries import CaseLine, SuggestionLine
from rollbook.home.views.lanes.links import PupilLink
from rollbook.home.views.lanes.rows import Act, Line
from rollbook.web.pages import OfficeRequest


def case_rows(request: OfficeRequest, cases: Iterable[CaseLine]) -> list[Line]:
    """The next step of each, what is overdue first."""
    return [_line(request, one) for one in cases]


def suggested_acts(request: OfficeRequest, suggested: Iterable[SuggestionLine]) -> Mapping[int, tuple[Act, ...]]:
    """By pupil's key: open the case that is suggested, or say why none is opened."""
    found: dict[int, tuple[Act, ...]] = {}
    for one in suggested:
        place = {"school": request.school.slug, "suggestion": one.public_id}
        open_url = reverse("cases:suggestion-open", kwargs=place)
        post = () if one.process.per_contact else (("open", "yes"),)
        hidden = f"{one.pupil.name}, {one.process.name.lower()}"
        found.setdefault(
            one.pupil.id,
            (
                Act("Open a case", open_url, hidden=hidden, post=post),
                Act("No case", reverse("cases:suggestion-dismiss", kwargs=place), hidden=hidden),
            ),
        )
    return found


def _line(request: OfficeRequest, one: CaseLine) -> Line:
    today = request.actor.today
    place = {"school": request.school.slug, "case": one.public_id}
    hidden = f"{one.process.name}, {one.pupil.name}"
    late = one.is_overdue(today)
    tag = "Look here" if one.next_day is None or one.next_day > today else "Overdue" if late else "Today"
    days = ""
    if late and one.next_day is not None:
        days = f" Due {short_day(one.next_day)}, {count((today - one.next_day).days, 'day')} ago."
    return Line(
        key=f"case-{one.public_id}",
        pupil=PupilLink(one.pupil.name, pupil_url(request, one.pupil.public_id)),
        forms=one.pupil.registration,
        tag=tag,
        tone="stop" if late else "warn",
        says=f"{one.process.name}: {one.next_says or 'something to be looked at'}.{days}",
        about=one.owner,
        acts=(Act("Open the case", reverse("cases:case", kwargs=place), hidden=hidden),),
    )
