"""What the grid of a week sends: cells, or rows and columns that were ticked; read, never guessed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence

from django.http import QueryDict

from rollbook.registers.actions.bulk import MOST_CELLS, Cell
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session, parse_session

PRESENT = {Half.AM: "/", Half.PM: "\\"}


def read_grid(post: QueryDict) -> list[Cell]:
    """The cells of the grid's form: those filled by hand, else every ticked row in every ticked session."""
    if post.get("cells"):
        return _cells((row[0], row[1], row[2], 0) for row in _json(post.get("cells", "")))
    rows, columns, code = post.getlist("row"), post.getlist("col"), post.get("code", "")
    if not rows or not columns:
        raise Refused("Tick at least one pupil and one session, or fill cells of the grid.")
    if not code:
        raise Refused("Choose the code to enter.")
    return _cells((row, column, code, 0) for row in rows for column in columns)


def read_shown(post: QueryDict) -> list[Cell]:
    """The cells as the preview showed them, each with the version that stood then."""
    return _cells((row[0], row[1], row[2], row[3]) for row in _json(post.get("cells", "")))


def write_shown(cells: Iterable[Cell]) -> str:
    """The cells of a preview as its form keeps them."""
    said = [[cell.pupil, column_of(cell.session), cell.code, cell.seen] for cell in cells]
    return json.dumps(said, separators=(",", ":"))


def column_of(session: Session) -> str:
    """How a page writes a session, e.g. `2026-09-07.am`."""
    return f"{session.on.isoformat()}.{session.half.name.lower()}"


def _json(text: str) -> Sequence[Sequence[object]]:
    try:
        sent = json.loads(text)
    except ValueError as bad:
        raise _unreadable() from bad
    if not isinstance(sent, list) or len(sent) > MOST_CELLS:
        raise Refused(f"At most {MOST_CELLS} cells can be entered at once; do it in parts.")
    return sent


def _cells(rows: Iterable[tuple[object, object, object, object]]) -> list[Cell]:
    """Each cell once; what is said twice holds what was said last."""
    try:
        found = {}
        for pupil, column, code, seen in rows:
            on, half = str(column).split(".")
            cell = Cell(str(uuid.UUID(str(pupil))), parse_session(on, half), "", int(str(seen)))
            found[cell.pupil, cell.session] = Cell(cell.pupil, cell.session, _code(str(code), cell.session), cell.seen)
    except (ValueError, IndexError, TypeError) as bad:
        raise _unreadable() from bad
    return list(found.values())


def _code(text: str, session: Session) -> str:
    """The code as typed or pasted; either stroke is present in that half (COD-2)."""
    code = text.strip().upper()[:3]
    return PRESENT[session.half] if code in PRESENT.values() else code


def _unreadable() -> Refused:
    return Refused("What this page sent cannot be read, so nothing was entered. Load the page again.")
