"""A case that Rollbook suggests to a person and does not open."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Suggestion(models.Model):
    """What a trigger found: once for each process, pupil and occasion (`key`), until a person answers it.

    `says` and `reason` are encrypted; a dismissal has its reason.
    """

    class Answer(models.TextChoices):
        OPENED = "opened", "A case was opened"
        DISMISSED = "dismissed", "Dismissed"
        GONE = "gone", "No longer stands"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    process = models.CharField(max_length=40)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    says = models.BinaryField()
    rule = models.CharField(max_length=20)
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    reason = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "process", "pupil", "key"], name="suggested_once"),
        ]
        indexes = [models.Index(fields=["school", "at"], condition=Q(answer=""), name="suggestion_open")]
