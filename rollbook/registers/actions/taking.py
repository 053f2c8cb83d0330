"""Taking a register: a group, a session, and what was tapped for each pupil."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rollbook.audit.actions import action
from rollbook.pupils.queries.identifying import all_public_ids
from rollbook.pupils.queries.seeing import is_group, may_take
from rollbook.registers.actions.chaining import Submission
from rollbook.registers.actions.locking import Locked, lock_group, lock_pupils, make_year_rows
from rollbook.registers.actions.saving import RowOutcome, SaveOutcome, store
from rollbook.registers.issue import Issue
from rollbook.registers.models import RegisterSave
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Entry, Outcome
from rollbook.rules.refused import Refused

MOST_TAPS = 400
NOT_YOURS = (
    "You do not take this group's register any more, or the group is gone, so nothing of this was used. "
    "It is kept for the office to see; tell them."
)


@dataclass(frozen=True, slots=True)
class Tap:
    """What was entered for one row: its token, the code, minutes late, a note, a reason, the version seen.

    `planned` instead of a code leaves the pupil as planned; the page does not know the code.
    """

    token: str
    code: str
    minutes: int | None = None
    detail: str = ""
    reason: str = ""
    seen: int = 0
    planned: bool = False


@action(Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)
def save_register(
    actor: Actor,
    *,
    issue: Issue,
    save_id: uuid.UUID,
    taps: Sequence[Tap],
    is_school_day: bool,
    finished: bool,
    source: str = "web",
    basis: str = "",
    taken_at: datetime | None = None,
    began_at: datetime | None = None,
) -> SaveOutcome:
    """Save a register as it was tapped (REG-2, COD-3); each row gets an outcome, nothing is lost.

    The same `save_id` with the same taps changes nothing and is answered as before; with other
    taps it is refused. A row that somebody changed meanwhile is a conflict and stays as it is. Of a
    person who takes the group no longer every row is refused, and kept for the office to see.
    `source` and `basis` say how it came in: typed from paper, who took it there.
    """
    if len(taps) > MOST_TAPS:
        raise Refused(f"A register of {len(taps)} rows is more than one register can hold ({MOST_TAPS}).")
    own = lock_group(actor, issue.group_id, issue.on, if_theirs=not actor.may(Permission.TAKE_ANY_REGISTER))
    takes = bool(own.rows) or may_take(actor, issue.group_id, issue.on)
    locked = lock_taps(actor, issue, taps, own)
    facts = issue.facts(is_school_day=is_school_day)
    names = issue.tokens(locked.rows)
    known = [tap for tap in taps if tap.token in names]
    submission = Submission(
        save_id=save_id,
        kind=RegisterSave.Kind.TAKEN,
        source=source,
        group_id=issue.group_id if takes or is_group(actor, issue.group_id) else None,
        on=issue.on,
        half=issue.half,
        taken_at=taken_at,
        began_at=began_at,
        finished=finished,
        policy_version=issue.policy_version,
        basis=basis,
    )
    outcome = store(
        actor,
        submission,
        [entry_of(tap, names) for tap in known],
        facts=facts if takes else replace(facts, not_used=NOT_YOURS),
        locked=locked,
        may_amend=actor.may(Permission.AMEND_MARKS),
        key_of=issue.token,
    )
    return replace(outcome, rows=(*outcome.rows, *strangers(taps, names)))


def strangers(taps: Sequence[Tap], names: Mapping[str, str]) -> tuple[RowOutcome, ...]:
    """Rows whose token stands for no pupil of the school: answered, and kept out of the record."""
    says = "This row stands for no pupil of the school. Reload the page; nothing of this row was saved."
    return tuple(
        RowOutcome(tap.token, Outcome.REFUSED, "", None, 0, says, "REG-2") for tap in taps if tap.token not in names
    )


def entry_of(tap: Tap, names: Mapping[str, str]) -> Entry:
    """What was tapped, for the pupil whom the row's token stands for."""
    return Entry(
        pupil=names[tap.token],
        code=tap.code,
        minutes=tap.minutes,
        detail=tap.detail,
        seen=tap.seen,
        reason=tap.reason,
        planned=tap.planned,
    )


def lock_taps(actor: Actor, issue: Issue, taps: Sequence[Tap], own: Locked | None = None) -> Locked:
    """The group's rows; and, when a row is of somebody who left the group meanwhile, theirs too."""
    locked = own if own is not None else lock_group(actor, issue.group_id, issue.on)
    unknown = {tap.token for tap in taps} - set(issue.tokens(locked.rows))
    if not unknown:
        return locked
    everybody = issue.tokens(all_public_ids(actor))
    missing = {everybody[token] for token in unknown if token in everybody}
    make_year_rows(actor, issue.on, missing)
    return locked.also(lock_pupils(actor, missing, issue.on))
