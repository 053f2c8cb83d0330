"""Registers that are late: who was asked or sent for them, the school's ladder, and the count of changes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Chase(models.Model):
    """Somebody was asked about a late register, told of it by the ladder, or sent to the room.

    `register` is the register's key on its day (`am:<group>`, `pm:<group>`, `lesson:<lesson>`), `name`
    what it was called then, `group` whose
    session it is (none for a lesson). `to_id` is empty where nobody holds the post that the ladder names.
    """

    class Kind(models.TextChoices):
        NUDGE = "nudge", "Asked"
        STEP = "step", "Told"
        SENT = "sent", "Sent"

    class Answer(models.TextChoices):
        NOW = "now", "I take it now"
        CANNOT = "cannot", "I cannot; somebody else is needed"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    date = models.DateField()
    register = models.CharField(max_length=50)
    group = models.ForeignKey("pupils.Group", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    step = models.PositiveSmallIntegerField(default=0)
    post = models.CharField(max_length=60, blank=True)
    to_id = models.BigIntegerField(null=True)
    to_name = models.CharField(max_length=200, blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    arrived_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("nudge", "step", "sent")), name="chase_kind"),
            # The ladder's job may run twice at once; a step is told to a person once.
            models.UniqueConstraint(
                fields=["school", "date", "register", "step", "to_id"], condition=Q(kind="step"), name="chase_step_once"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "date"], name="chase_day"),
            models.Index(fields=["school", "to_id", "date"], name="chase_to"),
        ]


class ChaseLadder(models.Model):
    """From a day on, who is told of a late register, after how many minutes; rows are only ever added.

    `steps` holds pairs of minutes and whom (`taker`, or a role's name), in order; `lesson_after` is
    how many minutes after a lesson's start its register is late.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    lesson_after = models.PositiveSmallIntegerField()
    steps = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="chase_ladder_version")]
        indexes = [models.Index(fields=["school", "valid_from"], name="chase_ladder_from")]


class BoardCount(models.Model):
    """How often something on a school's board changed that is no save; counted in the change's transaction."""

    school = models.OneToOneField("schools.School", primary_key=True, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveBigIntegerField(default=0)
