"""The queue and the schedule."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Job(models.Model):
    """One piece of work to be done; the row is gone once it is done."""

    class State(models.IntegerChoices):
        WAITING = 0
        RUNNING = 1
        DEAD = 2

    name = models.CharField(max_length=100)
    school_id = models.BigIntegerField(null=True)
    args = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True)
    state = models.SmallIntegerField(choices=State.choices, default=State.WAITING)
    run_after = models.DateTimeField()
    # How often it was claimed: also the claimant's ticket, so that one whose lease ran out
    # cannot finish what another has taken over.
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(state=0) & ~Q(key=""), name="jobs_key_once_waiting"),
            models.CheckConstraint(
                condition=Q(state=1, lease_until__isnull=False) | (~Q(state=1) & Q(lease_until__isnull=True)),
                name="jobs_running_has_lease",
            ),
        ]
        indexes = [
            models.Index(F("run_after"), F("id"), condition=Q(state=0), name="jobs_waiting"),
            models.Index(F("lease_until"), condition=Q(state=1), name="jobs_running"),
        ]


class Schedule(models.Model):
    """When a scheduled job is next due; whoever moves `next_run` on is the one who queues it."""

    name = models.CharField(max_length=100, unique=True)
    cron = models.CharField(max_length=100)
    each_school = models.BooleanField(default=False)
    next_run = models.DateTimeField()
