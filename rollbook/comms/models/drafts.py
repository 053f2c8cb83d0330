"""A message to families that somebody has begun to write."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class MessageDraft(models.Model):
    """What one person has typed so far, encrypted; gone once it is sent or thrown away."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kept = models.BinaryField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["school", "user", "changed_at"], name="message_draft_own")]
