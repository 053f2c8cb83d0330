"""Everybody else's time on site, and what is handed in or asked at the desk."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Visit(models.Model):
    """One visitor's, contractor's or member of staff's time on site on one day; expected until it begins.

    `badge` numbers those who came, from 1 each day.
    """

    class Kind(models.TextChoices):
        VISITOR = "visitor", "Visitor"
        CONTRACTOR = "contractor", "Contractor"
        STAFF = "staff", "Staff"
        SUPPLY = "supply", "Supply staff"
        PROFESSIONAL = "professional", "Visiting professional"
        PARENT = "parent", "Parent or carer"
        GOVERNOR = "governor", "Governor"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120, blank=True)
    here_for = models.CharField(max_length=120, blank=True)
    badge = models.PositiveSmallIntegerField(null=True)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    made_by_name = models.CharField(max_length=200)
    out_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "on", "badge"], name="visit_badge"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")), name="visit_order"
            ),
        ]


class DeskEntry(models.Model):
    """A delivery, message or question at the desk: who dealt with it, and when. What was said is encrypted."""

    class Kind(models.TextChoices):
        DELIVERY = "delivery", "Delivery"
        PUPIL_MESSAGE = "pupil-message", "Message for a pupil"
        STAFF_MESSAGE = "staff-message", "Message for staff"
        QUERY = "query", "Question"
        LOST = "lost", "Lost and found"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    on = models.DateField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=14, choices=Kind.choices)
    for_whom = models.CharField(max_length=120, blank=True)
    said = models.BinaryField()
    by_name = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True)
    done_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "on"], name="desk_entry_day")]
