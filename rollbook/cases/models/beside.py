"""What stands beside the steps of a case: notes, kept files, rests, and notices."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class CaseNote(models.Model):
    """Something written down in a case; what it says is encrypted and never changed."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="notes")
    says = models.BinaryField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)


class CaseFile(models.Model):
    """A kept file that belongs to a case."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="files")
    file = models.UUIDField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "file"], name="case_file_once")]


class CaseRest(models.Model):
    """Days on which a case rests, and why (encrypted); without a `last` it still does."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="rests")
    first = models.DateField()
    last = models.DateField(null=True)
    why = models.BinaryField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(last__isnull=True), name="case_rests_once"),
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="case_rest_ends"),
        ]


class CaseNotice(models.Model):
    """Something that a case must not hide, e.g. that a correction took its ground away; once for each `key`.

    What it says, and what was decided about it, is encrypted.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=120)
    says = models.BinaryField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    settled_why = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="case_notice_once"),
        ]
        indexes = [models.Index(fields=["school", "at"], condition=Q(settled_at__isnull=True), name="case_notice_open")]
