"""The school's steps about lateness, which were taken, and who has to stay behind."""

from __future__ import annotations

import uuid

from django.db import models


class LatePolicy(models.Model):
    """From a day on: after how many lates in a half term what is done, as `[[3, "tutor"], …]`."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    steps = models.JSONField()
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="late_policy_version")]


class LateStepTaken(models.Model):
    """A step was taken for a pupil, once in a half term (`since` is its first day)."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    at = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=10)
    times = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "pupil", "since", "at"], name="late_step_once")]


class Detention(models.Model):
    """A pupil stays behind on a day in a room; `attended` is None until somebody has said."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    room = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    attended = models.BooleanField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pupil", "on"], name="detention_once_a_day")]
        indexes = [models.Index(fields=["school", "on"], name="detention_day")]
