"""The emergency list of one fire, lockdown or drill: a snapshot, and who was seen."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Roll(models.Model):
    """One emergency, real or practised; `version` grows with every tick, so that phones ask for one number."""

    class Kind(models.TextChoices):
        FIRE = "fire", "Fire"
        LOCKDOWN = "lockdown", "Lockdown"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    is_drill = models.BooleanField()
    started_at = models.DateTimeField()
    started_by_name = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school"], condition=Q(closed_at__isnull=True), name="roll_one_open")
        ]


class RollLine(models.Model):
    """One person on the list, as known when it began; the name is a copy, so that the list stands for itself.

    `expected` is false for those who are perhaps on site. `where` is where the person should be found: the
    assembly point in a fire, the room in a lockdown. `seen`, `changed_at`, `by_name` and `seen_at` (the
    place) are those of the latest tick.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    pupil = models.ForeignKey("pupils.Pupil", null=True, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey("site.Visit", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=410)
    group = models.CharField(max_length=50, blank=True)
    nc_year = models.CharField(max_length=2, blank=True)
    where = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=80)
    expected = models.BooleanField()
    seen = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True)
    by_name = models.CharField(max_length=200, blank=True)
    seen_at = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roll", "number"], name="roll_line_number")]


class RollTick(models.Model):
    """One tap at an assembly point; `tick_id` is the phone's own, so that one sent twice is one."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(RollLine, on_delete=models.PROTECT, related_name="+")
    tick_id = models.UUIDField(unique=True)
    seen = models.BooleanField()
    place = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    made_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)


class AssemblyPoint(models.Model):
    """The place at which a year group gathers; the one without a year group is for everybody else."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    nc_year = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "nc_year"], name="assembly_point_year")]
