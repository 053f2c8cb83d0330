"""Which pupils a report is filed for: found by the first letters, brothers and sisters offered beside them (ABS-A)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rollbook.audit.actions import log_list
from rollbook.pupils.queries import PupilFilters, PupilLine, pupil_lines, pupils_list, siblings_of
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound

FEWEST, MOST = 2, 8


@dataclass(frozen=True, slots=True)
class Choosing:
    """The pupils chosen so far, and those who live with them and may be meant too."""

    chosen: tuple[PupilLine, ...]
    siblings: tuple[PupilLine, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(p.id for p in self.chosen)


def choosing(actor: Actor, public_ids: Sequence[str]) -> Choosing:
    """The pupils a page names, with their brothers and sisters: four statements at most.

    NotFound for a pupil whom this person may not know of.
    """
    if not public_ids:
        return Choosing((), ())
    ids = ids_of(actor, public_ids)
    lines = {str(line.public_id): line for line in pupil_lines(actor, tuple(ids.values()), actor.today)}
    if len(lines) < len(set(public_ids)):
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    chosen = tuple(lines[one] for one in dict.fromkeys(public_ids))
    found = siblings_of(actor, [p.id for p in chosen])
    others = {s.id: s for siblings in found.values() for s in siblings if s.id not in {p.id for p in chosen}}
    return Choosing(chosen, tuple(others.values()))


def found_by(actor: Actor, typed: str) -> tuple[PupilLine, ...]:
    """Pupils on roll by the first letters of a name, of those this person may see; that they were listed is noted."""
    if len(typed) < FEWEST:
        return ()
    found = pupils_list(actor, PupilFilters(name=typed), size=MOST).pupils
    if found:
        log_list(actor, what="search", count=len(found))
    return found
