"""Home visits as the office sees them: asked for, planned, out with their clocks, and made (ABS-E)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from rollbook.absence.models import Doorstep, DoorstepChild, HomeVisit, VisitPupil, VisitsOut
from rollbook.absence.queries.visit_words import NO_OUT, NO_VISIT, place_of
from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.audit.prepared import Prepared, given, in_one_row
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.home_visits import NextStep, Seen, Urgency, Who
from rollbook.rules.refused import NotAllowed, NotFound

MOST = 400
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DoorLine:
    """What was found at a door; `children` by pupil id. `note` only for those who may read it."""

    answer_id: uuid.UUID
    who: Who
    inside: bool
    children: Mapping[int, Seen]
    card_left: bool
    next_step: NextStep
    taken_at: datetime
    at: datetime
    by_name: str
    note: str = ""

    @property
    def seen(self) -> int:
        return sum(one is not Seen.NO for one in self.children.values())


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit: whose home, why, how soon; the last answer at its door if it was made."""

    public_id: uuid.UUID
    pupils: tuple[PupilLine, ...]
    urgency: Urgency
    reason: str
    has_risks: bool
    asked_at: datetime
    asked_by: str
    out: uuid.UUID | None
    place: int
    done_at: datetime | None
    dropped_at: datetime | None
    dropped_by: str
    doors: tuple[DoorLine, ...]

    @property
    def door(self) -> DoorLine | None:
        return self.doors[-1] if self.doors else None


@dataclass(frozen=True, slots=True)
class OutLine:
    """Two people and their route; `over` minutes past the moment when they were expected, 0 before it."""

    public_id: uuid.UUID
    leaves_at: datetime
    due_back_at: datetime
    left_at: datetime | None
    back_at: datetime | None
    people: tuple[tuple[int, str], tuple[int, str]]
    duty: tuple[int, str]
    visits: tuple[VisitLine, ...]
    over: int
    left: int

    @property
    def names(self) -> str:
        return f"{self.people[0][1]} and {self.people[1][1]}"

    @property
    def is_out(self) -> bool:
        return self.left_at is not None and self.back_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_out and self.over > 0


@dataclass(frozen=True, slots=True)
class VisitsBoard:
    """Everything that is open, and what was made today."""

    asked: tuple[VisitLine, ...]
    planned: tuple[OutLine, ...]
    out: tuple[OutLine, ...]
    done: tuple[VisitLine, ...]


def visits_board(actor: Actor) -> VisitsBoard:
    """Home visits that are asked for, planned, out now and made today: six statements.

    Without a pupil's visits whom this person may not know of.
    """
    midnight = datetime.combine(actor.today, time(), LONDON)
    rows = HomeVisit.objects.filter(Q(done_at=None, dropped_at=None) | Q(done_at__gte=midnight), school_id=actor.school)
    lines = _lines(actor, list(rows.order_by("asked_at", "id")[:MOST]))
    outs = outs_of(actor, lines, _open_outs(actor))
    going = {out.public_id for out in outs if out.back_at is None}
    waiting = [v for v in lines if v.done_at is None and v.out not in going]
    return VisitsBoard(
        asked=tuple(sorted(waiting, key=lambda v: (v.urgency.rank, v.asked_at, v.public_id))),
        planned=tuple(out for out in outs if out.left_at is None),
        out=tuple(out for out in outs if out.is_out),
        done=tuple(v for v in lines if v.done_at is not None),
    )


def out_page(actor: Actor, public_id: uuid.UUID) -> OutLine:
    """Two people and their route: six statements. NotFound for another school's."""
    row = VisitsOut.objects.filter(school_id=actor.school, public_id=public_id).first()
    if row is None:
        raise NotFound(NO_OUT)
    visits = HomeVisit.objects.filter(school_id=actor.school, out=row).order_by("place", "id")
    return outs_of(actor, _lines(actor, list(visits)), [row])[0]


def visit_page(actor: Actor, public_id: uuid.UUID) -> VisitLine:
    """One visit with every answer and its notes: five statements, one of which notes who opened it."""
    row = HomeVisit.objects.filter(school_id=actor.school, public_id=public_id).first()
    found = _lines(actor, [row], with_notes=True) if row else ()
    if not found:
        raise NotFound(NO_VISIT)
    log_access(actor, what="home visit", subject=f"home-visit:{public_id}")
    return found[0]


def risks_of(actor: Actor, public_id: uuid.UUID) -> str:
    """What visitors must know of a home: two statements, one of which notes who read it.

    For those with leave to see risks, and for the two who are sent there until they are back.
    """
    row = HomeVisit.objects.select_related("out").filter(school_id=actor.school, public_id=public_id).first()
    if row is None:
        raise NotFound(NO_VISIT)
    sent = row.out is not None and row.out.back_at is None and row.out.called_off_at is None
    goes = sent and row.out is not None and actor.user_id in (row.out.first_id, row.out.second_id)
    if not goes and not actor.may(Permission.SEE_VISIT_RISKS):
        raise NotAllowed("What visitors must know of a home is for those who are sent there and the safeguarding lead.")
    log_access(actor, what="risks of a home visit", subject=f"home-visit:{public_id}")
    return decrypt(row.risks, place=place_of(public_id, "risks")) if row.risks else ""


