"""A school's internal rooms, who runs them, and each pupil's stay in one (REG-C)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Room(models.Model):
    """A room of a school with a roll of its own, from a day to a day, both included; `last` empty while in use.

    A pupil who is expected and has not come after `wait` minutes is shown as not arrived.
    """

    class Kind(models.TextChoices):
        RESET = "reset", "Reset room"
        REGULATION = "regulation", "Regulation room"
        INCLUSION = "inclusion", "Inclusion room"
        HUB = "hub", "Hub"
        FIRST_AID = "first-aid", "First aid"
        EXAM = "exam", "Exam"
        GATHERING = "gathering", "Gathering for a trip"
        MUSIC = "music", "Music lesson"
        OTHER = "other", "Other room"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    site = models.ForeignKey("schools.Site", null=True, on_delete=models.PROTECT, related_name="+")
    wait = models.PositiveSmallIntegerField(default=10)
    first = models.DateField()
    last = models.DateField(null=True)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="room_days"),
            models.UniqueConstraint(fields=["school", "name"], condition=Q(last__isnull=True), name="room_name"),
        ]


class RoomStaff(models.Model):
    """Who runs a room's roll from a day to a day, both included; the name as it was then."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="staff")
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    first = models.DateField()
    last = models.DateField(null=True)


class RoomStay(models.Model):
    """One pupil's time in a room on a day: expected or sent, checked in, checked out; never deleted.

    `expected_at` is empty for who simply came. `moved_to` is the room whose check-in ended this stay,
    and `told_at` when somebody of this room had seen that. The note is encrypted, bound to this row.
    """

    class Reason(models.TextChoices):
        NONE = "", "No reason given"
        BEHAVIOUR = "behaviour", "Behaviour"
        REGULATE = "regulate", "To calm and regulate"
        SUPPORT = "support", "Planned support"
        UNWELL = "unwell", "Unwell or injured"
        EXAM = "exam", "Exam"
        MUSIC = "music", "Music lesson"
        MEETING = "meeting", "Meeting"
        OTHER = "other", "Other"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    note = models.BinaryField(blank=True, default=b"")
    expected_at = models.DateTimeField(null=True)
    sent_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    in_by_name = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    out_by_name = models.CharField(max_length=200, blank=True)
    moved_to = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "pupil"],
                condition=Q(began_at__isnull=False) & Q(ended_at__isnull=True),
                name="room_stay_one_open",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="room_stay_order"
            ),
        ]
        indexes = [models.Index(fields=["school", "on", "room"], name="room_stay_day")]
