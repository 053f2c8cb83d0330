"""The month's sealed copy of the register, written beside the database and never into it (REG-10)."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.registers.events import MonthCopied
from rollbook.registers.queries.exporting import Period, export_register, has_saves
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.schools.queries import school_line


@action(Permission.SEE_RECORD)
def copy_month(actor: Actor) -> Path | None:
    """Write the export of the month that is over, once; None where it is there already or nothing was entered.

    `ROLLBOOK_HOME/copies/<school>/<year-month>.zip`, for the system's own account alone.
    """
    last = actor.today.replace(day=1) - timedelta(days=1)
    month, name = Period(last.replace(day=1), last), f"{last:%Y-%m}"
    file = Path(settings.HOME) / "copies" / school_line(actor).slug / f"{name}.zip"
    if file.exists() or not has_saves(actor, month):
        record_nothing_changed()
        return None
    data = export_register(actor, month)
    record(actor, MonthCopied(month=name, digest=hashlib.sha256(data).hexdigest()))
    _write(file, data)
    return file


def _write(file: Path, data: bytes) -> None:
    """In one piece or not at all: a copy that is half written is none."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(".part")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    draft.rename(file)
