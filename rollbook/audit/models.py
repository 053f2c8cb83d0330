"""The audit trail and the access log; no foreign keys, so that they outlive what they name."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One verb, done once, by somebody; also the outbox until the worker has heard it."""

    at = models.DateTimeField()
    school_id = models.BigIntegerField(null=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=100)
    verb = models.CharField(max_length=100)
    subject = models.CharField(max_length=100, blank=True)
    detail = models.JSONField(default=dict)
    heard = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "subject", "at"], name="audit_subject"),
            models.Index(fields=["id"], name="audit_unheard", condition=models.Q(heard=False)),
        ]


class AccessEntry(models.Model):
    """Somebody opened a sensitive record."""

    at = models.DateTimeField()
    school_id = models.BigIntegerField(null=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=100)
    what = models.CharField(max_length=100)
    subject = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["school_id", "subject", "at"], name="access_subject")]
