"""Files that are kept, and whom each is about; their bytes lie on the disk."""

from __future__ import annotations

import uuid

from django.db import models


class KeptFile(models.Model):
    """One file: what it is, how large, its hash; the name is encrypted, for people put names into names."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20)
    media = models.CharField(max_length=100)
    name = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["school", "kept_at"], name="file_kept")]


class FilePupil(models.Model):
    """A pupil whom a kept file is about."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(KeptFile, on_delete=models.CASCADE, related_name="about")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "pupil"], name="file_about_once")]
        indexes = [models.Index(fields=["pupil", "file"], name="file_pupil")]
