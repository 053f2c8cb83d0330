"""Which open cases each pupil has, for lists of pupils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from rollbook.cases.known import processes
from rollbook.cases.models import Case
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


def open_cases_of(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """The names of each pupil's open cases, the oldest first: one statement.

    Without those whose process this person may not see; none for whoever may not see cases. The pupils are such as
    this person may see.
    """
    if not actor.may(Permission.SEE_CASES):
        return {}
    wanted, known = frozenset(pupil_ids), processes()
    rows = Case.objects.filter(school_id=actor.school, closed_at=None).order_by("opened_on", "id")
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pupil, key in rows.values_list("pupil_id", "process"):
        if pupil in wanted and key in known and actor.may(known[key].sees):
            found[pupil].append(known[key].name)
    return {pupil: tuple(titles) for pupil, titles in found.items()}
