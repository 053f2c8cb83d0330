"""What a signed copy says: all that is on the meeting's page, with the figures at the end of its day (MTG-2)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rollbook.audit.keys import decrypt
from rollbook.meetings.places import meeting_place
from rollbook.meetings.queries.figures import Figures, figures_of
from rollbook.meetings.queries.opening import found
from rollbook.meetings.queries.page import MeetingPage, page_of
from rollbook.meetings.queries.points import PointLine
from rollbook.pupils.queries import PupilLine
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.schools.queries import school_line


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One file to be drawn: of the whole meeting (`pupil` None) or of one pupil alone; `said` is all that is on it."""

    pupil: int | None
    name: str
    title: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be signed: the pages, and the versions of the words they were made from, by pupil (key)."""

    versions: Mapping[int | None, int]
    sequence: int
    why: str
    said: Mapping[str, Any]
    pages: tuple[SheetPage, ...]


def to_sign(actor: Actor, meeting: uuid.UUID) -> Sheet:
    """What would be signed now. Refused before the meeting, without a word of minutes, or with pupils unseen."""
    row = found(actor, meeting)
    page = page_of(actor, row)
    if page.line.others:
        raise Refused("This meeting is also about pupils whom you may not see. Somebody who may is to sign it.")
    if page.line.at > actor.now:
        raise Refused("The meeting has not begun. Minutes are signed afterwards.")
    if not any(one.words.strip() for one in page.minutes):
        raise Refused("Nothing is written in the minutes yet.")
    on = min(page.line.at.astimezone(LONDON).date(), actor.today)
    figures = figures_of(actor, [pupil.id for pupil in page.line.pupils], on, before=page.line.at)
    place = meeting_place(meeting, "correction", row.edition)
    why = decrypt(row.correction, place=place) if row.correction else ""
    said = said_of(actor, page, figures, why)
    return Sheet(
        versions={one.pupil: one.version for one in page.minutes},
        sequence=page.sequence,
        why=why,
        said=said,
        pages=tuple(_pages(page, said)),
    )


def said_of(actor: Actor, page: MeetingPage, figures: Mapping[int, Figures], why: str = "") -> dict[str, Any]:
    """Everything that a copy says, as plain values: what is frozen, and what the pages are drawn from."""
    line, at = page.line, page.line.at.astimezone(LONDON)
    return {
        "school": school_line(actor).name,
        "kind": line.title,
        "reference": line.public_id.hex[:8].upper(),
        "edition": page.edition,
        "why": why,
        "when": f"{in_words(at.date())}, {at:%H:%M} to {line.ends_at.astimezone(LONDON):%H:%M}",
        "place": line.place,
        "agenda": list(page.agenda),
        "people": [
            [one.name, _as(one.part.label, chairs=one.chairs, minutes=one.minutes), one.presence.label]
            for one in page.people
            if not one.withdrawn
        ],
        "pupils": [_pupil(page, pupil, figures.get(pupil.id)) for pupil in line.pupils],
        "words": page.minute().words,
        "decisions": [[one.label, one.reason] for one in page.decisions if one.pupil is None],
        "points": [_point(page, one.pupil, one) for one in page.points],
        "carried": [_point(page, one.pupil, one) for one in page.carried if not one.is_done],
        "signed": f"Signed by {actor.name}, {actor.role}, on {in_words(actor.today)} at "
        f"{actor.now.astimezone(LONDON):%H:%M}",
        "many": line.kind.many,
    }


def of_one_pupil(said: Mapping[str, Any], pupil: int) -> dict[str, Any]:
    """The same copy about one pupil alone: nothing in it says anything of another."""
    mine = [one for one in said["pupils"] if one["key"] == pupil]
    points = {what: [one for one in said[what] if one["pupil"] == pupil] for what in ("points", "carried")}
    return {**said, **points, "pupils": mine, "words": "", "decisions": [], "many": False, "alone": True}


def _pages(page: MeetingPage, said: Mapping[str, Any]) -> list[SheetPage]:
    day = page.line.at.astimezone(LONDON).date()
    name = f"minutes-{day:%Y-%m-%d}-{said['reference']}-{page.edition}"
    title = f"Minutes: {said['kind']}, {in_words(day)}"
    pages = [SheetPage(None, f"{name}.pdf", title, said)]
    if not page.line.kind.many:
        return pages
    for number, pupil in enumerate(page.line.pupils, start=1):
        pages.append(SheetPage(pupil.id, f"{name}-{number}.pdf", title, of_one_pupil(said, pupil.id)))
    return pages


def _pupil(page: MeetingPage, pupil: PupilLine, figures: Figures | None) -> dict[str, Any]:
    pack = next((one for one in page.pack if one.pupil == pupil.id), None)
    decisions = [[one.label, one.reason] for one in page.decisions if one.pupil == pupil.id]
    return {
        "key": pupil.id,
        "name": pupil.name,
        "form": pupil.registration,
        "figures": [list(row) for row in figures.rows] if figures else [],
        "on": in_words(figures.on) if figures else "",
        "done": pack.done if pack else "",
        "asked": pack.asked if pack else "",
        "words": page.minute(pupil.id).words,
        "decisions": decisions,
    }


def _point(page: MeetingPage, pupil: int | None, one: PointLine) -> dict[str, Any]:
    whom = next((p.name for p in page.line.pupils if p.id == pupil), "")
    return {"pupil": pupil, "about": whom, "says": one.says, "owner": one.owner, "due": in_words(one.due)}


def _as(label: str, *, chairs: bool, minutes: bool) -> str:
    more = [word for word, said in (("chair", chairs), ("minutes", minutes)) if said]
    return f"{label} ({', '.join(more)})" if more else label
