"""What changed in the register since a bundle was fixed: session by session, from the bytes it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rollbook.evidence.queries.bundles import BundlePage, VersionLine
from rollbook.registers.queries.years import year_lines
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Session
from rollbook.rules.year_row import EMPTY, SYMBOL_OF, session_of


@dataclass(frozen=True, slots=True)
class Changed:
    """A session whose mark is another than in the bundle; `was` or `now` is empty where there is none."""

    session: Session
    was: str
    now: str


def changed_since(actor: Actor, of: BundlePage) -> Mapping[int, tuple[Changed, ...]]:
    """By the number of a version the sessions of its days that are different now: one statement."""
    years = {year for version in of.versions for year in version.marks}
    lines = year_lines(actor, years, [of.matter.pupil_id]) if years else ()
    now = {line.year: line.codes for line in lines}
    return {version.number: _changes(version, now) for version in of.versions}


def _changes(version: VersionLine, now: Mapping[int, bytes]) -> tuple[Changed, ...]:
    found = []
    for year, was in sorted(version.marks.items()):
        stands = now.get(year, EMPTY)
        for slot, (old, new) in enumerate(zip(was, stands, strict=True)):
            if old != new and version.first <= (session := session_of(year, slot)).on <= version.last:
                found.append(Changed(session, SYMBOL_OF.get(old, ""), SYMBOL_OF.get(new, "")))
    return tuple(found)
