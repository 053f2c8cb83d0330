"""What was settled last, kept on the server for as long as the page offers to take it back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from rollbook.registers.actions import RowOutcome
from rollbook.rules.marking import Outcome
from rollbook.rules.sessions import Half, Session
from rollbook.web.pages import OfficeRequest

KEPT_FOR_UNDO = 20


def keep_settled(request: OfficeRequest, back: str, outcomes: Mapping[tuple[str, Session], RowOutcome]) -> uuid.UUID:
    """Keep what was stored for an undo by this person; gives the token that takes it back."""
    token = uuid.uuid4()
    rows = [
        {"pupil": pupil, "on": session.on.isoformat(), "half": Half(session.half).name, "seen": row.version}
        for (pupil, session), row in outcomes.items()
        if row.outcome is Outcome.STORED
    ]
    kept = dict(list(request.session.get("settled", {}).items())[-KEPT_FOR_UNDO:])
    kept[str(token)] = {"rows": rows, "back": back}
    request.session["settled"] = kept
    return token
