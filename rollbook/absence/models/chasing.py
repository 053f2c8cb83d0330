"""The chase of absences without a reason: the school's steps, and what was tried for each session (COD-4)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class ReasonLadder(models.Model):
    """From a day on, what is tried on which school day after an absence; rows are only ever added.

    `steps` holds, in order, a school day (1 is the first after the absence), a way, and whether somebody rings where
    it reaches nobody (missing in the oldest rows: yes).
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    steps = models.JSONField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="reason_ladder_version")]


class ReasonChase(models.Model):
    """One step tried for one session of one pupil: once, whatever is pressed how often.

    `message` is what went into the outbox for it (none for a call or a letter), `said` what a call came to. A call
    that was made because what was sent for step n arrived nowhere stands as step 10 + n.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    half = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=6)
    contact_id = models.BigIntegerField(null=True)
    message = models.UUIDField(null=True)
    said = models.CharField(max_length=12, blank=True)
    act = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "pupil", "date", "half", "step"], name="reason_chase_once"),
            models.CheckConstraint(condition=Q(way__in=("text", "email", "call", "letter")), name="reason_chase_way"),
            models.CheckConstraint(condition=Q(half__in=(0, 1)), name="reason_chase_half"),
        ]
        indexes = [models.Index(fields=["school", "at"], name="reason_chase_at")]
