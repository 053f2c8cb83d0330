"""Drawing what was written: the pages of a run, once, outside the transaction that wrote it (COM-B)."""

from __future__ import annotations

import re
import uuid

from rollbook.comms.actions.letters import keep_printed
from rollbook.comms.paper import drawn
from rollbook.comms.queries.letters import sheets_of
from rollbook.comms.word_letters import packed, written
from rollbook.files.queries import read_file
from rollbook.rules.actor import Actor


def draw_letters(actor: Actor, run: uuid.UUID) -> None:
    """Draw a run's pages and keep them; one that is drawn already stays as it is.

    Seconds of work for a thousand letters, so nobody's transaction waits for it.
    """
    line, frame, document, sheets = sheets_of(actor, run)
    if line.file is not None:
        return
    name = f"letters-{frame['reference']}"
    if document is None:
        data = drawn(actor, frame, sheets, title=f"Letters: {line.template}, {frame['day']}", made_at=line.made_at)
        keep_printed(actor, run=run, name=f"{name}.pdf", media="application/pdf", data=data)
        return
    source = read_file(actor, document).data
    letters = (
        (f"{name}-{sheet['number']:04}-{_ascii(sheet['about'])}.docx", written(source, sheet["facts"]))
        for sheet in sheets
    )
    keep_printed(actor, run=run, name=f"{name}.zip", media="application/zip", data=packed(letters))


def _ascii(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:60] or "pupil"
