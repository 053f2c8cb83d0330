"""What a contact has asked of the school about being written to."""

from __future__ import annotations

from django.db import models

from rollbook.comms.models.messages import Channel


class ChannelChoice(models.Model):
    """A contact who does not want to be reached by a channel, from a day on; how we know stands in `told_by`."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("pupils.Contact", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    since = models.DateField()
    told_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "contact", "channel"], name="channel_choice_once")]


class ContactLanguage(models.Model):
    """The language in which a contact wants to be written to; nobody's stands for English."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    contact = models.OneToOneField("pupils.Contact", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8)
    since = models.DateField()
    told_by = models.CharField(max_length=200)
