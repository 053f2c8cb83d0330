"""The parents' form: whether a school has it, and each visit to it, known or not."""

from __future__ import annotations

import uuid

from django.db import models


class ParentForm(models.Model):
    """Whether a school's parents can report an absence, and ask for leave, by forms; what is said about leave."""

    school = models.OneToOneField("schools.School", on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=False)
    leave_words = models.TextField(blank=True)
    leave_is_on = models.BooleanField(default=False)
    since = models.DateTimeField()
    by_name = models.CharField(max_length=200)


class ParentVisit(models.Model):
    """One use of the form, from the number that was typed to the report; all it holds of people is encrypted.

    A visit under a number that nobody has is kept like any other: what can be told apart here must
    not be told apart outside.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    begun_at = models.DateTimeField()
    channel = models.CharField(max_length=8)
    address = models.BinaryField()
    address_key = models.CharField(max_length=64)
    network_key = models.CharField(max_length=64)
    contact = models.ForeignKey("pupils.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    code_key = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    proven_at = models.DateTimeField(null=True)
    said = models.BinaryField(blank=True, default=b"")
    report = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "address_key", "begun_at"], name="parent_visit_address"),
            models.Index(fields=["school", "network_key", "begun_at"], name="parent_visit_network"),
            models.Index(fields=["school", "begun_at"], name="parent_visit_begun"),
        ]


class ParentEvidence(models.Model):
    """A photograph or letter that a parent has chosen and not yet sent; kept as a file with the report."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(ParentVisit, on_delete=models.CASCADE, related_name="evidence")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.BinaryField()
    data = models.BinaryField()
