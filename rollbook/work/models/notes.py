"""What one person leaves for the next, and who has read it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class HandOverNote(models.Model):
    """A dated note for a person or a role, on top until it is done; its words are encrypted."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    on = models.DateField()
    says = models.BinaryField()
    for_id = models.BigIntegerField(null=True)
    for_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True)
    done_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(for_id__isnull=False) | ~Q(role=""), name="note_for_somebody")
        ]
        indexes = [models.Index(fields=["school", "made_at"], name="note_made")]


class NoteReading(models.Model):
    """Somebody has read a note: the first time they opened it."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(HandOverNote, on_delete=models.CASCADE, related_name="readings")
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user_id"], name="note_read_once")]
