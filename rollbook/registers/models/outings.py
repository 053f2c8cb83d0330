"""A list of pupils who are somewhere else together, and who can say that they were there (REG-16, COD-7)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Outing(models.Model):
    """A trip, fixture, placement or provider's session: its pupils are the plans that carry its id.

    A member of staff leads it, or somebody outside does whom `provider` names.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=3)
    first = models.DateField()
    last = models.DateField()
    leader_id = models.BigIntegerField(null=True)
    leader_name = models.CharField(max_length=200, blank=True)
    provider = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="outing_days")]
        indexes = [models.Index(fields=["school", "last"], name="outing_last")]


class OutingLink(models.Model):
    """An address for somebody outside to confirm one day of an outing: signed, revocable, dead after that day."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    outing = models.ForeignKey(Outing, on_delete=models.PROTECT, related_name="links")
    on = models.DateField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True)
    revoked_by_name = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(null=True)
