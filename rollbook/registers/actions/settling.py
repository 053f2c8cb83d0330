"""Many marks put right at once, of many sessions: what the office does with a list."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rollbook.audit.actions import action
from rollbook.registers.actions.many import Batch, store_many
from rollbook.registers.actions.saving import RowOutcome, outcome_of
from rollbook.registers.models import RegisterSave
from rollbook.registers.queries.weighing import Key, Wanted
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Entry, RegisterFacts
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Session

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Correction:
    """One mark to put right, and what the school's times say of its session."""

    entry: Entry
    facts: RegisterFacts
    policy_version: int = 0

    @property
    def session(self) -> Session:
        return self.facts.session


@action(Permission.AMEND_MARKS)
def amend_many(actor: Actor, *, corrections: Sequence[Correction]) -> Mapping[Key, RowOutcome]:
    """Change the marks of a list, each with its reason (REG-7); what became of each, by pupil and session.

    A fixed number of statements. Each row stands for itself: somebody else's change is a conflict
    for that row only, and what the rules refuse stops no other. Of one mark sent twice the first counts.
    """
    if len(corrections) > MOST_ROWS:
        raise Refused(f"At most {MOST_ROWS} marks can be put right at once. Settle the list in parts.")
    wanted: dict[Key, Wanted] = {}
    for one in corrections:
        wanted.setdefault(
            (one.entry.pupil, one.session), Wanted(one.entry, one.facts, policy_version=one.policy_version)
        )
    done = store_many(actor, Batch(uuid.uuid4(), RegisterSave.Kind.AMENDED, "desk"), tuple(wanted.values()))
    return {row.wanted.key: outcome_of(row.decision, row.stood, str) for row in done.rows}
