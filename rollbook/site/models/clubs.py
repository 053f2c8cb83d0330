"""Breakfast club, period 6 and after-school clubs: who goes, and who was there."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Club(models.Model):
    """A club on its weekdays (0 is Monday, as in "024") from a day to a day; `leader_id` is an account, or none."""

    class Kind(models.TextChoices):
        BREAKFAST = "breakfast", "Breakfast club"
        PERIOD_6 = "period-6", "Period 6"
        AFTER = "after", "After-school club"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=60)
    weekdays = models.CharField(max_length=7)
    starts = models.TimeField()
    ends = models.TimeField()
    place = models.CharField(max_length=50, blank=True)
    leader_id = models.BigIntegerField(null=True)
    leader_name = models.CharField(max_length=200, blank=True)
    first = models.DateField()
    last = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="club_hours"),
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="club_order"),
        ]


class ClubPlace(models.Model):
    """A pupil's place in a club from a day to a day, and whether they may walk home by themselves after it."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    club = models.ForeignKey(Club, on_delete=models.PROTECT, related_name="places")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField(null=True)
    walks_home = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["club", "pupil"], condition=Q(last__isnull=True), name="club_place_open"),
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="club_place_order"),
        ]


class ClubTick(models.Model):
    """One tap on a club's roll, never a mark; of a pupil's taps in one day the last counts.

    `tick_id` is the page's own, so that a double tap is one. Who collected is encrypted.
    """

    class Kind(models.TextChoices):
        HERE = "here", "Here"
        NOT_HERE = "not-here", "Not here"
        COLLECTED = "collected", "Collected"
        WALKED = "walked", "Walked home"
        CLEARED = "cleared", "Not said yet"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    club = models.ForeignKey(Club, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    tick_id = models.UUIDField(unique=True)
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    collected_by = models.BinaryField(blank=True, default=b"")

    class Meta:
        indexes = [models.Index(fields=["school", "on", "at"], name="club_tick_day")]
