"""A meeting: when and where, about whom, and who is asked to it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Meeting(models.Model):
    """One meeting. `source` makes it once; `sequence` is raised whenever it is moved, for the calendars it is in.

    `thread` is the first meeting of a row of follow-ups, itself included. `edition` is the edition of the
    minutes that is being written or was signed last, `correction` why there is another; words are encrypted.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20)
    stage = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    length = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200)
    agenda = models.BinaryField()
    sequence = models.PositiveSmallIntegerField(default=0)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    thread = models.UUIDField()
    edition = models.PositiveSmallIntegerField(default=1)
    correction = models.BinaryField(blank=True, default=b"")
    called_at = models.DateTimeField()
    called_by_id = models.BigIntegerField(null=True)
    called_by_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by_name = models.CharField(max_length=200, blank=True)
    cancelled_why = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "source"], condition=~Q(source=""), name="meeting_once"),
            models.CheckConstraint(condition=Q(length__gt=0), name="meeting_takes_time"),
            models.CheckConstraint(condition=Q(signed_at=None) | Q(cancelled_at=None), name="meeting_held_or_not"),
        ]
        indexes = [
            models.Index(fields=["school", "at"], name="meeting_at"),
            models.Index(fields=["school", "at"], condition=Q(signed_at=None, cancelled_at=None), name="meeting_open"),
            models.Index(fields=["school", "thread"], name="meeting_thread"),
        ]


class MeetingPupil(models.Model):
    """A pupil whom a meeting is about; in a pack, what has been done for them and what is asked of the authority."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="pupils")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    done = models.BinaryField(blank=True, default=b"")
    asked = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "pupil"], name="meeting_pupil_once")]
        indexes = [models.Index(fields=["pupil", "meeting"], name="meeting_pupil")]


class Person(models.Model):
    """Somebody who is asked to a meeting: a contact, a member of staff (`user_id`), a pupil, or somebody by name.

    `invited_sequence` is which version of the meeting they were last told of; `left_out` is why they could
    not be written to; `told_off_at` is when somebody who was taken off the list was told so. Name and address of
    people from outside are encrypted.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="people")
    part = models.CharField(max_length=12)
    contact = models.ForeignKey("pupils.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", null=True, on_delete=models.PROTECT, related_name="+")
    user_id = models.BigIntegerField(null=True)
    name = models.BinaryField()
    email = models.BinaryField(blank=True, default=b"")
    chairs = models.BooleanField(default=False)
    minutes = models.BooleanField(default=False)
    reply = models.CharField(max_length=12, blank=True)
    replied_at = models.DateTimeField(null=True)
    reply_by_name = models.CharField(max_length=200, blank=True)
    presence = models.CharField(max_length=12, blank=True)
    invited_at = models.DateTimeField(null=True)
    invited_sequence = models.PositiveSmallIntegerField(null=True)
    invited_way = models.CharField(max_length=8, blank=True)
    message = models.UUIDField(null=True)
    letters = models.UUIDField(null=True)
    left_out = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    told_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "contact"], condition=Q(contact__isnull=False), name="meeting_contact_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "user_id"], condition=Q(user_id__isnull=False), name="meeting_user_once"
            ),
        ]
        indexes = [models.Index(fields=["school", "user_id"], name="meeting_person_user")]
