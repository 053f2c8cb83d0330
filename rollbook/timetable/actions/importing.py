"""Taking over a timetable from a file: upload, say who the teachers are, review, take over."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from uuid import UUID

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.formats.refusals import FileRefused
from rollbook.formats.timetables import read_timetable
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.staff.queries import staff_of
from rollbook.timetable.events import TeacherCodeSet, TimetableImported, TimetableUploaded
from rollbook.timetable.models import DayChange, Lesson, TeacherCode, TimetableFile
from rollbook.timetable.queries.importing import NO_FILE, Planned, TimetableReview, Verdict, place_of, plan

LARGEST_UPLOAD = 20 * 1024 * 1024
_DAY = timedelta(days=1)


@action(Permission.SET_UP_SCHOOL)
def import_timetable(actor: Actor, *, name: str, data: bytes) -> UUID:
    """Take in a timetable for review; gives its public id. No lesson changes before `commit_timetable`.

    Raises FileRefused when the file cannot be read as a timetable.
    """
    if len(data) > LARGEST_UPLOAD:
        raise FileRefused(f"“{name[:100]}” is larger than {LARGEST_UPLOAD // 1024 // 1024} MB, which no timetable is.")
    read_timetable(name, data)
    held = TimetableFile(school_id=actor.school, file_name=name[-200:], uploaded_at=actor.now, uploaded_by=actor.name)
    held.content = encrypt(base64.b64encode(data).decode(), place=place_of(held.public_id))
    held.save()
    record(actor, TimetableUploaded(held.public_id))
    return held.public_id


@action(Permission.SET_UP_SCHOOL)
def say_teacher(actor: Actor, *, code: str, user_id: int) -> None:
    """Say whom a timetable program's code means, for this import and those to come."""
    code = " ".join(code.split())
    if not code or len(code) > 50:
        raise Refused("A teacher's code has up to 50 letters.")
    if all(person.id != user_id for person in staff_of(actor)):
        raise NotFound("There is no such member of staff in this school.")
    TeacherCode.objects.filter(school_id=actor.school, code__iexact=code).delete()
    TeacherCode.objects.create(school_id=actor.school, code=code, user_id=user_id)
    record(actor, TeacherCodeSet(user_id))


@action(Permission.SET_UP_SCHOOL)
def commit_timetable(actor: Actor, *, file: UUID, from_day: date, whole: bool = True) -> TimetableReview:
    """Take a reviewed timetable over from a day on, in one transaction; gives what was done.

    With `whole` the file is the whole timetable, so that lessons it does not name end the day before.
    Lessons of days that are over stay as they were. A second time it changes nothing.
    """
    held = TimetableFile.objects.select_for_update().filter(school_id=actor.school, public_id=file).first()
    if held is None or not held.content:
        raise NotFound(NO_FILE)
    _check_day(actor, from_day)
    review = plan(actor, held, from_day)
    if held.state == TimetableFile.State.COMMITTED and not review.count(Verdict.NEW, Verdict.CHANGED):
        record_nothing_changed()
        return review
    ending = (Verdict.CHANGED, Verdict.ENDS) if whole else (Verdict.CHANGED,)
    _end(actor, [p for p in review.lessons if p.verdict in ending], from_day)
    _begin(actor, [p for p in review.lessons if p.verdict in (Verdict.NEW, Verdict.CHANGED)], from_day)
    told = _told(review, whole=whole)
    held.state, held.counts = TimetableFile.State.COMMITTED, {name: getattr(told, name) for name in _COUNTED}
    held.save(update_fields=["state", "counts"])
    record(actor, told)
    return review


_COUNTED = ("new", "changed", "same", "ended", "left_out")


def _check_day(actor: Actor, from_day: date) -> None:
    """Today's lessons may have registers already, so only a school without lessons begins today."""
    if from_day > actor.today:
        return
    if from_day < actor.today or Lesson.objects.filter(school_id=actor.school).exists():
        raise Refused(f"A new timetable begins tomorrow at the earliest, not on {in_words(from_day)}.")


def _end(actor: Actor, lessons: list[Planned], from_day: date) -> None:
    """A lesson that has met before ends the day before; one that has not begun is taken away."""
    ids = [lesson.held for lesson in lessons if lesson.held is not None]
    rows = Lesson.objects.filter(school_id=actor.school, pk__in=ids)
    DayChange.objects.filter(school_id=actor.school, lesson_id__in=ids, date__gte=from_day).delete()
    rows.filter(first__gte=from_day).delete()
    rows.filter(first__lt=from_day).update(last=from_day - _DAY)


def _begin(actor: Actor, lessons: list[Planned], from_day: date) -> None:
    Lesson.objects.bulk_create(
        (
            Lesson(
                school_id=actor.school,
                group_id=p.slot.group_id,
                weekday=p.slot.weekday,
                week=p.slot.week,
                period=p.slot.period,
                teacher_id=p.teacher_id,
                room=p.room,
                subject=p.subject,
                first=from_day,
            )
            for p in lessons
            if p.slot is not None
        ),
        batch_size=400,
    )


def _told(review: TimetableReview, *, whole: bool) -> TimetableImported:
    return TimetableImported(
        file=review.file.public_id,
        from_day=review.from_day,
        new=review.count(Verdict.NEW),
        changed=review.count(Verdict.CHANGED),
        same=review.count(Verdict.SAME),
        ended=review.count(Verdict.ENDS) if whole else 0,
        left_out=review.count(Verdict.UNKNOWN_GROUP, Verdict.TWICE),
    )
