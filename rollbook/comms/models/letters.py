"""Letters: the school's letterhead, templates in versions, print runs, and each letter as it was written."""

from __future__ import annotations

import uuid

from django.db import models


class LetterHead(models.Model):
    """What stands on every letter of a school: crest, address, who signs."""

    school = models.OneToOneField("schools.School", on_delete=models.PROTECT, related_name="+")
    crest = models.UUIDField(null=True)
    lines = models.TextField(blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    position = models.CharField(max_length=200, blank=True)
    foot = models.CharField(max_length=300, blank=True)
    envelope = models.CharField(max_length=4, default="dl")


class LetterTemplate(models.Model):
    """A letter that a school writes; its words are those of its newest version."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="letter_template_key")]


class LetterVersion(models.Model):
    """A template's words from a moment on; a Word document has `document` and the fields that stand in it."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    words = models.TextField()
    document = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="letter_version_number")]


class LetterRun(models.Model):
    """Letters written in one act: the version, what stood on all of them, and the file that was printed."""

    class State(models.TextChoices):
        WRITTEN = "written", "To be printed"
        POSTED = "posted", "Posted"
        TAKEN_BACK = "taken-back", "Taken back"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField(max_length=80)
    purpose = models.CharField(max_length=40)
    frame = models.JSONField()
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITTEN)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)
    file = models.UUIDField(null=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "slot"], name="letter_run_once")]
        indexes = [models.Index(fields=["school", "made_at"], name="letter_run_made")]


class Letter(models.Model):
    """One letter as it was written: everything that is on it, encrypted, and the hash of just that."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(LetterRun, on_delete=models.PROTECT, related_name="letters")
    position = models.PositiveIntegerField()
    kept = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="letter_position")]


class LetterPupil(models.Model):
    """A pupil whom a letter is about."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="about")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "pupil"], name="letter_about_once")]
        indexes = [models.Index(fields=["pupil", "letter"], name="letter_pupil")]


class LetterContact(models.Model):
    """Somebody to whom a letter is addressed."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="addressed")
    contact = models.ForeignKey("pupils.Contact", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "contact"], name="letter_to_once")]
