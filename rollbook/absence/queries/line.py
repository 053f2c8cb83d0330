"""The absence line's inbox: what waits, beside what its words suggest; a person decides (ABS-A)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db.models import Count, Max, Q, Sum

from rollbook.absence.models import Report, ReportFile, ReportPupil
from rollbook.absence.queries.line_suggesting import Heard, Suggested, suggest_all
from rollbook.absence.queries.line_words import opened
from rollbook.audit.actions import log_access
from rollbook.audit.prepared import Prepared, given, in_one_row
from rollbook.formats.values.phones import as_dialled_here, dialled
from rollbook.pupils.queries.reaching import contact_names
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotFound

MOST = 100
WAITING = Q(state__in=(Report.State.NEW, Report.State.RING_BACK))
NO_REPORT = "There is no such report in this school."


@dataclass(frozen=True, slots=True)
class LineItem:
    """One report: who said what, by which way, who took it and when; what is suggested; what became of it.

    `words` and `number` are for those who file reports. `also` are how many other reports wait about the same pupils.
    """

    public_id: uuid.UUID
    way: str
    way_says: str
    state: str
    state_says: str
    doubt: str
    version: int
    words: str
    said_by: str
    number: str
    told_at: datetime
    taken_at: datetime
    taken_by: str
    taken_role: str
    first: date | None
    last: date | None
    code: str
    decided_at: datetime | None
    decided_by: str
    why: str
    rung: str
    rung_by: str
    files: tuple[uuid.UUID, ...]
    suggested: Suggested
    also: int = 0

    @property
    def waits(self) -> bool:
        return self.state in (Report.State.NEW, Report.State.RING_BACK)

    @property
    def is_ready(self) -> bool:
        """Whether one key may file it: nothing is unsure, and nobody has to ring back first."""
        return self.state == Report.State.NEW and self.suggested.is_whole

    @property
    def who(self) -> str:
        """Who said it, as far as it is known: the contact on whom the number is, or as they gave their name."""
        return self.said_by or self.suggested.caller


@dataclass(frozen=True, slots=True)
class Line:
    """What waits, the oldest first; those to be rung back before the others; and what was dealt with today."""

    waiting: tuple[LineItem, ...]
    more: int
    done: tuple[LineItem, ...]

    @property
    def ring_back(self) -> int:
        return sum(item.state == Report.State.RING_BACK for item in self.waiting)


def absence_line(actor: Actor) -> Line:
    """The inbox as it stands: a fixed number of statements, one of which notes who read it."""
    actor.require(Permission.FILE_REPORTS)
    reports = Report.objects.filter(school_id=actor.school)
    waiting = list(reports.filter(WAITING).order_by("told_at", "id")[: MOST + 1])
    done = list(reports.exclude(WAITING).filter(decided_at__gte=_midnight(actor)).order_by("-decided_at", "-id")[:MOST])
    log_access(actor, what="reports of absences", subject=f"school:{actor.school}")
    items = _items(actor, [*waiting[:MOST], *done])
    first = tuple(sorted(items[: len(waiting[:MOST])], key=lambda item: item.state != Report.State.RING_BACK))
    more = reports.filter(WAITING).count() - MOST if len(waiting) > MOST else 0
    return Line(_with_also(first), more, tuple(items[len(waiting[:MOST]) :]))


def report_line(actor: Actor, report: uuid.UUID) -> LineItem:
    """One report, whatever became of it; NotFound for another school's."""
    actor.require(Permission.FILE_REPORTS)
    row = Report.objects.filter(school_id=actor.school, public_id=report).first()
    if row is None:
        raise NotFound(NO_REPORT)
    log_access(actor, what="report of an absence", subject=f"report:{report}")
    return _items(actor, [row])[0]


def line_version(actor: Actor) -> str:
    """What is another whenever a report comes, or something becomes of one: one statement, asked again and again."""
    rows = Report.objects.filter(WAITING | Q(decided_at__gte=_midnight(actor)), school_id=actor.school)
    found = rows.aggregate(n=Count("id"), v=Sum("version"), last=Max("id"))
    return f"{found['n']}.{found['v'] or 0}.{found['last'] or 0}"


def waiting_count(actor: Actor) -> int:
    """How many reports wait for somebody: one statement."""
    (waiting,) = _WAITING.one(school=actor.school)
    return int(waiting)


_WAITING = Prepared(lambda: in_one_row(Report.objects.filter(WAITING, school_id=given("school")), n=Count("id")))


def _items(actor: Actor, rows: Sequence[Report]) -> list[LineItem]:
    if not rows:
        return []
    ids = [row.pk for row in rows]
    pupils = ReportPupil.objects.filter(report_id__in=ids).order_by("report_id", "pupil_id")
    said: dict[int, list[ReportPupil]] = {}
    for one in pupils:
        said.setdefault(one.report_id, []).append(one)
    files: dict[int, list[uuid.UUID]] = {}
    for report, file in ReportFile.objects.filter(report_id__in=ids).order_by("id").values_list("report_id", "file"):
        files.setdefault(report, []).append(file)
    names = contact_names(actor, {row.contact_id for row in rows if row.contact_id is not None})
    heard = [_heard(row, said.get(row.pk, ()), names) for row in rows]
    suggested = suggest_all(actor, heard)
    return [
        _item(row, one, found, tuple(files.get(row.pk, ())))
        for row, one, found in zip(rows, heard, suggested, strict=True)
    ]


def _heard(row: Report, said: Iterable[ReportPupil], names: Mapping[int, str]) -> Heard:
    own = list(said)
    filed = [p.pupil_id for p in own if p.filed]
    return Heard(
        words=opened(row.words, row.public_id, "words"),
        at=row.told_at,
        number=opened(row.number, row.public_id, "number"),
        caller=names.get(row.contact_id or 0, ""),
        contact=row.contact_id,
        pupils=tuple(filed or [p.pupil_id for p in own if not p.asked]),
        asked=tuple(p.pupil_id for p in own if p.asked),
        first=row.first,
        last=row.last,
        halves=row.halves,
        back=row.expected_back,
        code=row.code,
        way=row.get_way_display(),
    )


def _item(row: Report, heard: Heard, suggested: Suggested, files: tuple[uuid.UUID, ...]) -> LineItem:
    number = next(iter(dialled(heard.number)), heard.number) if "@" not in heard.number else heard.number
    return LineItem(
        public_id=row.public_id,
        way=row.way,
        way_says=row.get_way_display(),
        state=row.state,
        state_says=row.get_state_display(),
        doubt=row.get_doubt_display() if row.doubt else "",
        version=row.version,
        words=heard.words,
        said_by=opened(row.said_by, row.public_id, "said-by"),
        number=as_dialled_here(number),
        told_at=row.told_at,
        taken_at=row.taken_at,
        taken_by=row.taken_by_name if row.taken_by is not None else "",
        taken_role=row.taken_by_role,
        first=row.first,
        last=row.last,
        code=row.code,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        why=opened(row.why, row.public_id, "why"),
        rung=opened(row.rung, row.public_id, "rung"),
        rung_by=row.rung_by_name,
        files=files,
        suggested=suggested,
    )


def _with_also(items: Sequence[LineItem]) -> tuple[LineItem, ...]:
    """Each with how many others wait about the same pupils: filed twice, the second changes nothing."""
    about = [{p.id for p in item.suggested.pupils} for item in items]
    return tuple(
        replace(item, also=sum(1 for m, other in enumerate(about) if m != n and other & about[n]))
        for n, item in enumerate(items)
    )


def _midnight(actor: Actor) -> datetime:
    return datetime.combine(actor.today, time(), LONDON)
