"""Sending the reports whose time has come: each reader gets what they themselves may read, and no names by e-mail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.once import read_once
from rollbook.comms.actions import Enclosure, StaffNote, write_to_staff
from rollbook.files.actions import keep_made
from rollbook.reports.drawing.pdf import pdf_file
from rollbook.reports.events import ReportSent
from rollbook.reports.kind import Kind
from rollbook.reports.kinds import kind_of
from rollbook.reports.models import Schedule
from rollbook.reports.queries.kept import asked_of
from rollbook.reports.queries.periods import half_term_ends, term_ends
from rollbook.reports.report import Report
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.calendar import monday_of
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.schools.queries import is_school_day, school_line
from rollbook.staff.queries import as_they_would, staff_members

PURPOSE = "report"
_E = Schedule.Every
_FORTNIGHT = timedelta(days=14)


@action()
def send_due_reports(actor: Actor) -> int:
    """Send every report that is due today and not sent yet; gives how many readers were written to."""
    local = actor.now.astimezone(LONDON)
    rows = Schedule.objects.filter(school_id=actor.school, ended_at=None, at__lte=local.hour * 60 + local.minute)
    running = list(rows.exclude(sent_for=actor.today).select_related("saved").prefetch_related("readers"))
    due = [row for row in running if _is_due(actor, row)]
    if not due:
        record_nothing_changed()
        return 0
    members = {member.id: member for member in staff_members(actor) if member.is_active}
    readers = {key: as_they_would(actor, member) for key, member in members.items()}
    return sum(_send(actor, row, readers) for row in due)


def _send(actor: Actor, row: Schedule, readers: Mapping[int, Actor]) -> int:
    """One report to each of its readers: those who may not read it today are left out."""
    kind = kind_of(row.saved.kind)
    notes = list(_notes(actor, row, kind, readers)) if kind else []
    written = write_to_staff(actor, notes=notes, purpose=PURPOSE) if notes else ()
    sent = sum(bool(one.message) for one in written)
    row.sent_before, row.sent_for = row.sent_for, actor.today
    row.save(update_fields=["sent_before", "sent_for"])
    left_out = len(row.readers.all()) - sent
    record(actor, ReportSent(row.saved.public_id, row.public_id, actor.today, sent, left_out))
    return sent


def _notes(actor: Actor, row: Schedule, kind: Kind, readers: Mapping[int, Actor]) -> Iterator[StaffNote]:
    school = school_line(actor)
    for reader in row.readers.all():
        who = readers.get(reader.user_id)
        if who is None or not (who.may(Permission.SEE_REPORTS) and who.may(kind.permission)):
            continue
        try:
            with read_once():
                made = kind.make(who, asked_of(who, kind, row.saved.asked))
        except Refused:  # a list that is narrowed by what this reader may not see
            continue
        made = replace(made, school=school.name)
        yield StaffNote(
            user=reader.user_id,
            channel="email",
            subject=f"{row.saved.name}, {in_words(actor.today)}",
            words=_words(row, made, school.slug),
            slot=f"report:{row.public_id}:{actor.today.isoformat()}",
            enclosed=_enclosed(actor, kind, made),
        )


def _words(row: Schedule, made: Report, slug: str) -> str:
    """What the report is and, where it names nobody, what it concludes; and where it stands."""
    says = "" if made.names_pupils else made.says
    names = "Names are not sent by e-mail." if made.names_pupils else ""
    where = _where(row, slug)
    return "\n".join(part for part in (f"{made.title}. {made.about}", says, names, where) if part)


def _where(row: Schedule, slug: str) -> str:
    origin = next(iter(settings.CSRF_TRUSTED_ORIGINS), "")
    if not origin:
        return f"Sign in to Rollbook and open Reports, {row.saved.name}."
    at = {"school": slug, "saved": row.saved.public_id}
    return f"Open it: {origin}{reverse('reports:saved', kwargs=at)}"


def _enclosed(actor: Actor, kind: Kind, made: Report) -> tuple[Enclosure, ...]:
    """The report as a PDF, where it names nobody."""
    if made.names_pupils:
        return ()
    name = f"{kind.key}-{actor.today.isoformat()}.pdf"
    data = pdf_file(made, outside=True)
    file = keep_made(actor, name=name, media="application/pdf", data=data, kind="report", pupils=())
    return (Enclosure(file, name, "application/pdf"),)


def _is_due(actor: Actor, row: Schedule) -> bool:
    """Whether its day is today, or was and the machine was off; never twice for the same day, week or term."""
    today, last = actor.today, row.sent_for
    if row.every == _E.DAY:
        return is_school_day(actor, today)
    if row.every in (_E.WEEK, _E.FORTNIGHT):
        day = monday_of(today) + timedelta(days=row.weekday - 1)
        begun = row.made_at.astimezone(LONDON).date()
        if today < day or day < begun or (last is not None and last >= day):
            return False
        apart = _FORTNIGHT if row.every == _E.FORTNIGHT else timedelta(days=1)
        return last is None or monday_of(today) - monday_of(last) >= apart
    ends = half_term_ends(actor) if row.every == _E.HALF_TERM else term_ends(actor)
    return _ended_since(ends, last or row.made_at.astimezone(LONDON).date() - timedelta(days=1), today)


def _ended_since(ends: tuple[date, ...], since: date, today: date) -> bool:
    return any(since < end <= today for end in ends)
