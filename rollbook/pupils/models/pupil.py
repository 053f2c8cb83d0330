"""A pupil, and what is dated about a pupil: enrolments, addresses, characteristics."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Pupil(models.Model):
    """One child in one school (ADM-4); a child who moves within a trust is a pupil in each school."""

    class Sex(models.TextChoices):
        FEMALE = "F", "Female"
        MALE = "M", "Male"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    upn = models.CharField("UPN", max_length=13, blank=True)
    former_upn = models.CharField("former UPN", max_length=13, blank=True)
    mis_id = models.CharField("MIS id", max_length=64, blank=True)
    admission_number = models.CharField(max_length=32, blank=True)
    legal_forename = models.CharField(max_length=200, blank=True)
    legal_surname = models.CharField(max_length=200)
    middle_names = models.CharField(max_length=200, blank=True)
    preferred_forename = models.CharField(max_length=200, blank=True)
    preferred_surname = models.CharField(max_length=200, blank=True)
    former_surname = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices)
    born = models.DateField()
    ethnicity = models.CharField(max_length=4, blank=True)
    first_language = models.CharField(max_length=4, blank=True)
    last_school_name = models.CharField(max_length=200, blank=True)
    last_school_address = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "upn"], condition=~Q(upn=""), name="pupil_upn"),
            models.UniqueConstraint(fields=["school", "mis_id"], condition=~Q(mis_id=""), name="pupil_mis_id"),
            models.UniqueConstraint(
                fields=["school", "admission_number"],
                condition=~Q(admission_number=""),
                name="pupil_admission_number",
            ),
        ]
        indexes = [models.Index(fields=["school", "legal_surname", "legal_forename"], name="pupil_name")]


class Enrolment(models.Model):
    """A pupil's time on the roll: from the starting day (ADM-2) to the last day, both included."""

    class Status(models.TextChoices):
        CURRENT = "C", "Current, single registration"
        MAIN = "M", "Current, main school"
        SUBSIDIARY = "S", "Current, subsidiary school"
        GUEST = "G", "Guest, not registered here"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="enrolments")
    status = models.CharField(max_length=1, choices=Status.choices, default=Status.CURRENT)
    boarder = models.BooleanField(default=False)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    leaving_reason = models.CharField(max_length=4, blank=True)
    removal_ground = models.CharField(max_length=10, blank=True)
    destination = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil", "first_day"], name="enrolment_once"),
            models.UniqueConstraint(fields=["pupil"], condition=Q(last_day__isnull=True), name="enrolment_one_open"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="enrolment_order"
            ),
        ]
        indexes = [models.Index(fields=["school", "first_day", "last_day"], name="enrolment_days")]


class PupilAddress(models.Model):
    """Where a pupil lives, from a day on (ADM-4 as corrected: the pupil's own address)."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="addresses")
    lines = models.TextField()
    postcode = models.CharField(max_length=10, blank=True)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil"], condition=Q(last__isnull=True), name="address_one_current"),
        ]


class Characteristic(models.Model):
    """Something true of a pupil from a day to a day; some kinds only named roles may see."""

    class Kind(models.TextChoices):
        FSM = "fsm", "Free school meals"
        SEN = "sen", "SEN support"
        EHCP = "ehcp", "EHC plan"
        EAL = "eal", "English as an additional language"
        LOOKED_AFTER = "looked-after", "Looked after"
        CHILD_PROTECTION = "child-protection", "Child protection plan"
        CHILD_IN_NEED = "child-in-need", "Child in need"
        SOCIAL_WORKER = "social-worker", "Social worker"
        YOUNG_CARER = "young-carer", "Young carer"
        SERVICE_CHILD = "service-child", "Service child"
        MEDICAL = "medical", "Medical need"
        PUPIL_PREMIUM = "pupil-premium", "Pupil premium"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="characteristics")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    value = models.CharField(max_length=100, blank=True)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "kind"], condition=Q(last__isnull=True), name="characteristic_one_open"
            ),
        ]
        indexes = [models.Index(fields=["school", "kind", "first"], name="characteristic_kind")]
