"""A school's own stages of a process, version by version."""

from __future__ import annotations

from django.db import models


class StagePolicy(models.Model):
    """From a day on: the stages of a process, as `[[name, measure, at, does, weeks], …]`. Never changed."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    process = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    stages = models.JSONField()
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "process", "version"], name="stage_policy_version"),
            models.UniqueConstraint(fields=["school", "process", "valid_from"], name="stage_policy_one_a_day"),
        ]
