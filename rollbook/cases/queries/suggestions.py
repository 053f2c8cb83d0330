"""What Rollbook suggests that a person should look at."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from rollbook.cases.known import processes
from rollbook.cases.models import Suggestion
from rollbook.cases.words import read
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.process import AnyProcess


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """A case that a trigger suggests: of which process, about whom, and why, with the rule."""

    public_id: uuid.UUID
    process: AnyProcess
    pupil: PupilLine
    says: str
    rule: str
    at: datetime


def suggestions(actor: Actor, about: Collection[int] | None = None) -> tuple[SuggestionLine, ...]:
    """Every suggestion that nobody has answered and this person may know of, the newest first: two statements.

    Or those `about` these pupils (keys) alone: none where there is none of them.
    """
    if not actor.may(Permission.SEE_CASES) or (about is not None and not about):
        return ()
    open_ = Suggestion.objects.filter(school_id=actor.school, answer="").order_by("-at", "id")
    wanted = open_ if about is None else open_.filter(pupil_id__in=about)
    rows = [row for row in wanted if row.process in processes() and actor.may(processes()[row.process].sees)]
    pupils = {line.id: line for line in pupil_lines(actor, {row.pupil_id for row in rows}, actor.today)}
    return tuple(
        SuggestionLine(
            row.public_id,
            processes()[row.process],
            pupils[row.pupil_id],
            read(row.says, row.public_id, "suggestion"),
            row.rule,
            row.at,
        )
        for row in rows
        if row.pupil_id in pupils
    )
