"""One-day accounts for supply teachers: no password, a code on paper that opens once, over when the day is."""

from __future__ import annotations

import re
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.staff.actions.people import sign_out_everywhere
from rollbook.staff.events import SupplyAccountEnded, SupplyAccountMade, SupplyCodeRenewed, SupplySignedIn
from rollbook.staff.models import RoleAssignment, SupplyAccount, User
from rollbook.staff.queries import code_digest

CODE_LASTS = timedelta(minutes=30)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper
NO_ACCOUNT = "There is no such supply account in this school."


@dataclass(frozen=True, slots=True)
class SupplyCode:
    """An account and the code for its slip, given once and never shown by printing the value."""

    account: uuid.UUID
    user_id: int
    code: str = field(repr=False)


@action(Permission.MAKE_SUPPLY_ACCOUNTS)
def make_supply_account(
    actor: Actor, *, account_id: uuid.UUID, name: str, agency: str, checked: bool, badge: int | None = None
) -> SupplyCode:
    """Make an account for today alone; refused unless whoever makes it has seen identity and DBS check.

    The same `account_id` again is refused: its code was shown, and another slip is one act away.
    """
    name, agency = " ".join(name.split()), " ".join(agency.split())
    if not checked:
        raise Refused("Check the person’s identity and DBS certificate first, and say that you have.")
    if not name:
        raise Refused("Enter the person’s name as pupils will hear it.")
    if SupplyAccount.objects.filter(public_id=account_id).exists():
        raise Refused("This account was made already. Print another slip from the list if the first is lost.")
    user = User(username=_username(actor, name), name=f"{name} (supply)")
    user.set_unusable_password()
    user.save()
    days = (actor.today, actor.on_the_wall.astimezone(LONDON).date())
    RoleAssignment.objects.create(user=user, role=Role.SUPPLY, school_id=actor.school, first=min(days), last=max(days))
    row = SupplyAccount(school_id=actor.school, public_id=account_id, user=user, on=actor.today, agency=agency)
    row.checked_by_name = row.made_by_name = actor.name
    row.badge, row.made_at = badge, actor.now
    code = _new_code(actor, row)
    record(actor, SupplyAccountMade(user.pk, actor.today, badge))
    return SupplyCode(account_id, user.pk, code)


@action(Permission.MAKE_SUPPLY_ACCOUNTS)
def renew_supply_code(actor: Actor, *, account: uuid.UUID) -> SupplyCode:
    """Another slip: the code before opens nothing, and whoever is signed in has to sign in again."""
    row = _locked(actor, account)
    if row.ended_at is not None or row.on != actor.today:
        raise Refused("This account is over. Make a new one for today.")
    code = _new_code(actor, row)
    sign_out_everywhere(actor, row.user)
    record(actor, SupplyCodeRenewed(row.user_id))
    return SupplyCode(account, row.user_id, code)


@action(Permission.MAKE_SUPPLY_ACCOUNTS)
def end_supply_account(actor: Actor, *, account: uuid.UUID) -> None:
    """End an account before the day is over: signed out everywhere, and its code opens nothing."""
    row = _locked(actor, account)
    if row.ended_at is not None:
        return record_nothing_changed()
    SupplyAccount.objects.filter(pk=row.pk).update(
        ended_at=actor.now, ended_by_name=actor.name, code_digest=None, code_until=None
    )
    User.objects.filter(pk=row.user_id).update(is_active=False)
    return record(actor, SupplyAccountEnded(row.user_id, sign_out_everywhere(actor, row.user)))


@action(Permission.TAKE_OWN_REGISTERS)
def use_supply_code(actor: Actor, *, account: uuid.UUID) -> int:
    """The slip's code was typed: it opens once. The actor is the supply teacher; gives their account's id."""
    row = SupplyAccount.objects.select_for_update().filter(school_id=actor.school, public_id=account).first()
    if row is None or row.user_id != actor.user_id or row.code_digest is None:
        raise NotFound(NO_ACCOUNT)
    SupplyAccount.objects.filter(pk=row.pk).update(code_digest=None, code_until=None, signed_in_at=actor.now)
    record(actor, SupplySignedIn(row.user_id))
    return row.user_id


def _new_code(actor: Actor, row: SupplyAccount) -> str:
    code = "".join(secrets.choice(_LETTERS) for _ in range(10))
    row.code_digest, row.code_until = code_digest(code), actor.now + CODE_LASTS
    row.save()
    return f"{code[:5]}-{code[5:]}"


def _username(actor: Actor, name: str) -> str:
    word = re.sub(r"[^a-z]", "", name.lower())[:20] or "supply"
    return f"supply.{word}.{actor.today:%d%m}.{secrets.token_hex(3)}"


def _locked(actor: Actor, account: uuid.UUID) -> SupplyAccount:
    rows = SupplyAccount.objects.select_for_update(of=("self",)).select_related("user")
    row = rows.filter(school_id=actor.school, public_id=account).first()
    if row is None:
        raise NotFound(NO_ACCOUNT)
    return row
