"""How the school's stages find pupils, and how a case shows them."""

from __future__ import annotations

from collections.abc import Mapping

from rollbook.cases.doing import CaseRef
from rollbook.cases.finding import finds
from rollbook.cases.looking import looks
from rollbook.cases.queries.stages import stages_on
from rollbook.processes.staged import Facts, stage_key
from rollbook.rules.actor import Actor
from rollbook.rules.process import Panel, Situation, Trigger
from rollbook.rules.stages import stage_of
from rollbook.rules.standing import Standing


def find_by_stages(process: str) -> None:
    """Suggest a case of this process for every pupil who stands at one of its stages: one statement for all."""

    @finds(process)
    def find(actor: Actor, standings: Mapping[int, Standing]) -> Mapping[int, Trigger]:
        stages = stages_on(actor, process, actor.today).stages
        found: dict[int, Trigger] = {}
        for pupil, standing in standings.items():
            reached = stage_of(standing, stages)
            if reached is not None:
                found[pupil] = Trigger(stage_key(reached.number, standing.year), reached.says, "DAY-4")
        return found


def show_stages(process: str) -> None:
    """Show the school's stages beside a case, and where the pupil stands today."""

    @looks(process)
    def look(actor: Actor, case: CaseRef, facts: Facts, situation: Situation) -> tuple[Panel, ...]:
        line = stages_on(actor, process, actor.today)
        reached = stage_of(situation.standing, line.stages) if situation.standing is not None else None
        rows = tuple(
            (f"{'→ ' if facts.stage == n else ''}{n}", stage.says, stage.does, f"{stage.review_weeks} weeks")
            for n, stage in enumerate(line.stages, start=1)
        )
        says = f"Today: {reached.says}" if reached else "Today the pupil stands at no stage."
        changed = situation.last("begin")
        if changed is not None and line.made_at is not None and line.made_at > changed.at:
            says += " The school changed its stages after this one began; it goes on until somebody begins another."
        return (Panel("The school’s stages", says, ("Stage", "Begins", "What is done", "Review after"), rows, "DAY-4"),)
