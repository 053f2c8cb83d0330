"""What comes of a meeting: action points, and who got a copy."""

from __future__ import annotations

import uuid

from django.db import models

from rollbook.meetings.models.meeting import Meeting, Person
from rollbook.meetings.models.minutes import SignedCopy


class ActionPoint(models.Model):
    """Something that somebody does by a day; `task` is the same thing on their list of work.

    Who does it is named here (`owner_name`), also where it is a parent or somebody from outside: then the
    task is to ask them. What it says is encrypted. `thread` is that of its meeting.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="points")
    thread = models.UUIDField()
    pupil = models.ForeignKey("pupils.Pupil", null=True, on_delete=models.PROTECT, related_name="+")
    says = models.BinaryField()
    owner_name = models.BinaryField()
    due = models.DateField()
    task = models.UUIDField()
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["school", "thread"], name="action_point_thread")]


class Circulation(models.Model):
    """A signed copy that went to somebody: by which way, when; or why it did not go."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    copy = models.ForeignKey(SignedCopy, on_delete=models.PROTECT, related_name="circulated")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="copies")
    way = models.CharField(max_length=8)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    message = models.UUIDField(null=True)
    letters = models.UUIDField(null=True)
    left_out = models.CharField(max_length=200, blank=True)
