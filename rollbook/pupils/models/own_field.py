"""Fields that a school, or its trust for all its schools, adds for itself, and what stands in them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from rollbook.pupils.models.pupil import Pupil


class OwnField(models.Model):
    """A field of one school, or of every school of a trust; retired ones keep what was written in them."""

    school = models.ForeignKey("schools.School", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    trust = models.ForeignKey("schools.Trust", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    audience = models.CharField(max_length=12)
    help = models.CharField(max_length=200, blank=True)
    choices = models.JSONField(default=list, blank=True)
    dated = models.BooleanField(default=False)
    retired_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False, trust__isnull=True) | Q(school__isnull=True, trust__isnull=False),
                name="own_field_whose",
            ),
        ]


class OwnValue(models.Model):
    """What stands in a field for a pupil, from a day to a day; encrypted where few may know it.

    One that was ended on its first day has a `last` before its `first` and was never in force.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    field = models.ForeignKey(OwnField, on_delete=models.PROTECT, related_name="values")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="own_values")
    says = models.TextField(blank=True)
    sealed = models.BinaryField(blank=True, default=b"")
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["field", "pupil"], condition=Q(last__isnull=True), name="own_value_open"),
        ]
        indexes = [models.Index(fields=["school", "field", "first"], name="own_value_field")]
