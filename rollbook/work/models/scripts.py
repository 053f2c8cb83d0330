"""The school's own words for difficult calls."""

from __future__ import annotations

from django.db import models


class ScriptText(models.Model):
    """One version of the guidance for a situation; the latest stands, and none is ever changed."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    situation = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    says = models.TextField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "situation", "version"], name="script_version")]
