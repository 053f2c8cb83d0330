"""Notes of lessons' marks, and the school's rule where a session's mark comes from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LessonNote(models.Model):
    """The free text of a lesson's mark, encrypted and erasable; the chain holds only its salted digest."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    save_row = models.ForeignKey("registers.RegisterSave", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    lesson = models.CharField(max_length=40)
    text = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["school", "date", "lesson", "pupil"], name="lesson_note")]


class SessionRule(models.Model):
    """From a day on, where the mark of a half comes from: its own registration, or a named period.

    `period` empty is its own registration; `nc_year` empty is every year group. Rows are only ever
    added: what a mark rested on can always be read (basis `rule:<version>`).
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    half = models.PositiveSmallIntegerField()
    nc_year = models.CharField(max_length=2, blank=True)
    period = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "version"], name="session_rule_version"),
            models.CheckConstraint(condition=Q(half__in=(0, 1)), name="session_rule_half"),
        ]
        indexes = [models.Index(fields=["school", "valid_from"], name="session_rule_from")]
