"""What somebody told the school about an absence, and what a person made of it (ABS-A)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Report(models.Model):
    """One thing told, kept once for its source whatever becomes of it; words, names and numbers are encrypted."""

    class Way(models.TextChoices):
        PHONE = "phone", "Phone"
        VOICEMAIL = "voicemail", "Voicemail"
        EMAIL = "email", "E-mail"
        TEXT = "text", "Text"
        FORM = "form", "Form"
        DESK = "desk", "Front desk"
        STAFF = "staff", "A colleague"

    class State(models.TextChoices):
        NEW = "new", "Waiting"
        RING_BACK = "ring-back", "To be rung back"
        FILED = "filed", "Filed"
        REJECTED = "rejected", "Put aside"

    class Doubt(models.TextChoices):
        NOT_SURE = "not-sure", "The caller may not be a parent"
        WITHHELD = "withheld", "The number was withheld"
        PUPIL = "pupil", "It sounded like a pupil"
        UNKNOWN = "unknown", "The number or address is none that we hold"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=120)
    way = models.CharField(max_length=10, choices=Way.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    doubt = models.CharField(max_length=10, choices=Doubt.choices, blank=True)
    version = models.PositiveIntegerField(default=1)
    words = models.BinaryField()
    said_by = models.BinaryField(blank=True, default=b"")
    number = models.BinaryField(blank=True, default=b"")
    number_key = models.CharField(max_length=64, blank=True)
    contact = models.ForeignKey("pupils.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    taken_by = models.BigIntegerField(null=True)
    taken_by_name = models.CharField(max_length=200)
    taken_by_role = models.CharField(max_length=60)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    halves = models.CharField(max_length=2, blank=True)
    expected_back = models.DateField(null=True)
    code = models.CharField(max_length=3, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    why = models.BinaryField(blank=True, default=b"")
    rung_at = models.DateTimeField(null=True)
    rung_by_name = models.CharField(max_length=200, blank=True)
    rung = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "source"], name="report_once"),
            models.CheckConstraint(
                condition=Q(first=None, last=None) | Q(first__lte=F("last")), name="report_days_in_order"
            ),
            models.CheckConstraint(condition=Q(halves__in=("", "0", "1", "01")), name="report_halves"),
        ]
        indexes = [
            models.Index(
                fields=["school", "told_at"], condition=Q(state__in=("new", "ring-back")), name="report_waiting"
            ),
            models.Index(fields=["school", "decided_at"], name="report_decided"),
            models.Index(fields=["school", "number_key", "told_at"], name="report_number"),
        ]


class ReportPupil(models.Model):
    """A pupil whom a report is about: as the source said, or as a person decided (`filed`).

    `asked` is no more than whom the school had asked about, where the report answers a message.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="pupils")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    filed = models.BooleanField(default=False)
    asked = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "pupil"], name="report_pupil_once")]
        indexes = [models.Index(fields=["school", "pupil"], name="report_pupil")]


class ReportMark(models.Model):
    """One session that a report decided: a mark that was put right, or one that is planned."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="marks")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    half = models.PositiveSmallIntegerField()
    was = models.CharField(max_length=3, blank=True)
    code = models.CharField(max_length=3)
    planned = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "pupil", "date", "half"], name="report_mark_once"),
            models.CheckConstraint(condition=Q(half__in=(0, 1)), name="report_mark_half"),
        ]
        indexes = [models.Index(fields=["school", "date", "half"], name="report_mark_session")]


class ReportFile(models.Model):
    """A kept file that came with a report: a recording, a photograph of a letter."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    file = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "file"], name="report_file_once")]


class CallNote(models.Model):
    """What a person has typed of a call that is not finished: one for each person, gone when it is saved."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    person = models.BigIntegerField()
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    typed = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "person"], name="call_note_one_each")]
