"""The people around a pupil, and what each may be told."""

from __future__ import annotations

import uuid

from django.db import models


class Contact(models.Model):
    """A parent, carer or other person; one record however many children they have here (ADM-6)."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mis_id = models.CharField("MIS id", max_length=64, blank=True)
    title = models.CharField(max_length=20, blank=True)
    forename = models.CharField(max_length=200, blank=True)
    surname = models.CharField(max_length=200, blank=True)
    address_lines = models.TextField(blank=True)
    postcode = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "surname", "forename"], name="contact_name")]


class ContactPhone(models.Model):
    """A number of a contact's; one that is known not to work keeps the day it was found dead."""

    class Kind(models.TextChoices):
        MOBILE = "M", "Mobile"
        HOME = "H", "Home"
        WORK = "W", "Work"
        OTHER = "O", "Other"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="phones")
    kind = models.CharField(max_length=1, choices=Kind.choices, default=Kind.MOBILE)
    number = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=1)
    dead_since = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "number"], name="phone_once")]
        indexes = [models.Index(fields=["school", "number"], name="phone_number")]


class ContactEmail(models.Model):
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="emails")
    address = models.CharField(max_length=254)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "address"], name="email_once")]


class PupilContact(models.Model):
    """What a contact is to one pupil: the order to ring in, and what a court or the school has decided."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="contacts")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="pupils")
    priority = models.PositiveSmallIntegerField()
    relationship = models.CharField(max_length=4, blank=True)
    parental_responsibility = models.BooleanField(default=False)
    lives_with = models.BooleanField(default=False)
    may_be_told = models.BooleanField("may be told of absence", default=True)
    no_contact = models.BooleanField(default=False)
    court_order = models.BooleanField(default=False)
    court_order_note = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pupil", "contact"], name="pupil_contact_once")]
        indexes = [models.Index(fields=["pupil", "priority"], name="pupil_contact_order")]
