"""What is to be done by a day, and by whom."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Task(models.Model):
    """Something to be done, for a person (`owner_id`) or whoever holds a `role`; what it says is encrypted.

    `needs` is the permission without which nobody reads it who was not given it by name; `source` is
    what it came from, and makes it once.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    says = models.BinaryField()
    due = models.DateField()
    owner_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40, blank=True)
    needs = models.CharField(max_length=40, blank=True)
    pupil = models.ForeignKey("pupils.Pupil", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True)
    done_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "source"], condition=~Q(source=""), name="task_once"),
            models.CheckConstraint(condition=Q(owner_id__isnull=False) | ~Q(role=""), name="task_for_somebody"),
        ]
        indexes = [
            models.Index(fields=["school", "due"], condition=Q(done_at__isnull=True), name="task_open"),
            models.Index(fields=["pupil", "made_at"], name="task_pupil"),
        ]
