"""First-day contact: every try and what came of it, the rounds, and the ladders they climb (ABS-B, ABS-D)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class ContactEntry(models.Model):
    """One thing done or learned about a pupil missing without a reason; never altered, a mistake is taken back.

    `step` is the ladder's step from 1, or 0 for what a person did beside it; `message` is the outbox's
    id of what was sent. What was said is encrypted in `note`.
    """

    class Kind(models.TextChoices):
        ATTEMPT = "attempt", "Tried"
        OUTCOME = "outcome", "Outcome"
        CORRECTION = "correction", "Corrected"
        TOLD = "told", "Told"
        TAKEN_BACK = "taken-back", "Taken back"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    half = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    contact = models.ForeignKey("pupils.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey("absence.Professional", null=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    message = models.UUIDField(null=True)
    outcome = models.CharField(max_length=14, blank=True)
    takes_back = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    note = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [
            # Two workers, or one that was stopped and began again: a step is taken once.
            models.UniqueConstraint(
                fields=["school", "pupil", "on", "half", "step"], condition=Q(step__gt=0), name="contact_step_once"
            ),
            models.UniqueConstraint(fields=["takes_back"], name="contact_taken_back_once"),
        ]
        indexes = [
            models.Index(fields=["school", "on", "half"], name="contact_session"),
            models.Index(fields=["pupil", "on"], name="contact_pupil"),
        ]


class ContactRound(models.Model):
    """That families of a session are being reached: since when, and who began it (Rollbook, or a person)."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    half = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "on", "half"], name="contact_round_once")]


class SweepTick(models.Model):
    """A place that was asked whether a missing child is there, before the families are told."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    half = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=60)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "on", "half", "place"], name="sweep_tick_once")]


class ContactLadder(models.Model):
    """From a day on, how families are reached on the first day; rows are only ever added.

    `steps` are triples of channel, whom (1 for the first contact who may be told, and so on) and
    minutes to wait before it; `unreachable` are pairs of minutes and what is done when nobody answers.
    The ladder climbs from `from_minute` to `to_minute` of the day.
    """

    class Starts(models.TextChoices):
        ITSELF = "itself", "by itself, when the registers close"
        SWEPT = "swept", "by itself, once the sweep is ticked"
        PRESSED = "pressed", "only when a person presses"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    starts = models.CharField(max_length=8, choices=Starts.choices)
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()
    steps = models.JSONField()
    unreachable = models.JSONField()
    places = models.JSONField()
    asks_to_ring = models.BooleanField(default=False)
    corrects_itself = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="contact_ladder_version")]
        indexes = [models.Index(fields=["school", "valid_from"], name="contact_ladder_from")]


class ChildLadder(models.Model):
    """How one child's family is reached instead, from a day on: whom first, and by what never.

    `first` are contacts' ids in the order to try, `never` channels; why is encrypted.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    ended_on = models.DateField(null=True)
    first = models.JSONField()
    never = models.JSONField()
    why = models.BinaryField(blank=True, default=b"")
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil"], condition=Q(ended_on=None), name="child_ladder_one_open")
        ]
        indexes = [models.Index(fields=["school", "pupil"], name="child_ladder_pupil")]


class ContactHold(models.Model):
    """Nobody is written to about a pupil, or one contact is not, while it stands; why is encrypted.

    `contact` is empty where nobody at all is written to about the child.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("pupils.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField(null=True)
    why = models.BinaryField()
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "pupil"], condition=Q(ended_at=None), name="contact_hold_stands")]


class Professional(models.Model):
    """Somebody outside the school who is told the same day that a child is missing (DAY-2): from a day to a day.

    Name, number and address are encrypted.
    """

    class Kind(models.TextChoices):
        SOCIAL_WORKER = "social-worker", "Social worker"
        YOUTH_JUSTICE = "youth-justice", "Youth-justice worker"
        CARER = "carer", "Carer"
        VIRTUAL_SCHOOL = "virtual-school", "Virtual school"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.BinaryField()
    number = models.BinaryField(blank=True, default=b"")
    email = models.BinaryField(blank=True, default=b"")
    first = models.DateField()
    last = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school", "pupil"], name="professional_pupil")]
