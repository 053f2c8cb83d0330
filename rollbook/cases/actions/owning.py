"""Giving cases to a person, or back to whoever holds a role; many at once."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.cases.events import CasesGiven
from rollbook.cases.models import Case
from rollbook.cases.queries.lines import NO_CASE, case_lines
from rollbook.rules.access import Permission, Role, permissions_of
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.staff.queries import roles_of_people


@action(Permission.WORK_CASES)
def give_cases(actor: Actor, *, cases: Collection[uuid.UUID], owner: int | None = None, role: str = "") -> int:
    """Give these cases to a person (a user's id) or to a role; how many changed hands. All of them, or none.

    The new owner must be able to work cases, or the case would stand with somebody who cannot open it.
    """
    rows = Case.objects.filter(school_id=actor.school, public_id__in=set(cases), closed_at=None)
    if len(case_lines(actor, rows)) != len(set(cases)):
        raise NotFound(f"{NO_CASE} Or one of them is closed.")
    _check(actor, owner, role)
    target = {"owner_id": owner} if owner is not None else {"owner_id": None, "role": role}
    moved = list(rows.exclude(**target).values_list("public_id", flat=True))
    if not moved:
        record_nothing_changed()
        return 0
    Case.objects.filter(public_id__in=moved).update(**target)
    record(actor, CasesGiven(tuple(moved), owner, role))
    return len(moved)


def _check(actor: Actor, owner: int | None, role: str) -> None:
    if owner is None:
        if role not in set(Role) or Permission.WORK_CASES not in permissions_of(frozenset({Role(role)})):
            raise Refused("Choose a person, or a role whose holders work cases.")
        return
    roles = roles_of_people(actor, [owner]).get(owner, frozenset())
    if not roles:
        raise NotFound("There is no such member of staff in this school.")
    if Permission.WORK_CASES not in permissions_of(roles):
        raise Refused("That person’s role does not work cases. Choose somebody else, or change the role first.")
