"""The log of questions: what is open, what was answered, by pupil and lately (ABS-I)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from rollbook.audit.keys import decrypt
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.told import Kind, Told
from rollbook.work.models import Question

IN_SIGHT = timedelta(days=30)
MOST = 200


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question, or word to a family, as the log shows it; `pupil` None where it is about nobody."""

    public_id: uuid.UUID
    kind: str
    kind_says: str
    at: datetime
    asker: str
    way: str
    who: str
    says: str
    pupil: PupilLine | None
    due: date | None
    taken_by: str
    answer: str
    answered_at: datetime | None
    answered_by: str

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


def questions_log(actor: Actor) -> tuple[QuestionLine, ...]:
    """Everything that is open, the soonest due first, then the last thirty days, the newest first: two statements."""
    actor.require(Permission.LOG_QUESTIONS)
    rows = Question.objects.filter(Q(answered_at=None) | Q(at__gte=actor.now - IN_SIGHT), school_id=actor.school)
    lines = _lines(actor, rows.order_by("-at", "-id")[:MOST])
    waiting = sorted((one for one in lines if one.is_open), key=lambda one: (one.due or date.max, one.at))
    return (*waiting, *(one for one in lines if not one.is_open))


def question(actor: Actor, public_id: uuid.UUID) -> QuestionLine:
    """One of them; NotFound for another school's, or about a pupil whom this person may not see."""
    actor.require(Permission.LOG_QUESTIONS)
    found = _lines(actor, Question.objects.filter(school_id=actor.school, public_id=public_id))
    if not found:
        raise NotFound("There is no such question in this school’s log, or none that you may see.")
    return found[0]


def history_of(actor: Actor, pupil: int, first: date, last: date) -> tuple[Told, ...]:
    """What was asked about a pupil and told to the family, for those who keep the log: one statement."""
    if not actor.may(Permission.LOG_QUESTIONS):
        return ()
    begins = datetime.combine(first, datetime.min.time(), LONDON)
    ends = datetime.combine(last + timedelta(days=1), datetime.min.time(), LONDON)
    rows = Question.objects.filter(school_id=actor.school, pupil_id=pupil, at__gte=begins, at__lt=ends)
    return tuple(
        Told(
            at=row.at,
            kind=Kind.QUERY,
            says=_told(row),
            by=row.taken_by_name,
            url_name="work:question",
            url_id=str(row.public_id),
            words=decrypt(row.says, place=place_of(row.public_id, "says")) if actor.may(Permission.SEE_REASONS) else "",
        )
        for row in rows.order_by("-at", "-id")
    )


def place_of(question: uuid.UUID, what: str) -> str:
    """Where the words of the log belong, to which their encryption is bound."""
    return f"question:{question}:{what}"


def _told(row: Question) -> str:
    way = Question.Way(row.way).label.lower()
    if row.kind == Question.Kind.ASKED:
        ended = "answered" if row.answered_at else "not answered yet"
        return f"Question by {way} ({Question.Asker(row.asker).label.lower()}), {ended}"
    return f"{Question.Kind(row.kind).label} by {way}"


def _lines(actor: Actor, rows: QuerySet[Question]) -> tuple[QuestionLine, ...]:
    found = list(rows)
    pupils = {p.id: p for p in pupil_lines(actor, {r.pupil_id for r in found if r.pupil_id}, actor.today)}
    return tuple(
        QuestionLine(
            public_id=r.public_id,
            kind=r.kind,
            kind_says=Question.Kind(r.kind).label,
            at=r.at,
            asker=Question.Asker(r.asker).label,
            way=Question.Way(r.way).label,
            who=_read(r, "who", r.who),
            says=_read(r, "says", r.says),
            pupil=pupils.get(r.pupil_id or 0),
            due=r.due,
            taken_by=r.taken_by_name,
            answer=_read(r, "answer", r.answer),
            answered_at=r.answered_at,
            answered_by=r.answered_by_name,
        )
        for r in found
        if r.pupil_id is None or r.pupil_id in pupils
    )


def _read(row: Question, what: str, kept: bytes | memoryview) -> str:
    return decrypt(kept, place=place_of(row.public_id, what)) if kept else ""
