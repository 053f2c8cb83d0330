"""What a provider says later became of a message."""

from __future__ import annotations

from django.db import models


class Receipt(models.Model):
    """One report of a provider's, kept once however often it is sent; it may come before we know the message."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(max_length=30)
    provider_ref = models.CharField(max_length=120)
    state = models.CharField(max_length=12)
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    came_at = models.DateTimeField()
    message = models.ForeignKey("comms.Message", null=True, on_delete=models.CASCADE, related_name="receipts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "provider", "provider_ref", "state"], name="receipt_once"),
        ]
