"""At the desk: who came late, went early or came back, and which marks wait for a word."""

from __future__ import annotations

from collections import Counter

from django.urls import reverse

from rollbook.absence.views.places import pupil_url
from rollbook.absence.words import count, wall_clock
from rollbook.home.queries import Today
from rollbook.home.views.lanes.links import PupilLink
from rollbook.home.views.lanes.rows import Act, Lane, Line
from rollbook.rules.access import Permission
from rollbook.site.queries import MovementLine, waiting_of
from rollbook.web.pages import OfficeRequest

_WORDS = {"arrived": "arrived late", "left": "left", "returned": "came back"}


def at_desk(request: OfficeRequest, today: Today, *, whole: bool = False) -> Lane:
    """Marks to confirm, the one that waited longest on top; with `whole` the settled movements after them."""
    waiting = waiting_of(today.desk)
    settled = [line for line in today.desk if not line.waits]
    return Lane(
        key="lane-desk",
        title="At the desk",
        lines=tuple(_line(request, one) for one in (*waiting, *(settled if whole else ()))),
        more_url="" if whole or not settled else "?all=desk#lane-desk",
        more_says=f"Show {count(len(settled), 'settled movement')}",
        hot=bool(waiting),
        due=_due(today, len(waiting)),
        count=len(waiting),
        done=_done(today),
    )


def _due(today: Today, waiting: int) -> str:
    kinds = Counter(line.kind for line in today.desk)
    parts = [f"{count(waiting, 'mark')} to confirm"] if waiting else []
    parts += [f"{kinds[kind]} {words}" for kind, words in _WORDS.items() if kinds[kind]]
    if today.late:
        parts.append(f"{today.late} marked late this {today.moment.half.label}")
    return " · ".join(parts)


def _done(today: Today) -> str:
    if not today.desk:
        return "Nobody has come late, left or come back."
    return f"Every movement is settled, the last at {wall_clock(today.desk[0].at)}."


def _line(request: OfficeRequest, one: MovementLine) -> Line:
    where = {"school": request.school.slug, "movement": one.public_id}
    runs = request.actor.may(Permission.RUN_FRONT_DESK)
    acts = [Act("Open", reverse("site:moved", kwargs=where), hidden=one.pupil.name)] if runs else []
    if runs and one.waits:
        confirm = (("act", "confirm"), ("to", "today"))
        acts.insert(0, Act(one.confirm, reverse("site:settle", kwargs=where), one.pupil.name, confirm, main=True))
    said = f"{one.says} {wall_clock(one.at)}"
    said += f" · {one.reason_says}" if one.reason else ""
    return Line(
        key=f"desk-{one.public_id}",
        pupil=PupilLink(one.pupil.name, pupil_url(request, one.pupil.public_id)),
        forms=one.pupil.registration,
        says=said,
        about=_about(one),
        acts=tuple(acts),
    )


def _about(one: MovementLine) -> str:
    if one.session is None:
        return ""
    stands = f"{one.stands} stands" if one.stands else "no mark yet"
    return f"{one.session.half.label.capitalize()}: {stands}" + (f", {one.proposed} proposed" if one.waits else "")
