"""What comes back: a text to the school's number."""

from __future__ import annotations

import uuid

from django.db import models


class Reply(models.Model):
    """One text or recorded call that came in, kept once; `message` is what it answers, if anything went there.

    `file` is the kept recording of a call.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.CharField(max_length=30)
    provider_ref = models.CharField(max_length=120)
    message = models.ForeignKey("comms.Message", null=True, on_delete=models.PROTECT, related_name="replies")
    address = models.BinaryField()
    words = models.BinaryField()
    file = models.UUIDField(null=True)
    came_at = models.DateTimeField()
    dealt_at = models.DateTimeField(null=True)
    dealt_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "provider", "provider_ref"], name="reply_once")]
        indexes = [models.Index(fields=["school", "dealt_at", "came_at"], name="reply_waiting")]
