"""The record: append-only saves in a chain, amendments, seals, and what disposal leaves behind."""

from __future__ import annotations

from django.db import models


class Chain(models.Model):
    """The head of a school's chain: the one lock that a whole school shares, always taken last."""

    school = models.OneToOneField("schools.School", primary_key=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveBigIntegerField(default=0)
    head = models.BinaryField(max_length=32)


class RegisterSave(models.Model):
    """One submission, by whatever road; append-only and chained (REG-7, REG-9)."""

    class Kind(models.TextChoices):
        TAKEN = "taken", "Register taken"
        AMENDED = "amended", "Amended"
        DESK = "desk", "Front desk"
        BULK = "bulk", "Bulk entry"
        PLAN = "plan", "Planned absence"
        CLOSURE = "closure", "Closure"
        SETTLE = "settle", "No reason settled"
        RULE = "rule", "Session rule"
        IMPORT = "import", "Imported"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    chain_year = models.PositiveSmallIntegerField()
    seq = models.PositiveBigIntegerField()
    save_id = models.UUIDField()
    digest = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    group = models.ForeignKey("pupils.Group", null=True, on_delete=models.PROTECT, related_name="+")
    lesson = models.CharField(max_length=40, blank=True)
    date = models.DateField(null=True)
    half = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    finished = models.BooleanField(default=False)
    source = models.CharField(max_length=20)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=100)
    policy_version = models.PositiveIntegerField(default=0)
    marks = models.JSONField()
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "chain_year", "seq"], name="save_seq"),
            models.UniqueConstraint(fields=["school", "save_id"], name="save_once"),
        ]
        indexes = [models.Index(fields=["school", "date", "half", "group"], name="save_register")]


class Amendment(models.Model):
    """The five facts the law asks for when an entry is changed (REG-7), drawn from the save's leaves."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    save_row = models.ForeignKey(RegisterSave, on_delete=models.PROTECT, related_name="amendments")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    half = models.PositiveSmallIntegerField()
    lesson = models.CharField(max_length=40, blank=True)
    old = models.CharField(max_length=3)
    new = models.CharField(max_length=3)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=100)

    class Meta:
        indexes = [
            models.Index(fields=["school", "pupil", "date"], name="amendment_pupil"),
            models.Index(fields=["school", "at"], name="amendment_at"),
        ]


class MarkDetail(models.Model):
    """The free text of a mark, encrypted and erasable; the chain holds only its salted digest."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    save_row = models.ForeignKey(RegisterSave, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    half = models.PositiveSmallIntegerField()
    text = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["school", "date", "half", "pupil"], name="detail_mark")]


class Seal(models.Model):
    """A day's fingerprint of the chain, signed with a key that is not in the database."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    chain_year = models.PositiveSmallIntegerField()
    seq = models.PositiveBigIntegerField()
    head = models.BinaryField(max_length=32)
    saves = models.PositiveIntegerField()
    signature = models.BinaryField(max_length=64)
    key_id = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "day"], name="seal_day")]


class RetentionPermit(models.Model):
    """Exists only inside the retention transaction: what the triggers ask before they let a leaf go."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    made_before = models.DateTimeField()
    job = models.CharField(max_length=100)


class LegalHold(models.Model):
    """A pupil whose entries are kept beyond six years, and why."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)


class Disposal(models.Model):
    """Which leaves of a save were let go, by which rule and job, and when."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    save_row = models.ForeignKey(RegisterSave, on_delete=models.PROTECT, related_name="disposals")
    leaves = models.JSONField()
    rule = models.CharField(max_length=20)
    job = models.CharField(max_length=100)
    at = models.DateTimeField()
