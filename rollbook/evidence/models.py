"""Bundles for one parent, as they are being put together, and as they were fixed."""

from __future__ import annotations

import uuid

from django.db import models


class Bundle(models.Model):
    """What is to be shown of a pupil to one parent and a court; `case` is the case it belongs to, if any.

    `choices` say which exhibits, in which order, which pages; `hidden` (words and areas taken off) and
    `told` (what a witness filled in) are encrypted.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("pupils.Contact", on_delete=models.PROTECT, related_name="+")
    case = models.UUIDField(null=True)
    first = models.DateField()
    last = models.DateField()
    choices = models.JSONField(default=dict)
    hidden = models.BinaryField(blank=True, default=b"")
    told = models.BinaryField(blank=True, default=b"")
    begun_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    turn = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="bundle_days_in_order")
        ]
        indexes = [
            models.Index(fields=["pupil", "begun_at"], name="bundle_pupil"),
            models.Index(fields=["school", "changed_at"], name="bundle_changed"),
        ]


class BundleVersion(models.Model):
    """A bundle as it was fixed: its files with their hashes, where the register stood, and every mark of those days.

    `marks` are the years' bytes as hexadecimal, by which a later change is told; `contents` is the index, encrypted.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=60)
    pages = models.PositiveIntegerField()
    document = models.UUIDField()
    document_sha256 = models.CharField(max_length=64)
    data = models.UUIDField()
    data_sha256 = models.CharField(max_length=64)
    register_place = models.CharField(max_length=30)
    register_head = models.CharField(max_length=64)
    first = models.DateField()
    last = models.DateField()
    marks = models.JSONField(default=dict)
    contents = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bundle", "number"], name="bundle_version_number")]
