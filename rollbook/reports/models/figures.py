"""What a school's year comes to, counted and kept, so that a page of many schools reads a row of each."""

from __future__ import annotations

from django.db import models


class SchoolFigures(models.Model):
    """A school's year as counted at one save of its chain (PA-1 to PA-3); derived, and counted anew at any time.

    `due` sessions of pupils were to be marked in the school's last ten days, `unmarked` of them have no mark.
    The columns that end in `then` say the same of the year up to `since`, the last day of the half term before.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    chain_year = models.PositiveSmallIntegerField(default=0)
    chain_seq = models.PositiveBigIntegerField(default=0)
    chain_head = models.BinaryField(max_length=32, default=b"")
    pupils = models.PositiveIntegerField()
    possible = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()
    authorised = models.PositiveIntegerField()
    unauthorised = models.PositiveIntegerField()
    late_before_close = models.PositiveIntegerField()
    late_after_close = models.PositiveIntegerField()
    persistent = models.PositiveIntegerField()
    severe = models.PositiveIntegerField()
    counted_to = models.DateField(null=True)
    since = models.DateField(null=True)
    pupils_then = models.PositiveIntegerField(default=0)
    possible_then = models.PositiveIntegerField(default=0)
    absent_then = models.PositiveIntegerField(default=0)
    persistent_then = models.PositiveIntegerField(default=0)
    severe_then = models.PositiveIntegerField(default=0)
    due = models.PositiveIntegerField(default=0)
    unmarked = models.PositiveIntegerField(default=0)
    # [[the week's Monday, possible, attended, authorised, unauthorised], …], and the same by year group with
    # pupils, persistent and severe behind.
    weeks = models.JSONField()
    year_groups = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="school_figures_once")]
