"""Award rules with their dated terms, the runs of them over some days, and what was given."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class AwardRule(models.Model):
    """An award that the school gives, by its name; what it asks stands in its terms."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    retired_at = models.DateTimeField(null=True)


class AwardTerms(models.Model):
    """What an award asks from a moment on, and the words of its certificate; the newest stands, none changes."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(AwardRule, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    asks = models.JSONField()
    title = models.CharField(max_length=80)
    words = models.CharField(max_length=200)
    since = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="award_terms_number")]


class AwardRun(models.Model):
    """A rule applied to some days, for some year groups or all: begun, given, taken back (with why, encrypted)."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    terms = models.ForeignKey(AwardTerms, on_delete=models.PROTECT, related_name="runs")
    first = models.DateField()
    last = models.DateField()
    nc_years = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=200)
    given_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField(default=0)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=200, blank=True)
    why_back = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="award_run_days_in_order")]
        indexes = [models.Index(fields=["school", "begun_at"], name="award_run_begun")]


class ByHand(models.Model):
    """A person's own decision about a child in a run that is begun, with its reason (encrypted)."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(AwardRun, on_delete=models.PROTECT, related_name="by_hand")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    gives = models.BooleanField()
    reason = models.BinaryField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "pupil"], name="award_by_hand_once")]


class Award(models.Model):
    """What a child or a form was given, frozen: the name on the certificate and the figures, `why` encrypted."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(AwardRun, on_delete=models.PROTECT, related_name="awards")
    pupil = models.ForeignKey("pupils.Pupil", null=True, on_delete=models.PROTECT, related_name="+")
    group = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField()
    possible = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    why = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="award_position"),
            models.CheckConstraint(condition=Q(pupil__isnull=True) ^ Q(group__isnull=True), name="award_of_one_kind"),
        ]
        indexes = [models.Index(fields=["pupil"], name="award_pupil")]
