"""A pupil's coming in late, leaving early or coming back."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Movement(models.Model):
    """One movement at one moment; taken back where it was entered by mistake, never deleted.

    `proposed` is the code that followed from it for the session `half` of that day (empty where
    none did), `settled` what became of that: empty while it waits for a person. What was written
    and who collected are encrypted, bound to this row.
    """

    class Kind(models.TextChoices):
        ARRIVED = "arrived", "Arrived late"
        LEFT = "left", "Left early"
        RETURNED = "returned", "Came back"

    class Reason(models.TextChoices):
        NONE = "", "No reason given"
        TRANSPORT = "transport", "Transport or traffic"
        OVERSLEPT = "overslept", "Overslept"
        MEDICAL = "medical", "Medical or dental appointment"
        ILL = "ill", "Ill"
        INJURED = "injured", "Injured in school"
        RELIGIOUS = "religious", "Religious observance"
        INTERVIEW = "interview", "Interview"
        FAMILY = "family", "Family matter"
        SENT_HOME = "sent-home", "Sent home by the school"
        LUNCH = "lunch", "Lunch pass"
        OTHER = "other", "Other"

    class Settled(models.TextChoices):
        WAITING = "", "Waiting"
        CONFIRMED = "confirmed", "Confirmed"
        LEFT_ALONE = "left-alone", "The mark was left as it is"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    note = models.BinaryField(blank=True, default=b"")
    collected_by = models.BinaryField(blank=True, default=b"")
    source = models.CharField(max_length=10)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    half = models.PositiveSmallIntegerField(null=True)
    proposed = models.CharField(max_length=3, blank=True)
    settled = models.CharField(max_length=12, choices=Settled.choices, blank=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(half__isnull=True) | Q(half__in=(0, 1)), name="movement_half"),
            models.CheckConstraint(condition=Q(proposed="") | Q(half__isnull=False), name="movement_proposed_for"),
        ]
        indexes = [models.Index(fields=["school", "on", "at"], name="movement_day")]
