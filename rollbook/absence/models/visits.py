"""Home visits: what asks for one, the two people who go out together, and what was found at the door."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class VisitsOut(models.Model):
    """Two people who go out together to some homes; the clock of their return hangs on it.

    `due_back_at` is set anew when they leave; `overdue_at` is when nobody had said that they are back.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    on = models.DateField()
    leaves_at = models.DateTimeField()
    due_back_at = models.DateTimeField()
    first_id = models.BigIntegerField()
    first_name = models.CharField(max_length=200)
    second_id = models.BigIntegerField()
    second_name = models.CharField(max_length=200)
    duty_id = models.BigIntegerField()
    duty_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    left_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)
    back_by_name = models.CharField(max_length=200, blank=True)
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(first_id=F("second_id")), name="visits_out_two_people"),
            models.CheckConstraint(condition=Q(due_back_at__gt=F("leaves_at")), name="visits_out_take_time"),
        ]
        indexes = [models.Index(fields=["school", "on"], name="visits_out_day")]


class HomeVisit(models.Model):
    """A home that is to be visited: why is encrypted, as are the risks, which are kept apart.

    `source` is what asked for it, so that the same need asks once; `place` is its place in the route.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=120, blank=True)
    urgency = models.CharField(max_length=5)
    reason = models.BinaryField()
    risks = models.BinaryField(blank=True, default=b"")
    risks_at = models.DateTimeField(null=True)
    risks_by_name = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=200)
    out = models.ForeignKey(VisitsOut, null=True, on_delete=models.PROTECT, related_name="visits")
    place = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by_name = models.CharField(max_length=200, blank=True)
    dropped_why = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "source"], condition=~Q(source=""), name="home_visit_once"),
        ]
        indexes = [
            models.Index(
                fields=["school", "asked_at"], condition=Q(done_at=None, dropped_at=None), name="home_visit_open"
            ),
            models.Index(fields=["school", "done_at"], name="home_visit_done"),
        ]


class VisitPupil(models.Model):
    """A pupil whose home is visited; brothers and sisters are visited together."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(HomeVisit, on_delete=models.PROTECT, related_name="pupils")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "pupil"], name="home_visit_pupil_once")]
        indexes = [models.Index(fields=["school", "pupil"], name="home_visit_pupil")]


class Doorstep(models.Model):
    """What the visitors said was found at the door; the last answer stands, the earlier ones are kept.

    `answer_id` comes from the phone, so that an answer sent twice is one. `taken_at` is the phone's word.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(HomeVisit, on_delete=models.PROTECT, related_name="answers")
    answer_id = models.UUIDField(unique=True)
    who = models.CharField(max_length=8)
    inside = models.BooleanField()
    card_left = models.BooleanField()
    next_step = models.CharField(max_length=6)
    taken_at = models.DateTimeField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    note = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(who__in=("parent", "adult", "children", "nobody")), name="doorstep_who"),
            models.CheckConstraint(
                condition=Q(inside=False) | Q(who__in=("parent", "adult")), name="doorstep_never_inside_alone"
            ),
        ]
        indexes = [models.Index(fields=["visit", "at"], name="doorstep_visit")]


class DoorstepChild(models.Model):
    """Whether a pupil was seen at the door, and spoken to without the adults."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    doorstep = models.ForeignKey(Doorstep, on_delete=models.PROTECT, related_name="children")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    seen = models.BooleanField()
    alone = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["doorstep", "pupil"], name="doorstep_child_once"),
            models.CheckConstraint(condition=Q(seen=True) | Q(alone=False), name="doorstep_alone_is_seen"),
        ]


class VisitPolicy(models.Model):
    """From a day on, when a home visit is due and how visitors go; rows are only ever added.

    `after_days` are school days without a word from anybody; `vulnerable_days` the same for a child with
    a social worker, looked after or on a plan. Hours are minutes after midnight.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    after_days = models.PositiveSmallIntegerField()
    vulnerable_days = models.PositiveSmallIntegerField()
    earliest = models.PositiveSmallIntegerField()
    latest = models.PositiveSmallIntegerField()
    minutes_out = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="visit_policy_version")]
