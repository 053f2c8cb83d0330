"""What the office asks whoever took a register, and the answer (REG-E)."""

from __future__ import annotations

from django.db import models


class Challenge(models.Model):
    """A question to one person about one pupil's mark, in a session or in a lesson of it; answered once."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    half = models.PositiveSmallIntegerField()
    lesson = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=3)
    about = models.CharField(max_length=200, blank=True)
    asked_id = models.BigIntegerField()
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    was_there = models.BooleanField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "asked_id", "answered_at"], name="challenge_open"),
            models.Index(fields=["school", "date"], name="challenge_date"),
        ]
