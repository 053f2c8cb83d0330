"""Through whom a school's messages go."""

from __future__ import annotations

import uuid

from django.db import models

from rollbook.comms.models.messages import Channel


class ProviderAccount(models.Model):
    """A school's account with the provider of one channel; what it needs to know is encrypted."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    provider = models.CharField(max_length=30)
    kept = models.BinaryField()
    since = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "channel"], name="provider_for_channel")]
