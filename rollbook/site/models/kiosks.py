"""A device at the door at which pupils sign themselves in."""

from __future__ import annotations

import uuid

from django.db import models


class Kiosk(models.Model):
    """One device with an address of its own, which the office may revoke; wrong tries slow it down.

    `failed` counts the tries since `failed_since` that found nobody.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True)
    revoked_by_name = models.CharField(max_length=200, blank=True)
    failed = models.PositiveSmallIntegerField(default=0)
    failed_since = models.DateTimeField(null=True)
