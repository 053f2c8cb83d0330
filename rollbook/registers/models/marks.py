"""What stands now: a narrow row per mark, a row per pupil and year, and what is planned."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q


class Mark(models.Model):
    """The mark that stands for one pupil and one session; never one for a session still to come.

    No other table can hold a foreign key to it (its key has four parts), so others hold the four
    values. On PostgreSQL the table is partitioned by date, a partition for each year from 1 August.
    """

    pk = models.CompositePrimaryKey("school_id", "date", "half", "pupil_id")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    half = models.PositiveSmallIntegerField()
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=3)
    minutes = models.PositiveSmallIntegerField(null=True)
    has_detail = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    entered_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(half__in=(0, 1)), name="mark_half")]
        indexes = [
            models.Index(fields=["school", "pupil", "date"], name="mark_pupil"),
            # Few marks stand as N, and every page of the office asks for them.
            models.Index(fields=["school", "date", "half", "pupil"], name="mark_no_reason", condition=Q(code="N")),
        ]


class LessonMark(models.Model):
    """The mark that stands for one pupil in one lesson; no totals come from it."""

    pk = models.CompositePrimaryKey("school_id", "date", "lesson", "pupil_id")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    lesson = models.CharField(max_length=40)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=3)
    minutes = models.PositiveSmallIntegerField(null=True)
    has_detail = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    entered_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["school", "pupil", "date"], name="lesson_mark_pupil")]


class PlannedMark(models.Model):
    """What is known ahead of a session: shown everywhere at once, a mark only when its session comes."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    weekdays = models.CharField(max_length=7, default="12345")
    halves = models.CharField(max_length=2, default="01")
    code = models.CharField(max_length=3)
    note = models.BinaryField(blank=True, default=b"")
    basis = models.CharField(max_length=20)
    basis_id = models.CharField(max_length=40, blank=True)
    save_row = models.ForeignKey("registers.RegisterSave", on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(
        "registers.RegisterSave", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["school", "pupil", "last"], name="planned_pupil")]

    @staticmethod
    def covers(on: date, half: int) -> models.Q:
        """The condition of covering one session, and of not having been withdrawn."""
        return models.Q(
            first__lte=on,
            last__gte=on,
            ended_by=None,
            weekdays__contains=str(on.isoweekday()),
            halves__contains=str(half),
        )


class PupilYear(models.Model):
    """A pupil's year as a byte per session, with its totals: the matrix itself, recounted with each save.

    Slot = (date - 1 August) * 2 + half, so that closures never renumber it (`rules/year_row.py`).
    """

    pk = models.CompositePrimaryKey("school_id", "year", "pupil_id")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    codes = models.BinaryField()
    possible = models.PositiveSmallIntegerField(default=0)
    attended = models.PositiveSmallIntegerField(default=0)
    authorised = models.PositiveSmallIntegerField(default=0)
    unauthorised = models.PositiveSmallIntegerField(default=0)
    late = models.PositiveSmallIntegerField(default=0)
