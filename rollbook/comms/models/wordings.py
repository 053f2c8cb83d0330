"""The school's own words for an occasion, and its dated choices about messages."""

from __future__ import annotations

import uuid

from django.db import models

from rollbook.comms.models.messages import Channel


class Wording(models.Model):
    """One version of the words for a purpose, channel and language; the newest counts, and none is ever changed.

    A version without words goes back to Rollbook's own.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    language = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=150, blank=True)
    words = models.TextField(blank=True)
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "purpose", "channel", "language", "version"], name="wording_version"
            )
        ]


class MessagePolicy(models.Model):
    """From a day on: the quiet hours (minutes after midnight) and what a part of a text costs; rows are only added.

    `part_price` is in hundredths of a penny; empty while nobody has said.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    quiet_from = models.PositiveSmallIntegerField()
    quiet_until = models.PositiveSmallIntegerField()
    quiet_weekends = models.BooleanField(default=False)
    part_price = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="message_policy_version")]
        indexes = [models.Index(fields=["school", "valid_from"], name="message_policy_from")]
