"""When daily lists are announced by e-mail, from a day on, and that each was (ABS-F)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DailyPolicy(models.Model):
    """From a day on, at which time which list is announced to its readers; rows are only ever added.

    `times` holds minutes after midnight by the key of the list; a list that is not in it is not announced.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    times = models.JSONField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="daily_policy_version")]


class DailySending(models.Model):
    """A list was announced on a day: once, to how many readers."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    list = models.CharField(max_length=20)
    at = models.DateTimeField()
    readers = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "on", "list"], name="daily_sending_once"),
            models.CheckConstraint(condition=~Q(list=""), name="daily_sending_named"),
        ]
