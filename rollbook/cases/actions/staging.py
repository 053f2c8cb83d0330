"""Putting the school's own stages in force from a day on (CASE-B)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.cases.events import StagesSet
from rollbook.cases.models import StagePolicy
from rollbook.cases.queries.stages import stage_versions, staged
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.stages import Stage, stages_with


@action(Permission.SET_UP_SCHOOL)
def set_stages(actor: Actor, *, process: str, from_day: date, stages: Sequence[Stage]) -> int:
    """Put new stages of a process in force from a day on, today or later; gives the version.

    What was decided under earlier stages stays; a case goes on with the stage that it stands at until a person begins
    another.
    """
    checked = stages_with(stages, staged(process).measures)
    versions = stage_versions(actor, process)
    if from_day < actor.today:
        raise Refused("Stages take effect today or later; what was decided under the old ones stays as it was.")
    newest = versions[0]
    if newest.stages == checked:
        record_nothing_changed()
        return newest.version
    version = max(line.version for line in versions) + 1
    try:
        StagePolicy.objects.create(
            school_id=actor.school,
            process=process,
            version=version,
            valid_from=from_day,
            stages=[_kept(stage) for stage in checked],
            made_at=actor.now,
            by_name=actor.name,
        )
    except IntegrityError as taken:
        raise Refused("Stages take effect from that day already. Choose another day.") from taken
    record(actor, StagesSet(process, version, from_day))
    return version


def _kept(stage: Stage) -> list[str | int]:
    return [stage.name.strip(), stage.measure.value, stage.at, stage.does.strip(), stage.review_weeks]
