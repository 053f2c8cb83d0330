"""After the days: what stands at N in sessions of refused leave becomes G or O, because a person says so (COD-16)."""

from __future__ import annotations

import uuid

from rollbook.absence.actions import Settlement, settle_no_reason
from rollbook.audit.actions import action
from rollbook.cases.queries import case_page
from rollbook.processes.leave_request.facts import Facts
from rollbook.processes.leave_request.panels import looked_back
from rollbook.registers.queries.standing_between import known_between
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotFound, Refused

REASON = "Leave was asked for and refused; the pupil was away all the same (regulation 11)."


@action(Permission.AMEND_MARKS)
def code_without_leave(actor: Actor, *, case: uuid.UUID) -> int:
    """Give every session at N that the request explains the code that fits: G for a holiday, O otherwise; how many.

    Each is an amendment with its reason. Refused where nothing stands at N.
    """
    page = case_page(actor, case)
    if not isinstance(page.facts, Facts):
        raise NotFound("This case is no request for leave.")
    found = looked_back(page.facts, page.situation)
    to_code = [one for one in found.to_code if one.session.on <= actor.today] if found else []
    if not to_code:
        raise Refused("Nothing of these days stands at N, so there is nothing to record.")
    pupil = page.line.pupil
    known = known_between(actor, [pupil.id], to_code[0].session.on, to_code[-1].session.on)
    outcomes = settle_no_reason(
        actor,
        settlements=[
            Settlement(
                pupil=str(pupil.public_id),
                session=one.session,
                code=one.fits,
                reason=REASON,
                seen=known[pupil.id, one.session].version,
                nc_year=pupil.nc_year,
            )
            for one in to_code
        ],
    )
    return sum(1 for row in outcomes.values() if row.outcome is Outcome.STORED)
