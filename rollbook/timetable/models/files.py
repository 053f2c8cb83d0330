"""Uploaded timetables, and what their program calls the teachers."""

from __future__ import annotations

import uuid

from django.db import models


class TeacherCode(models.Model):
    """What the timetable program calls a member of staff, said once for every import to come."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=50)
    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "code"], name="teacher_code_once")]


class TimetableFile(models.Model):
    """One uploaded timetable; its encrypted content is kept until it is taken over."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for review"
        COMMITTED = "committed", "Taken over"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    content = models.BinaryField(blank=True, default=b"")
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["school", "uploaded_at"], name="timetable_file_when")]
