"""What is given, as rows that never change: the name on the certificate, the figures, the reasons (RWD-3)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rollbook.audit.keys import encrypt
from rollbook.rewards.models import Award
from rollbook.rewards.queries.judging import ChildLine, FormLine, Judged, by_form
from rollbook.rewards.queries.runs import RunLine, award_place
from rollbook.rules.actor import Actor
from rollbook.rules.rewards import Counted


def frozen(actor: Actor, run: RunLine, found: Judged) -> list[Award]:
    """The awards of a run in the order in which its certificates are handed out, not stored yet."""
    if run.is_of_groups:
        return [_of_form(actor, run, position, line) for position, line in enumerate(found.winners, start=1)]
    return [_of_child(actor, run, position, line) for position, line in enumerate(by_form(found.gets), start=1)]


def _of_child(actor: Actor, run: RunLine, position: int, line: ChildLine) -> Award:
    verdict = line.verdict
    made = _award(actor, run, position, verdict.counted, verdict.says, line.hand.reason if line.hand else "")
    made.pupil_id, made.name, made.form = line.pupil.id, line.pupil.name, line.pupil.form
    return made


def _of_form(actor: Actor, run: RunLine, position: int, line: FormLine) -> Award:
    made = _award(actor, run, position, line.verdict.counted, line.verdict.says, "")
    made.group, made.name, made.form = line.public_id, line.name, line.name
    return made


def _award(actor: Actor, run: RunLine, position: int, counted: Counted, says: str, by_hand: str) -> Award:
    left_out: Sequence[tuple[str, int]] = counted.left_out
    why = json.dumps({"says": says, "left_out": left_out, "by_hand": by_hand}, ensure_ascii=False)
    return Award(
        school_id=actor.school,
        run_id=run.id,
        position=position,
        possible=counted.possible,
        attended=counted.attended,
        left_out=counted.left_out_sessions,
        why=encrypt(why, place=award_place(run.public_id, position)),
    )
