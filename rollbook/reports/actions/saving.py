"""Keeping what was asked of a report under a name, for oneself, the school or the trust (REP-F)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db.models import QuerySet

from rollbook.audit.actions import action, record
from rollbook.reports.events import ReportRetired, ReportSaved
from rollbook.reports.models import SavedReport, Schedule
from rollbook.reports.queries.saved import NO_SAVED
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.schools.queries import school_line

LONGEST = 100
_S = SavedReport.SharedWith


@action(Permission.SEE_REPORTS)
def save_report(
    actor: Actor, *, kind: str, name: str, asked: Mapping[str, object], shared: str = _S.NOBODY
) -> uuid.UUID:
    """Keep what was asked; figures are counted anew whenever it is opened. Gives its id.

    Refused for an empty or long name, one that this person uses already, and for sharing without leave to.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Refused(f"Give it a name of 1 to {LONGEST} characters, so that it is found again.")
    if shared not in _S.values:
        raise Refused("Choose with whom it is shared.")
    if shared != _S.NOBODY:
        actor.require(Permission.SHARE_REPORTS)
    trust = school_line(actor).trust_id if shared == _S.TRUST else None
    if shared == _S.TRUST and trust is None:
        raise Refused("This school belongs to no trust. Share it with everybody here instead.")
    if _mine(actor).filter(name=name).exists():
        raise Refused(f"You have a saved report “{name}” already. Choose another name.")
    row = SavedReport.objects.create(
        school_id=actor.school,
        trust_id=trust,
        kind=kind,
        name=name,
        asked=dict(asked),
        shared=shared,
        by_id=actor.user_id,
        by_name=actor.name,
        made_at=actor.now,
    )
    record(actor, ReportSaved(row.public_id, kind, shared))
    return row.public_id


@action(Permission.SEE_REPORTS)
def retire_report(actor: Actor, *, saved: uuid.UUID) -> None:
    """Take a saved report off the page, and end every sending of it. Only who saved it may."""
    row = _mine(actor).select_for_update().filter(public_id=saved).first()
    if row is None:
        raise NotFound(NO_SAVED)
    row.retired_at = actor.now
    row.save(update_fields=["retired_at"])
    Schedule.objects.filter(saved=row, ended_at=None).update(ended_at=actor.now)
    record(actor, ReportRetired(row.public_id))


def _mine(actor: Actor) -> QuerySet[SavedReport]:
    return SavedReport.objects.filter(school_id=actor.school, by_id=actor.user_id, retired_at=None)
