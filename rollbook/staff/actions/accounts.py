"""Accounts: made by the school for its staff, never by a visitor.

A generated password is given back once, to be handed over; it is stored nowhere in the clear.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.formats.values.phones import dialled, takes_texts
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.staff.actions.people import check_within, person_of_this_school_only, sign_out_everywhere
from rollbook.staff.actions.roles import assign_role
from rollbook.staff.events import AccountChanged, AccountCreated, PasswordReset, ThemeChosen
from rollbook.staff.models import User

THEMES = ("", "light", "dark")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper


@dataclass(frozen=True, slots=True)
class NewPassword:
    """An account and the password to hand over; never shown by printing the value itself."""

    user_id: int
    username: str
    password: str = field(repr=False)


@action(Permission.MANAGE_STAFF)
def create_account(
    actor: Actor,
    *,
    username: str,
    name: str,
    email: str = "",
    mobile: str = "",
    initials: str = "",
    role: Role | None = None,
    nc_year: str = "",
    first: date | None = None,
    password: str | None = None,
) -> NewPassword:
    """Make an account with its first role in the actor's school; a password is generated where none is given.

    Without a role nobody could see or use it, so only Rollbook itself may leave the role out.
    """
    if role is None and actor.school_id is not None:
        raise Refused("Choose the role that this person has in the school.")
    username, name, email, initials = _checked(username, name, email, initials, apart_from=0)
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"The user name “{username}” is taken. Choose another, for example with a figure added.")
    user = User(username=username, name=name, email=email, initials=initials, mobile=_mobile(mobile))
    given = _password(password, user)
    user.set_password(given)
    user.save()
    record(actor, AccountCreated(user.pk))
    if role is not None:
        assign_role(actor, user_id=user.pk, role=role, nc_year=nc_year, first=first, is_new=True)
    return NewPassword(user.pk, username, given)


@action(Permission.MANAGE_STAFF)
def change_account(
    actor: Actor, *, user_id: int, name: str, email: str = "", initials: str = "", mobile: str = ""
) -> None:
    """Correct a name, e-mail address, mobile number or initials; refused for people who also work in another school."""
    user = person_of_this_school_only(actor, user_id)
    if user.email != email.strip():
        check_within(actor, user)  # a forgotten password is replaced by e-mail
    _, name, email, initials = _checked(user.username, name, email, initials, apart_from=user_id)
    mobile = _mobile(mobile)
    if (user.name, user.email, user.initials, user.mobile) == (name, email, initials, mobile):
        return record_nothing_changed()
    if user.email != email:
        EmailAddress.objects.filter(user=user).delete()  # or the old address could still replace the password
    user.name, user.email, user.initials, user.mobile = name, email, initials, mobile
    user.save(update_fields=["name", "email", "initials", "mobile"])
    return record(actor, AccountChanged(user.pk))


@action(Permission.MANAGE_STAFF)
def reset_password(actor: Actor, *, user_id: int, password: str | None = None) -> NewPassword:
    """Give somebody a new password and end everything they are signed in to."""
    user = person_of_this_school_only(actor, user_id)
    check_within(actor, user)
    given = _password(password, user)
    user.set_password(given)
    user.save(update_fields=["password"])
    sign_out_everywhere(actor, user)
    record(actor, PasswordReset(user.pk))
    return NewPassword(user.pk, user.username, given)


@action()
def set_theme(actor: Actor, *, theme: str) -> None:
    """Choose light or dark pages for oneself; empty follows the device."""
    if theme not in THEMES:
        raise Refused("Choose light, dark, or as the device has it.")
    if actor.user_id is None:
        return record_nothing_changed()
    user = User.objects.get(pk=actor.user_id)
    if user.theme == theme:
        return record_nothing_changed()
    user.theme = theme
    user.save(update_fields=["theme"])
    return record(actor, ThemeChosen(user.pk))


def _checked(username: str, name: str, email: str, initials: str, *, apart_from: int) -> tuple[str, str, str, str]:
    username, email = username.strip(), email.strip()
    name, initials = " ".join(name.split()), "".join(initials.split()).upper()
    if not re.fullmatch(r"[A-Za-z0-9@.+_-]{3,150}", username):
        raise Refused("A user name has at least 3 letters or figures, and no spaces: for example “j.okafor”.")
    if not name or len(name) > 200:
        raise Refused("Enter the person’s name as pupils and colleagues know it, up to 200 letters.")
    if len(initials) > 6:
        raise Refused("Initials have at most 6 letters.")
    if email:
        _check_email(email, apart_from)
    return username, name, email, initials


def _mobile(typed: str) -> str:
    """The number as a text needs it; empty where none was given."""
    if not typed.strip():
        return ""
    number = next(iter(dialled(typed)), "")
    if not takes_texts(number):
        raise Refused(f"“{typed.strip()[:40]}” is not a mobile number that texts reach. Check it, or leave it empty.")
    return number


def _check_email(email: str, apart_from: int) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(f"“{email}” is not an e-mail address. Check it, or leave it empty.") from None
    if User.objects.filter(email__iexact=email).exclude(pk=apart_from).exists():
        raise Refused("That e-mail address belongs to another account.")


def _password(given: str | None, user: User) -> str:
    if given is None:
        return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    try:
        validate_password(given, user)
    except ValidationError as bad:
        raise Refused(" ".join(bad.messages)) from None
    return given
