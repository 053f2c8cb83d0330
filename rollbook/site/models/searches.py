"""A pupil missing from a lesson, and every step of looking for them, stamped."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Search(models.Model):
    """One pupil who is not where they should be, from the report to the end; `version` grows with every step.

    `known` is what marks and the desk said at the report; `lesson` and `known` name no third person.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    reported_at = models.DateTimeField()
    reported_by_name = models.CharField(max_length=200)
    lesson = models.CharField(max_length=60)
    known = models.CharField(max_length=80)
    is_drill = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    taken_at = models.DateTimeField(null=True)
    left_site_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=14, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "pupil"], condition=Q(ended_at__isnull=True), name="search_one_open"
            )
        ]
        indexes = [models.Index(fields=["school", "on"], name="search_day")]


class SearchStep(models.Model):
    """One thing done, by whom and when; what was said of it is encrypted. `step_id` makes a double tap one step."""

    class Kind(models.TextChoices):
        REPORTED = "reported", "Reported missing"
        SENT = "sent", "Sent"
        TAKEN = "taken", "Takes it"
        SEARCHED = "searched", "Looked here"
        SEEN = "seen", "Seen"
        PARENT = "parent", "Parent called"
        LEFT_SITE = "left-site", "Left the site"
        POLICE = "police", "Police called"
        FOUND = "found", "Found"
        STOOD_DOWN = "stood-down", "Not missing after all"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    search = models.ForeignKey(Search, on_delete=models.PROTECT, related_name="steps")
    step_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    note = models.BinaryField(blank=True, default=b"")
