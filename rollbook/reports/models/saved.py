"""Reports that are kept under a name, and sent to somebody on certain days."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class SavedReport(models.Model):
    """What was asked of a kind of report, under a name: never the figures, which are counted when it is opened.

    Shared with nobody, with the school, or with every school of the trust (`trust`), where each sees its own figures.
    """

    class SharedWith(models.TextChoices):
        NOBODY = "me", "Only me"
        SCHOOL = "school", "Everybody here who may read reports"
        TRUST = "trust", "Every school of the trust"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    trust = models.ForeignKey("schools.Trust", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    asked = models.JSONField(default=dict)
    shared = models.CharField(max_length=8, choices=SharedWith.choices, default=SharedWith.NOBODY)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "by_id", "name"], condition=Q(retired_at=None), name="saved_report_name"
            ),
            models.CheckConstraint(condition=~Q(shared="trust") | Q(trust__isnull=False), name="saved_report_trust"),
        ]
        indexes = [models.Index(fields=["school", "retired_at"], name="saved_report_school")]


class Schedule(models.Model):
    """A saved report that is sent by e-mail: `every` school day, week, fortnight, half term or term, at a time.

    `sent_for` is the day for which it went last, `sent_before` the one before that, for what is compared with it.
    """

    class Every(models.TextChoices):
        DAY = "day", "Every school day"
        WEEK = "week", "Every week"
        FORTNIGHT = "fortnight", "Every two weeks"
        HALF_TERM = "half-term", "At the end of each half term"
        TERM = "term", "At the end of each term"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    saved = models.ForeignKey(SavedReport, on_delete=models.PROTECT, related_name="schedules")
    every = models.CharField(max_length=10, choices=Every.choices)
    weekday = models.PositiveSmallIntegerField(default=1)
    at = models.PositiveSmallIntegerField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    sent_for = models.DateField(null=True, blank=True)
    sent_before = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="schedule_weekday"),
            models.CheckConstraint(condition=Q(at__lt=24 * 60), name="schedule_time"),
        ]
        indexes = [models.Index(fields=["school"], condition=Q(ended_at=None), name="schedule_running")]


class ScheduleReader(models.Model):
    """Somebody to whom a report is sent: always a member of staff, who gets what they themselves may read."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "user"], name="schedule_reader_once")]