def pupils_of_visit(actor: Actor, public_id: uuid.UUID) -> tuple[int, ...]:
    """The pupils of a visit, by key: one statement."""
    rows = VisitPupil.objects.filter(school_id=actor.school, visit__public_id=public_id).order_by("pupil_id")
    return tuple(rows.values_list("pupil_id", flat=True))


def overdue_now(actor: Actor) -> int:
    """How many pairs of visitors are not back when they should be: one statement."""
    (over,) = _OVERDUE.one(school=actor.school, now=actor.now)
    return int(over)


def _overdue() -> QuerySet[VisitsOut]:
    out = VisitsOut.objects.filter(school_id=given("school"), left_at__isnull=False, back_at=None)
    return out.filter(due_back_at__lt=given("now", "moment"))


_OVERDUE = Prepared(lambda: in_one_row(_overdue(), n=Count("id")))


def outs_of(actor: Actor, visits: Iterable[VisitLine], rows: Iterable[VisitsOut]) -> tuple[OutLine, ...]:
    """These outings with those of the visits that are theirs, in the order of leaving."""
    routes: dict[uuid.UUID, list[VisitLine]] = defaultdict(list)
    for visit in visits:
        if visit.out:
            routes[visit.out].append(visit)
    return tuple(
        OutLine(
            public_id=row.public_id,
            leaves_at=row.leaves_at,
            due_back_at=row.due_back_at,
            left_at=row.left_at,
            back_at=row.back_at,
            people=((row.first_id, row.first_name), (row.second_id, row.second_name)),
            duty=(row.duty_id, row.duty_name),
            visits=tuple(sorted(routes[row.public_id], key=lambda v: v.place)),
            over=max(0, _minutes(actor.now - row.due_back_at)),
            left=max(0, _minutes(row.due_back_at - actor.now)),
        )
        for row in rows
    )


def lines_of(actor: Actor, rows: Collection[HomeVisit]) -> tuple[VisitLine, ...]:
    """These visits as lines: four statements."""
    return _lines(actor, list(rows))


def _open_outs(actor: Actor) -> list[VisitsOut]:
    """What is planned for the next days, and everybody who is out, since whenever."""
    rows = VisitsOut.objects.filter(
        Q(left_at__isnull=False) | Q(on__gte=actor.today, on__lte=actor.today + AHEAD),
        school_id=actor.school,
        back_at=None,
        called_off_at=None,
    )
    return list(rows.order_by("leaves_at", "id"))


def _lines(actor: Actor, rows: list[HomeVisit], *, with_notes: bool = False) -> tuple[VisitLine, ...]:
    ids = [row.pk for row in rows]
    outs = dict(
        VisitsOut.objects.filter(pk__in={row.out_id for row in rows if row.out_id}).values_list("pk", "public_id")
    )
    pairs = list(VisitPupil.objects.filter(visit_id__in=ids).order_by("id").values_list("visit_id", "pupil_id"))
    pupils = {line.id: line for line in pupil_lines(actor, {pupil for _, pupil in pairs}, actor.today)}
    theirs: dict[int, list[PupilLine]] = defaultdict(list)
    for visit, pupil in pairs:
        if pupil in pupils:
            theirs[visit].append(pupils[pupil])
    doors = _doors(actor, ids, with_notes=with_notes)
    return tuple(
        VisitLine(
            public_id=row.public_id,
            pupils=tuple(theirs[row.pk]),
            urgency=Urgency(row.urgency),
            reason=decrypt(row.reason, place=place_of(row.public_id, "reason")),
            has_risks=bool(row.risks),
            asked_at=row.asked_at,
            asked_by=row.asked_by_name,
            out=outs.get(row.out_id) if row.out_id else None,
            place=row.place,
            done_at=row.done_at,
            dropped_at=row.dropped_at,
            dropped_by=row.dropped_by_name,
            doors=doors.get(row.pk, ()),
        )
        for row in rows
        if theirs[row.pk]
    )


def _doors(actor: Actor, visits: Collection[int], *, with_notes: bool) -> Mapping[int, tuple[DoorLine, ...]]:
    rows = list(Doorstep.objects.filter(school_id=actor.school, visit_id__in=visits).order_by("at", "id"))
    if not rows:
        return {}
    seen: dict[int, dict[int, Seen]] = defaultdict(dict)
    children = DoorstepChild.objects.filter(doorstep_id__in=[row.pk for row in rows]).order_by("id")
    for child in children:
        seen[child.doorstep_id][child.pupil_id] = _seen(child)
    found: dict[int, tuple[DoorLine, ...]] = defaultdict(tuple)
    for row in rows:
        note = decrypt(row.note, place=place_of(row.answer_id, "note")) if with_notes and row.note else ""
        found[row.visit_id] += (
            DoorLine(
                answer_id=row.answer_id,
                who=Who(row.who),
                inside=row.inside,
                children=seen[row.pk],
                card_left=row.card_left,
                next_step=NextStep(row.next_step),
                taken_at=row.taken_at,
                at=row.at,
                by_name=row.by_name,
                note=note,
            ),
        )
    return found


def _seen(child: DoorstepChild) -> Seen:
    if child.alone:
        return Seen.ALONE
    return Seen.SEEN if child.seen else Seen.NO


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
