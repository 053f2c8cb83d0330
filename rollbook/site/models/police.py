"""What the police told before school about a home, for the safeguarding lead's eyes."""

from __future__ import annotations

import uuid

from django.db import models


class PoliceMessage(models.Model):
    """One message about one pupil: who took it is in the open, what was said and done is encrypted."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    taken_by_id = models.BigIntegerField(null=True)
    taken_by_name = models.CharField(max_length=200)
    said = models.BinaryField()
    opened_at = models.DateTimeField(null=True)
    opened_by_name = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    done = models.BinaryField(blank=True, default=b"")

    class Meta:
        indexes = [models.Index(fields=["school", "received_at"], name="police_message_day")]
