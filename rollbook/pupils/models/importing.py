"""What came in by file: each upload until it is committed, and which row told what of whom."""

from __future__ import annotations

import uuid

from django.db import models


class ImportRun(models.Model):
    """One uploaded file; its encrypted content is kept until the commit, or for seven days."""

    class Kind(models.TextChoices):
        PUPILS = "pupils", "Pupils and contacts"
        ONEROSTER = "oneroster", "OneRoster package"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for review"
        COMMITTED = "committed", "Imported"
        FORGOTTEN = "forgotten", "Not imported, content deleted"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    content = models.BinaryField(blank=True, default=b"")
    decisions = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    committed_at = models.DateTimeField(null=True, blank=True)
    committed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "sha256"],
                condition=models.Q(state="waiting"),
                name="import_waiting_once",
            ),
        ]
        indexes = [models.Index(fields=["school", "uploaded_at"], name="import_when")]


class Provenance(models.Model):
    """Which row of which file told what of a pupil: the names of the fields, never their values."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="told")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="told_by")
    row = models.PositiveIntegerField()
    created = models.BooleanField(default=False)
    fields = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "pupil"], name="provenance_once")]
