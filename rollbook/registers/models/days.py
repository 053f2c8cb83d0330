"""Days that are not ordinary: when contact is stopped, festivals, bus routes, pupils who have not come (REG-M)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class ContactStop(models.Model):
    """A sudden closure of the whole school on one day: families are not asked why nobody came.

    `halves` are those lost, "01" or "1"; `closure_made` is the key of the calendar's row that this act made, if it did.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    save_id = models.UUIDField()
    on = models.DateField()
    halves = models.CharField(max_length=2)
    reason = models.CharField(max_length=200)
    closure_made = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "save_id"], name="contact_stop_save"),
            models.UniqueConstraint(
                fields=["school", "on"], condition=Q(lifted_at__isnull=True), name="contact_stop_one_a_day"
            ),
            models.CheckConstraint(condition=Q(halves__in=("01", "1")), name="contact_stop_halves"),
        ]


class Occasion(models.Model):
    """A festival or a time of fasting, with the days that a family may name for it (COD-13)."""

    class Kind(models.TextChoices):
        FESTIVAL = "festival", "Festival: one day of observance a family"
        FAST = "fast", "Time of fasting: no code, a note for staff"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.FESTIVAL)
    name = models.CharField(max_length=60)
    first = models.DateField()
    last = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "name", "first"], name="occasion_once"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="occasion_order"),
        ]


class Route(models.Model):
    """A way of coming to school that somebody provides: a bus, a taxi, from a day to a day."""

    class Provider(models.TextChoices):
        AUTHORITY = "authority", "The local authority"
        SCHOOL = "school", "The school"
        PUBLIC = "public", "A public service"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    provider = models.CharField(max_length=10, choices=Provider.choices)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], condition=Q(last__isnull=True), name="route_name"),
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="route_order"),
        ]


class RouteRider(models.Model):
    """A pupil whom a route carries, from a day to a day, both included."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="riders")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["route", "pupil"], condition=Q(last__isnull=True), name="route_rider_one_open"
            ),
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="route_rider_order"),
        ]
        indexes = [models.Index(fields=["school", "pupil"], name="route_rider_pupil")]


class NoShow(models.Model):
    """What the office heard of a pupil on the roll who has not come since the first expected day (ADM-3).

    Append-only in use: the latest row says where it stands. `note` is encrypted, bound to this row.
    """

    class Heard(models.TextChoices):
        ASKED = "asked", "Family asked, no answer yet"
        COMING = "coming", "Coming"
        ELSEWHERE = "elsewhere", "Attends another school"
        UNKNOWN = "unknown", "Nobody knows where the pupil is"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    expected = models.DateField()
    heard = models.CharField(max_length=10, choices=Heard.choices)
    note = models.BinaryField(blank=True, default=b"")
    by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["school", "pupil"], name="no_show_pupil")]
