"""The mailbox that families write to about absences, and each mail that was taken from it."""

from __future__ import annotations

import uuid

from django.db import models


class Mailbox(models.Model):
    """A school's mailbox; what it needs to know is encrypted. `last_uid` counts within `validity` only (RFC 3501)."""

    school = models.OneToOneField("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.BinaryField()
    since = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    is_on = models.BooleanField(default=True)
    validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)


class IncomingMail(models.Model):
    """One mail, kept once: a second copy has the same `key`. What it says is encrypted.

    `put_away` is whether the mailbox knows that it was taken: told after it is kept here, never before.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=64)
    validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    name = models.BinaryField(blank=True, default=b"")
    address = models.BinaryField(blank=True, default=b"")
    address_key = models.CharField(max_length=64, blank=True)
    caller = models.BinaryField(blank=True, default=b"")
    withheld = models.BooleanField(default=False)
    subject = models.BinaryField(blank=True, default=b"")
    words = models.BinaryField(blank=True, default=b"")
    cut = models.BinaryField(blank=True, default=b"")
    problems = models.TextField(blank=True)
    answers = models.ForeignKey("comms.Message", null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField()
    put_away = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="incoming_mail_once")]
        indexes = [
            models.Index(fields=["school", "taken_at"], name="incoming_mail_taken"),
            models.Index(fields=["school"], condition=models.Q(put_away=False), name="incoming_mail_to_put_away"),
        ]


class IncomingFile(models.Model):
    """A file that came with a mail, kept among the school's files."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    mail = models.ForeignKey(IncomingMail, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    file = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "position"], name="incoming_file_position")]
