"""What came of a call, whether a machine rang or a person did."""

from __future__ import annotations

from django.db import models


class CallOutcome(models.Model):
    """How one call ended; `key` is what was pressed. Kept once for each `ref`, however often it is told."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", "Answered"
        VOICEMAIL = "voicemail", "Voicemail"
        NO_ANSWER = "no-answer", "No answer"
        BUSY = "busy", "Engaged"
        BAD_NUMBER = "bad-number", "Number does not work"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey("comms.Message", on_delete=models.CASCADE, related_name="calls")
    ref = models.CharField(max_length=120)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    key = models.CharField(max_length=1, blank=True)
    at = models.DateTimeField()
    came_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "ref"], name="call_outcome_once")]
        indexes = [models.Index(fields=["message", "at"], name="call_outcome_message")]
