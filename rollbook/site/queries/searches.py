"""The pupils who are being looked for, and what was done."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from rollbook.audit.keys import decrypt
from rollbook.audit.prepared import PreparedRows, given
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.site.models import Search, SearchStep

NO_SEARCH = "There is no such search in this school."


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: what, when, by whom, and the words that were written."""

    kind: str
    says: str
    at: datetime
    by_name: str
    note: str


@dataclass(frozen=True, slots=True)
class SearchLine:
    """A pupil who is missing or was; `known` is what marks and the desk said when it was reported."""

    public_id: uuid.UUID
    pupil: PupilLine
    lesson: str
    known: str
    is_drill: bool
    version: int
    reported_at: datetime
    reported_by: str
    taken_at: datetime | None
    left_site_at: datetime | None
    ended_at: datetime | None
    outcome: str
    steps: tuple[StepLine, ...] = ()

    @property
    def state(self) -> str:
        """How it stands, in words; that the pupil left the site weighs most."""
        if self.ended_at is not None:
            return SearchStep.Kind(self.outcome).label
        if self.left_site_at is not None:
            return "Left the site: missing child"
        return "Being looked for" if self.taken_at else "Nobody has taken it yet"


def searches_of_today(actor: Actor) -> tuple[SearchLine, ...]:
    """Everybody who is missing, and today's who were found, the latest first: two statements."""
    actor.require(Permission.WATCH_MISSING)
    lines = _lines(actor, _OF_TODAY.rows(school=actor.school, today=actor.today))
    return tuple(sorted(lines, key=lambda line: line.ended_at is not None))


def _of_today() -> QuerySet[Search]:
    wanted = Q(on=given("today", "day")) | Q(ended_at=None)
    return Search.objects.filter(wanted, school_id=given("school")).order_by("-reported_at", "-id")


_OF_TODAY = PreparedRows(Search, _of_today)


def searches_version(actor: Actor) -> str:
    """What grows with every step of today's searches: one statement, asked again and again."""
    rows = Search.objects.filter(Q(on=actor.today) | Q(ended_at=None), school_id=actor.school)
    found = rows.aggregate(n=Count("id"), v=Sum("version"))
    return f"{found['n']}.{found['v'] or 0}"


def search(actor: Actor, public_id: uuid.UUID) -> SearchLine:
    """One search with its steps in order: three statements; its words only for those who watch."""
    row = Search.objects.filter(school_id=actor.school, public_id=public_id).first()
    found = _lines(actor, [row]) if row else ()
    if row is None or not found:
        raise NotFound(NO_SEARCH)
    (line,) = found
    steps = tuple(_step(actor, s) for s in SearchStep.objects.filter(search_id=row.pk).order_by("at", "id"))
    return replace(line, steps=steps)


def place(step_id: uuid.UUID) -> str:
    """Where the words of a step belong, to which their encryption is bound."""
    return f"search-step:{step_id}"


def _lines(actor: Actor, rows: Sequence[Search]) -> tuple[SearchLine, ...]:
    sees = {Permission.SEE_ALL_PUPILS} if actor.may(Permission.WATCH_MISSING) else set()
    watching = replace(actor, permissions=actor.permissions | sees)  # whoever is on call looks for any pupil
    pupils = {p.id: p for p in pupil_lines(watching, {row.pupil_id for row in rows}, actor.today)}
    return tuple(
        SearchLine(
            public_id=r.public_id,
            pupil=pupils[r.pupil_id],
            lesson=r.lesson,
            known=r.known,
            is_drill=r.is_drill,
            version=r.version,
            reported_at=r.reported_at,
            reported_by=r.reported_by_name,
            taken_at=r.taken_at,
            left_site_at=r.left_site_at,
            ended_at=r.ended_at,
            outcome=r.outcome,
        )
        for r in rows
        if r.pupil_id in pupils
    )


def _step(actor: Actor, row: SearchStep) -> StepLine:
    watches = actor.may(Permission.WATCH_MISSING)
    note = decrypt(row.note, place=place(row.step_id)) if row.note and watches else ""
    return StepLine(row.kind, SearchStep.Kind(row.kind).label, row.at, row.by_name, note)
