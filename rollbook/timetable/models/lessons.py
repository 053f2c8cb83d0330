"""Lessons of a week, the letters of the weeks, and what one day changes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class WeekLetter(models.Model):
    """Which week of the timetable begins on a Monday; said by the school for each."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    monday = models.DateField()
    letter = models.CharField(max_length=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "monday"], name="week_letter_once")]


class Lesson(models.Model):
    """A group's lesson in one period of a weekday, from a day to a day; `week` empty is every week."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey("pupils.Group", on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    week = models.CharField(max_length=1, blank=True)
    period = models.CharField(max_length=20)
    teacher = models.ForeignKey("staff.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    room = models.CharField(max_length=50, blank=True)
    subject = models.CharField(max_length=50, blank=True)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "weekday", "week", "period", "first"], name="lesson_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="lesson_weekday"),
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="lesson_order"),
        ]
        indexes = [
            models.Index(fields=["school", "weekday", "first"], name="lesson_day"),
            models.Index(fields=["school", "teacher"], name="lesson_teacher"),
        ]


class DayChange(models.Model):
    """What one date changes of a lesson: who covers it, where it meets, or that it does not."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="changes")
    date = models.DateField()
    cover = models.ForeignKey("staff.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    room = models.CharField(max_length=50, blank=True)
    cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "date"], name="day_change_once")]
        indexes = [models.Index(fields=["school", "date"], name="day_change_day")]
