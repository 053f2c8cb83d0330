"""A supply teacher at the desk: badge and account in one act, and the day of whoever is away."""

from __future__ import annotations

import uuid
from dataclasses import replace

from rollbook.audit.actions import action
from rollbook.pupils.actions.covering import cover_register
from rollbook.pupils.queries import own_groups
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.site.actions.visiting import sign_visitor_in
from rollbook.site.models import Visit
from rollbook.staff.actions.supply import NO_ACCOUNT, SupplyCode, make_supply_account
from rollbook.staff.queries import supply_accounts
from rollbook.timetable.actions import set_cover
from rollbook.timetable.queries.days import lessons_on


@action(Permission.MAKE_SUPPLY_ACCOUNTS)
def welcome_supply(actor: Actor, *, account_id: uuid.UUID, name: str, agency: str, checked: bool) -> SupplyCode:
    """Sign a supply teacher in as a visitor with a badge, and make their account for today.

    Whoever may make the account may sign this one person in, also where they do not run the desk.
    """
    if not checked:
        raise Refused("Check the person’s identity and DBS certificate first, and say that you have.")
    desk = replace(actor, permissions=actor.permissions | {Permission.RUN_FRONT_DESK})
    badge = sign_visitor_in(desk, visit_id=account_id, name=name, kind=Visit.Kind.SUPPLY, organisation=agency)
    return make_supply_account(actor, account_id=account_id, name=name, agency=agency, checked=checked, badge=badge)


@action(Permission.SET_COVER)
def give_day(actor: Actor, *, account: uuid.UUID, teacher_id: int | None) -> int:
    """Give a supply teacher today's lessons and registers of somebody who is away; how many those are.

    Refused without a `teacher_id`: nobody was chosen.
    """
    known = replace(actor, permissions=actor.permissions | {Permission.MAKE_SUPPLY_ACCOUNTS})
    line = next((a for a in supply_accounts(known, actor.today) if a.public_id == account), None)
    if line is None or not line.is_open(actor.today):
        raise NotFound(NO_ACCOUNT)
    if teacher_id is None:
        raise Refused("Choose who is away.")
    away = replace(actor, user_id=teacher_id)
    lessons = [lesson for lesson in lessons_on(actor, actor.today, teacher=teacher_id) if not lesson.cancelled]
    groups = own_groups(away, actor.today)
    if not lessons and not groups:
        raise Refused("That person has no lesson and no register today.")
    for lesson in lessons:
        set_cover(actor, lesson=lesson.public_id, on=actor.today, user_id=line.user_id, anyway=True)
    for group in groups:
        cover_register(actor, group=group.public_id, user_id=line.user_id)
    return len(lessons) + len(groups)
