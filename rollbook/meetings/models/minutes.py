"""What was said and decided at a meeting, and the signed copies of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from rollbook.meetings.models.meeting import Meeting


class Minute(models.Model):
    """The words of an edition of the minutes: of the whole meeting, or of one pupil where it is about many.

    `version` is raised by each save; a save that was written on an older version is refused.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    edition = models.PositiveSmallIntegerField()
    pupil = models.ForeignKey("pupils.Pupil", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    words = models.BinaryField()
    kept_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "edition", "pupil"], condition=Q(pupil__isnull=False), name="minute_of_pupil_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "edition"], condition=Q(pupil=None), name="minute_of_meeting_once"
            ),
        ]


class Decision(models.Model):
    """What a meeting decided, about one pupil or all, with the reason; the last stands, the earlier ones are kept."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    edition = models.PositiveSmallIntegerField()
    pupil = models.ForeignKey("pupils.Pupil", null=True, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=30)
    reason = models.BinaryField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)


class SignedCopy(models.Model):
    """An edition of the minutes as it was signed: who, when, as what; `why` it was corrected. It never changes.

    `versions` are the versions of the words that were signed, by pupil's key, "" for the whole meeting.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="copies")
    edition = models.PositiveSmallIntegerField()
    signed_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=60)
    why = models.BinaryField(blank=True, default=b"")
    frozen = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "edition"], name="signed_copy_once")]


class SignedFile(models.Model):
    """A file of a signed copy with its hash: of the whole meeting, or of one pupil alone where it is about many."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    copy = models.ForeignKey(SignedCopy, on_delete=models.PROTECT, related_name="files")
    pupil = models.ForeignKey("pupils.Pupil", null=True, on_delete=models.PROTECT, related_name="+")
    file = models.UUIDField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "pupil"], condition=Q(pupil__isnull=False), name="signed_file_of_pupil"
            ),
            models.UniqueConstraint(fields=["copy"], condition=Q(pupil=None), name="signed_file_whole"),
        ]
