"""What is enclosed with an e-mail: kept files, named as they were when the message was written."""

from __future__ import annotations

from django.db import models

from rollbook.comms.models.messages import Message


class MessageEnclosure(models.Model):
    """One kept file that goes with an e-mail, in its place; it never changes. The name is encrypted."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="enclosures")
    position = models.PositiveSmallIntegerField()
    name = models.BinaryField()
    media = models.CharField(max_length=120)
    file = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "position"], name="message_enclosure_place")]
