"""Cases of one process together with what is known in each, for lists that a process makes of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rollbook.cases.models import Case
from rollbook.cases.queries.lines import CaseLine, case_lines
from rollbook.cases.queries.situations import facts_of, situations
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.process import Situation


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case, its process's own facts, and what its rules may look at."""

    line: CaseLine
    facts: object
    situation: Situation


def cases_with_facts(
    actor: Actor, process: str, *, pupils: Collection[int] | None = None, open_only: bool = True
) -> tuple[CaseFacts, ...]:
    """The cases of a process, of everybody or of these pupils, in the order of a caseload, in few statements."""
    actor.require(Permission.SEE_CASES)
    rows = Case.objects.filter(school_id=actor.school, process=process)
    if open_only:
        rows = rows.filter(closed_at=None)
    if pupils is not None:
        rows = rows.filter(pupil_id__in=pupils)
    held = {row.pk: row for row in rows}
    lines = case_lines(actor, Case.objects.filter(pk__in=held))
    if not lines:
        return ()
    around = situations(actor, [held[line.id] for line in lines])
    return tuple(CaseFacts(line, facts_of(line.process, held[line.id]), around[line.id]) for line in lines)
