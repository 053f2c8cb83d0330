"""A case: one run of a process about a pupil."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Case(models.Model):
    """One run of a process; `version` counts its changes, so that nobody acts on an old page.

    `facts` (and those it began with), `why` and `closed_why` are encrypted. `source` is what opened it, once.
    `next_day` is the last school day for the clock that wants somebody first, kept to be found by; it is worked out
    anew whenever it may change.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    process = models.CharField(max_length=40)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("pupils.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=160, blank=True)
    why = models.BinaryField()
    rule = models.CharField(max_length=20, blank=True)
    facts = models.BinaryField()
    first_facts = models.BinaryField()
    version = models.PositiveIntegerField(default=0)
    owner_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by_name = models.CharField(max_length=200)
    next_day = models.DateField(null=True)
    next_step = models.CharField(max_length=40, blank=True)
    resting_since = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    closed_why = models.BinaryField(blank=True, default=b"")
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "source"], condition=~Q(source=""), name="case_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_on__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, closed_on__isnull=False) & ~Q(outcome="")),
                name="case_closes_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "next_day"], condition=Q(closed_at__isnull=True), name="case_open"),
            models.Index(fields=["pupil", "opened_on"], name="case_pupil"),
            models.Index(fields=["school", "process", "opened_on"], name="case_process"),
        ]
