"""Groups of pupils, with dated membership and dated staff."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Group(models.Model):
    """A year group, registration group, house or teaching group of one academic year (2026 = 2026/27)."""

    class Kind(models.TextChoices):
        YEAR = "year", "Year group"
        REGISTRATION = "registration", "Registration group"
        HOUSE = "house", "House"
        TEACHING = "teaching", "Teaching group"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=50)
    nc_year = models.CharField(max_length=2, blank=True)
    room = models.CharField(max_length=50, blank=True)
    site = models.ForeignKey("schools.Site", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "year", "kind", "name"], name="group_name")]


class GroupMembership(models.Model):
    """A pupil in a group from a day to a day, both included."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="memberships")
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "pupil", "first"], name="membership_once"),
            models.UniqueConstraint(
                fields=["group", "pupil"], condition=Q(last__isnull=True), name="membership_one_open"
            ),
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="membership_order"),
        ]
        indexes = [models.Index(fields=["pupil", "first"], name="membership_pupil")]


class GroupStaff(models.Model):
    """Who takes the group's register: its tutor or teacher, or somebody covering for a while."""

    class Part(models.TextChoices):
        TUTOR = "tutor", "Tutor"
        TEACHER = "teacher", "Teacher"
        COVER = "cover", "Cover"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="staff")
    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "user", "part", "first"], name="group_staff_once"),
        ]
