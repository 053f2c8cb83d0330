"""Boarding houses: roll-calls at their times, what they said, and leaves from the house."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class RollCall(models.Model):
    """A roll-call of one house on its weekdays (0 is Monday, as in "0123456") at a time, from a day to a day.

    `house` is the name of the house, for its group is another every year.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    house = models.CharField(max_length=50)
    name = models.CharField(max_length=40)
    at = models.TimeField()
    weekdays = models.CharField(max_length=7)
    first = models.DateField()
    last = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="roll_call_order"),
            models.UniqueConstraint(
                fields=["school", "house", "name"], condition=Q(last__isnull=True), name="roll_call_open"
            ),
        ]


class RollCallTick(models.Model):
    """One tap on a roll-call, never a mark; of a boarder's taps at one roll-call the last counts.

    `on` is the day of the roll-call, also where it is ticked after midnight; `tick_id` is the page's own.
    """

    class Kind(models.TextChoices):
        HERE = "here", "In house"
        NOT_HERE = "not-here", "Not found"
        CLEARED = "cleared", "Not said yet"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    roll_call = models.ForeignKey(RollCall, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    tick_id = models.UUIDField(unique=True)
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["school", "at"], name="roll_call_tick_at")]


class BoardingLeave(models.Model):
    """What was agreed for a boarder who leaves the house: what for, until when, with whom, who agreed.

    Whether they are out is said by movements alone: `movement` is the one by which they left, none until they
    go, and the next movement in is the return. With whom and who agreed are encrypted.
    """

    class Kind(models.TextChoices):
        PARENT = "parent", "With a parent"
        EXEAT = "exeat", "Exeat"
        HOSPITAL = "hospital", "Hospital or doctor"
        TRIP = "trip", "Trip"
        OTHER = "other", "Other"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    with_whom = models.BinaryField()
    agreed_by = models.BinaryField()
    noted_at = models.DateTimeField()
    noted_by_id = models.BigIntegerField(null=True)
    noted_by_name = models.CharField(max_length=200)
    movement = models.OneToOneField("site.Movement", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("starts_at")), name="boarding_leave_order"),
        ]
        indexes = [models.Index(fields=["school", "due_at"], name="boarding_leave_due")]
