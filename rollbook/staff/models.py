"""Accounts and the dated roles they hold."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from rollbook.rules.access import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, *, name: str, email: str = "", password: str | None = None) -> User:
        user = self.model(username=username, name=name, email=self.normalize_email(email))
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. Which schools and what they may do stands in their roles."""

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    mobile = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)
    initials = models.CharField(max_length=6, blank=True)
    is_active = models.BooleanField(default=True)
    theme = models.CharField(max_length=10, blank=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """A role held in one school or across one trust, from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=40, choices=[(r.value, r.label) for r in Role if r is not Role.SYSTEM])
    school = models.ForeignKey("schools.School", null=True, blank=True, on_delete=models.PROTECT)
    trust = models.ForeignKey("schools.Trust", null=True, blank=True, on_delete=models.PROTECT)
    nc_year = models.CharField(max_length=2, blank=True)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False, trust__isnull=True) | Q(school__isnull=True, trust__isnull=False),
                name="role_in_one_place",
            ),
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="role_order"),
        ]


class SupplyAccount(models.Model):
    """An account for one day in one school: who checked the person, their badge, and the code on the slip.

    Only the code's digest is kept, until it is used or `code_until`; the account itself is a `User`
    with a role of that day and no password.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(unique=True)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    agency = models.CharField(max_length=120)
    checked_by_name = models.CharField(max_length=200)
    badge = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    code_digest = models.BinaryField(null=True, max_length=32)
    code_until = models.DateTimeField(null=True)
    signed_in_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code_digest"], name="supply_code")]
        indexes = [models.Index(fields=["school", "on"], name="supply_day")]
