"""Figures of looked-after children that were given to a service that rings for them."""

from __future__ import annotations

import uuid

from django.db import models


class GivenOut(models.Model):
    """The figures of one day of one child were given to a named caller; who asked is encrypted."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    call = models.UUIDField(default=uuid.uuid4)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    caller = models.BinaryField()
    said = models.CharField(max_length=120)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "pupil"], name="given_out_once")]
        indexes = [models.Index(fields=["school", "on"], name="given_out_day")]
