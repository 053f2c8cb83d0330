"""What was changed in the register lately: one pupil's amendments, and what stood before everybody's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rollbook.audit.prepared import Prepared, given
from rollbook.registers.models import Amendment
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session
from rollbook.timetable.queries.named import lessons_named


@dataclass(frozen=True, slots=True)
class Change:
    """A mark that gave way to another; `reason` is empty for those who may not see reasons."""

    session: Session
    was: str
    now: str
    reason: str
    at: datetime
    by_name: str
    by_role: str
    lesson: str = ""

    @property
    def title(self) -> str:
        on, where = self.session.on, self.lesson or self.session.half.name.lower()
        return f"{self.was} became {self.now or 'blank'}, {on:%a} {on.day} {on:%b} {where}"


def changes_of(actor: Actor, pupil_id: int, *, most: int) -> tuple[Change, ...]:
    """A pupil's latest amendments, those of lessons with their period: at most three statements (REG-7)."""
    rows = list(Amendment.objects.filter(school_id=actor.school, pupil_id=pupil_id).order_by("-at", "-id")[:most])
    lessons, _ = lessons_named(actor, {a.lesson for a in rows if a.lesson})
    may_know = actor.may(Permission.SEE_REASONS) or actor.may(Permission.SEE_RECORD)
    return tuple(
        Change(
            session=Session(a.date, Half(a.half)),
            was=a.old,
            now=a.new,
            reason=a.reason if may_know else "",
            at=a.at,
            by_name=a.by_name,
            by_role=a.by_role,
            lesson=lessons[a.lesson].period if a.lesson in lessons else "",
        )
        for a in rows
    )


def stood_before(actor: Actor, moment: datetime) -> Mapping[int, Mapping[Session, str]]:
    """The codes that stood at a moment in the sessions amended since, by pupil: one statement (REG-7, PEN-14)."""
    found: dict[int, dict[Session, str]] = {}
    for pupil, on, half, old in _OLD.rows(school=actor.school, since=moment):
        found.setdefault(pupil, {}).setdefault(Session(on, Half(half)), old)
    return found


_OLD = Prepared(
    lambda: (
        Amendment.objects.filter(school_id=given("school"), at__gte=given("since", "moment"), lesson="")
        .order_by("at", "id")
        .values_list("pupil_id", "date", "half", "old")
    )
)
