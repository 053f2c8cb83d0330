"""What is kept of leave beside its cases: questions of a journey, licences, and the school's own choices."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class JourneyCheck(models.Model):
    """A question about a journey, asked of the safeguarding lead for one request (LEA-5).

    What was asked (`asked`) and what was found (`found`) is encrypted, and read by the safeguarding lead alone.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.UUIDField()
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    asked = models.BinaryField()
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=200)
    found = models.BinaryField(blank=True, default=b"")
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(answered_at__isnull=True), name="journey_asked_once"),
        ]
        indexes = [models.Index(fields=["school", "asked_at"], name="journey_asked")]


class Licence(models.Model):
    """A child's licence to perform or to work abroad, or what exempts the child from one (LEA-4)."""

    class Kind(models.TextChoices):
        PERFORMANCE = "performance", "Performance licence"
        EXEMPTION = "exemption", "Exemption from a licence"
        ABROAD = "abroad", "Licence to work abroad"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=80)
    authority = models.CharField(max_length=200)
    first = models.DateField()
    last = models.DateField()
    hours = models.CharField(max_length=300, blank=True)
    file = models.UUIDField(null=True)
    kept_at = models.DateTimeField()
    kept_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="licence_days_in_order"),
            models.UniqueConstraint(
                fields=["pupil", "number"], condition=Q(ended_at__isnull=True), name="licence_kept_once"
            ),
        ]
        indexes = [models.Index(fields=["school", "last"], name="licence_last")]


class LeavePolicy(models.Model):
    """The school's own choices about leave: within how many school days it answers, and its usual reasons by line."""

    school = models.OneToOneField("schools.School", on_delete=models.PROTECT, related_name="+")
    answer_days = models.PositiveSmallIntegerField(default=5)
    granting = models.TextField(blank=True)
    refusing = models.TextField(blank=True)
    since = models.DateTimeField()
    by_name = models.CharField(max_length=200)
