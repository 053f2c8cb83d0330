"""What the school was asked and answered, and what it told families of its own accord."""

from __future__ import annotations

import uuid

from django.db import models


class Question(models.Model):
    """A question from a colleague, a family or an agency, or word given without one; names and words are encrypted."""

    class Kind(models.TextChoices):
        ASKED = "asked", "Question"
        OUTREACH = "outreach", "Word to a family"
        STATEMENT = "statement", "Attendance statement"

    class Asker(models.TextChoices):
        COLLEAGUE = "colleague", "Colleague"
        PARENT = "parent", "Parent or carer"
        AGENCY = "agency", "Agency or authority"
        OTHER = "other", "Somebody else"

    class Way(models.TextChoices):
        PHONE = "phone", "Telephone"
        EMAIL = "email", "E-mail"
        LETTER = "letter", "Letter"
        TEXT = "text", "Text"
        DESK = "desk", "In person"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ASKED)
    at = models.DateTimeField()
    asker = models.CharField(max_length=10, choices=Asker.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    who = models.BinaryField(blank=True, default=b"")
    says = models.BinaryField()
    pupil = models.ForeignKey("pupils.Pupil", null=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(null=True)
    taken_by_name = models.CharField(max_length=200)
    answer = models.BinaryField(blank=True, default=b"")
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "at"], name="question_at"),
            models.Index(fields=["pupil", "at"], name="question_pupil"),
        ]
