"""What must be done for a pupil when the alarm goes, or at dinner time."""

from __future__ import annotations

import uuid

from django.db import models

from rollbook.pupils.models.pupil import Pupil


class Need(models.Model):
    """An evacuation plan, a medicine or where a pupil is at dinner time, from a day to a day; the words are encrypted.

    One that was ended on its first day has a `last` before its `first` and was never in force.
    """

    class Kind(models.TextChoices):
        EVACUATION = "evacuation", "Evacuation plan (PEEP)"
        MEDICATION = "medication", "Medication"
        DINNER = "dinner", "At dinner time"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    says = models.BinaryField()
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["school", "first", "last"], name="need_days")]
