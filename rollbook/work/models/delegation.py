"""Who stands in for whom, from a day to a day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Delegation(models.Model):
    """One person's tasks and notes go to another from a day to a day, and to nobody after it."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    from_id = models.BigIntegerField()
    from_name = models.CharField(max_length=200)
    to_id = models.BigIntegerField()
    to_name = models.CharField(max_length=200)
    first = models.DateField()
    last = models.DateField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="delegation_order"),
            models.CheckConstraint(condition=~Q(from_id=F("to_id")), name="delegation_to_another"),
        ]
        indexes = [models.Index(fields=["school", "to_id", "last"], name="delegation_to")]
