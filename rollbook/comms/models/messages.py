"""A message and whom it is about, from the outbox to what became of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Channel(models.TextChoices):
    """How a message goes."""

    TEXT = "text", "Text"
    EMAIL = "email", "E-mail"
    VOICE = "voice", "Call"


class Recipient(models.TextChoices):
    """Whom a message is for."""

    CONTACT = "contact", "A contact of the pupil"
    STAFF = "staff", "A member of staff"
    PROFESSIONAL = "professional", "Somebody of another service"


class Message(models.Model):
    """One text, e-mail or call to one person; address and words are encrypted, and kept as they were sent.

    It is for a contact, a member of staff (`user`), or somebody of another service, whose name is
    kept with it. What a contact's message answers stands with its pupils; for the others it is `slot`, and for one
    that a person sent again to another address, too: `instead_of` is the message that failed, which stays.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        HANDING = "handing", "Being sent"
        HANDED = "handed", "Sent"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"
        DOUBT = "doubt", "In doubt"
        TAKEN_BACK = "taken-back", "Taken back"
        NOT_WANTED = "not-wanted", "No longer wanted"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    purpose = models.CharField(max_length=40)
    recipient = models.CharField(max_length=12, choices=Recipient.choices, default=Recipient.CONTACT)
    contact = models.ForeignKey("pupils.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recipient_name = models.BinaryField(blank=True, default=b"")
    slot = models.CharField(max_length=80, blank=True)
    instead_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="sent_elsewhere")
    address = models.BinaryField()
    address_key = models.CharField(max_length=64, blank=True)
    subject = models.BinaryField(blank=True, default=b"")
    words = models.BinaryField()
    parts = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=200, blank=True)
    held_until = models.DateTimeField()
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=60)
    changed_at = models.DateTimeField()
    provider = models.CharField(max_length=30, blank=True)
    provider_ref = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient="contact", contact__isnull=False, user__isnull=True)
                | Q(recipient="staff", contact__isnull=True, user__isnull=False)
                | Q(recipient="professional", contact__isnull=True, user__isnull=True),
                name="message_to_one",
            ),
            models.UniqueConstraint(
                fields=["school", "user", "slot"], condition=Q(recipient="staff"), name="message_once_staff"
            ),
            models.UniqueConstraint(
                fields=["school", "address_key", "slot"],
                condition=Q(recipient="professional"),
                name="message_once_prof",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "held_until"], condition=Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["school", "made_at"], name="message_made"),
            models.Index(fields=["provider", "provider_ref"], name="message_ref"),
            models.Index(fields=["school", "address_key", "made_at"], name="message_address"),
            models.Index(fields=["contact", "made_at"], name="message_contact"),
        ]


class MessagePupil(models.Model):
    """A pupil whom a message is about; for one pupil, contact and slot there is one message and never another.

    A message to staff or to another service keeps its own slot, and names no contact here.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="about")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("pupils.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "pupil", "contact", "slot"], name="message_once")]
        indexes = [models.Index(fields=["pupil", "message"], name="message_pupil")]


class HandOver(models.Model):
    """One attempt to hand a message to a provider: it begins before the first byte goes, and ends with an answer."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    provider = models.CharField(max_length=30)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="hand_over_number")]
