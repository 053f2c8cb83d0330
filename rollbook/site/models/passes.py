"""Leave to go out at lunch, from a day to a day; going out and coming back are movements."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class LunchPass(models.Model):
    """A pupil's leave to go out at lunch on these weekdays (0 is Monday); who agreed is encrypted."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    weekdays = models.CharField(max_length=7)
    first = models.DateField()
    last = models.DateField(null=True)
    agreed_by = models.BinaryField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="lunch_pass_order")
        ]
        indexes = [models.Index(fields=["school", "pupil"], name="lunch_pass_pupil")]
