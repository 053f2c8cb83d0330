"""A step that was taken in a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CaseStep(models.Model):
    """What was done, on which day, by whom, how it was decided; `facts` are those of the case from then on.

    `note`, `facts`, `warned` (what was pointed out beforehand) and `back_why` are encrypted. Never changed; one that
    was taken back says by whom and why, and the facts of the case are then those of the step before it.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    choice = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    note = models.BinaryField()
    facts = models.BinaryField()
    warned = models.BinaryField()
    letters = models.UUIDField(null=True)
    meeting = models.UUIDField(null=True)
    back_at = models.DateTimeField(null=True)
    back_by_name = models.CharField(max_length=200, blank=True)
    back_why = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_step_number"),
            models.CheckConstraint(
                condition=Q(back_at__isnull=True) | ~Q(back_by_name=""), name="case_step_back_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["school", "at"], name="case_step_at")]
