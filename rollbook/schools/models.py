"""Trust, school, site, and the school's dated calendar, times and policy."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from rollbook.rules.bands import OWN


class Trust(models.Model):
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)


class School(models.Model):
    """A school. A training school lives `practice_shift` away from the clock on the wall (RUN-D)."""

    class Phase(models.TextChoices):
        NURSERY = "NS", "Nursery"
        PRIMARY = "PS", "Primary"
        MIDDLE = "MP", "Middle"
        SECONDARY = "SS", "Secondary"
        SPECIAL = "SP", "Special"
        ALTERNATIVE = "PR", "Alternative provision"
        ALL_THROUGH = "AT", "All-through"

    trust = models.ForeignKey(Trust, null=True, blank=True, on_delete=models.PROTECT, related_name="schools")
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    la_number = models.CharField(max_length=3)
    establishment_number = models.CharField(max_length=4)
    urn = models.CharField(max_length=6, unique=True)
    phase = models.CharField(max_length=2, choices=Phase.choices)
    lowest_age = models.PositiveSmallIntegerField(default=4)
    highest_age = models.PositiveSmallIntegerField(default=11)
    takes_boarders = models.BooleanField(default=False)
    practice_shift = models.DurationField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["la_number", "establishment_number"], name="school_laestab"),
            models.CheckConstraint(condition=Q(lowest_age__lte=F("highest_age")), name="school_ages"),
        ]


class Site(models.Model):
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=100)
    address = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="site_name")]


class Term(models.Model):
    """A stretch of term time in an academic year (2026 = 2026/27); half-terms are closures inside."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="terms")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "name"], name="term_name"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="term_order"),
        ]


class Closure(models.Model):
    """Days on which the school is planned not to meet; an unplanned one keeps its sessions (Y4)."""

    class Kind(models.TextChoices):
        HALF_TERM = "half-term", "Half-term"
        INSET = "inset", "INSET day"
        BANK_HOLIDAY = "bank-holiday", "Bank holiday"
        OCCASIONAL = "occasional", "Occasional day"
        POLLING = "polling", "Polling day"
        UNPLANNED = "unplanned", "Unexpected closure"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="closures")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=100)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="closure_order"),
            models.UniqueConstraint(fields=["school", "kind", "first"], name="closure_once"),
        ]


class SessionTime(models.Model):
    """When a session's register opens and closes, and when the session ends.

    Times are minutes after midnight, local time, so that the window of at most 30 minutes (REG-4)
    is a constraint on both databases. The most particular row in force wins: weekday, year group
    and site narrow it; empty means every one.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="session_times")
    half = models.PositiveSmallIntegerField(validators=[MaxValueValidator(1)])
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    nc_year = models.CharField(max_length=2, blank=True)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT)
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(half__in=(0, 1)), name="session_time_half"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) & Q(closes__lte=F("opens") + 30),
                name="session_time_window",
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("closes")) & Q(ends__lte=1440), name="session_time_end"),
        ]


class LessonTime(models.Model):
    """A lesson period: its name and its hours, dated as session times are."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="lesson_times")
    name = models.CharField(max_length=20)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    nc_year = models.CharField(max_length=2, blank=True)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT)
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")) & Q(ends__lte=1440), name="lesson_time_order")
        ]


def usual_bands() -> list[list[int | str]]:
    """The school's own bands of absence until it says otherwise, each as its percentage and its name (PA-6)."""
    return [[band.percent, band.title] for band in OWN]


class Policy(models.Model):
    """The school's own attendance policy from a day on; law is not here, it is in the rule book."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="policies")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    contact_by = models.PositiveSmallIntegerField(default=600)
    bands = models.JSONField(default=usual_bands)
    count_no_reason_for_penalty = models.BooleanField(default=True)
    post_service_days = models.PositiveSmallIntegerField(default=2)
    improvement_weeks = models.PositiveSmallIntegerField(default=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "version"], name="policy_version"),
            models.UniqueConstraint(fields=["school", "valid_from"], name="policy_day"),
        ]
