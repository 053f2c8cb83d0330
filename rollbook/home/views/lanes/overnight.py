"""Overnight: what came in before the day, and who begins, comes back or goes today."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from rollbook.absence.words import count
from rollbook.home.queries import Today
from rollbook.home.views.lanes.rows import Act, Lane, Line, names_of
from rollbook.pupils.queries import PupilLine
from rollbook.registers.queries.plans_around import PlannedSpan
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest

Spans = Iterable[tuple[PupilLine, PlannedSpan]]


def overnight(request: OfficeRequest, today: Today) -> Lane:
    """Reports to file first, then who is planned away from today and who is due back."""
    lines = (*_to_file(request, today), *_plans(request, today))
    return Lane("lane-overnight", "Overnight", lines, hot=bool(today.to_file), done="Nothing came in.")


def named_with_codes(spans: Spans) -> str:
    """E.g. Amir Haddad 7C (M), Ife Bankole 7D (C)."""
    return names_of([f"{p.name} {p.registration} ({span.code})".replace("  ", " ") for p, span in spans])


def _to_file(request: OfficeRequest, today: Today) -> Iterable[Line]:
    if not today.to_file:
        return
    url = reverse("absence:line", kwargs={"school": request.school.slug})
    verb = "waits" if today.to_file == 1 else "wait"
    says = "Told by telephone, voicemail, e-mail, text or form; nobody has confirmed them yet."
    title = f"{count(today.to_file, 'report')} of absence {verb} to be filed"
    yield Line("to-file", title, says=says, acts=(Act("File them", url, main=True),))


def _plans(request: OfficeRequest, today: Today) -> Iterable[Line]:
    url = reverse("registers:planned", kwargs={"school": request.school.slug})
    acts = (Act("See plans", url),) if request.actor.may(Permission.AMEND_MARKS) else ()
    if today.planned.begins:
        title = f"{count(len(today.planned.begins), 'pupil')} planned away from today"
        yield Line("plans-begin", title, says=named_with_codes(today.planned.begins), acts=acts)
    if today.planned.back:
        title = f"{count(len(today.planned.back), 'pupil')} due back today"
        yield Line("plans-back", title, says=f"Planned absence has ended: {named_with_codes(today.planned.back)}")
