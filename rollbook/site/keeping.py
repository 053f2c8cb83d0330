"""The emergency list as a file beside the database: kept fresh, readable without it, gone after the day (REG-K).

`ROLLBOOK_HOME/emergency/<school>/`, for the system's own account alone.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from rollbook.rules.actor import Actor
from rollbook.schools.queries import school_line
from rollbook.site.paper import emergency_list
from rollbook.site.queries.sheet import KINDS, emergency_sheet, sheet_version
from rollbook.web.printing import pdf

TEMPLATE = "site/typst/emergency.typ"
# While sixty registers come in one after the other the list is not made sixty times.
AT_MOST_EVERY = timedelta(seconds=30)
_ABOUT, _OPENINGS = "about.json", "opened.jsonl"


@dataclass(frozen=True, slots=True)
class Kept:
    """A list as it was last made: when, for which day, out of what."""

    day: date
    at: datetime
    version: str


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opened the kept file while the database was away."""

    user_id: int
    at: datetime


def keep_fresh(actor: Actor, *, at_once: bool = False) -> bool:
    """Make the files anew where they may no longer be true; whether they were made.

    Not more often than every half minute, unless `at_once`. A list with nobody on it is not kept.
    """
    school = school_line(actor)
    standing, version = about(school.slug), sheet_version(actor)
    if standing is not None and standing.day == actor.today:
        waits = not at_once and timedelta() <= actor.now - standing.at < AT_MOST_EVERY
        if standing.version == version or waits:
            return False
    sheets = {kind: emergency_sheet(actor, kind) for kind in KINDS}
    if all(sheet.is_empty for sheet in sheets.values()):
        forget(school.slug)
        return False
    for kind, sheet in sheets.items():
        _write(_folder(school.slug) / f"{kind}.pdf", pdf(TEMPLATE, emergency_list(sheet, school), made_at=actor.now))
    facts = {"day": actor.today.isoformat(), "at": actor.now.isoformat(), "version": version}
    _write(_folder(school.slug) / _ABOUT, json.dumps(facts).encode())
    return True


def about(slug: str) -> Kept | None:
    """What is kept for a school; None where nothing is."""
    try:
        found = json.loads((_folder(slug) / _ABOUT).read_bytes())
        return Kept(date.fromisoformat(found["day"]), datetime.fromisoformat(found["at"]), found["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def kept_file(slug: str, kind: str) -> bytes | None:
    """The list as last made, without a question to the database; None where none is kept."""
    if kind not in KINDS:
        return None
    try:
        return (_folder(slug) / f"{kind}.pdf").read_bytes()
    except OSError:
        return None


def forget(slug: str) -> None:
    """Delete the files of a school; who opened them is kept until it is in the access log."""
    for name in (*(f"{kind}.pdf" for kind in KINDS), _ABOUT):
        (_folder(slug) / name).unlink(missing_ok=True)


def note_opening(slug: str, opening: Opening) -> None:
    """Remember beside the file who opened it, until the database can be told."""
    line = json.dumps({"user": opening.user_id, "at": opening.at.isoformat()}) + "\n"
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    with os.fdopen(os.open(_folder(slug) / _OPENINGS, flags, 0o600), "w") as out:
        out.write(line)


def take_openings(slug: str) -> tuple[Opening, ...]:
    """Who opened the file while the database was away; each is handed out once."""
    source, taken = _folder(slug) / _OPENINGS, _folder(slug) / f"{_OPENINGS}.taken"
    if not taken.exists():
        if not source.exists():
            return ()
        source.rename(taken)
    rows = [json.loads(line) for line in taken.read_text().splitlines()]
    return tuple(Opening(row["user"], datetime.fromisoformat(row["at"])) for row in rows)


def openings_noted(slug: str) -> None:
    """The access log has them now."""
    (_folder(slug) / f"{_OPENINGS}.taken").unlink(missing_ok=True)


def _folder(slug: str) -> Path:
    return Path(settings.HOME) / "emergency" / slug


def _write(file: Path, data: bytes) -> None:
    """In one piece or not at all: whoever opens it in that moment has the list before or the list after."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.parent.parent.chmod(0o700)
    draft = file.with_suffix(f".{os.getpid()}.part")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    draft.rename(file)
