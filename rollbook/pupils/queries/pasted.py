"""A list of pupils as somebody pastes it from a sheet or a message, and whom each line means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rollbook.pupils.queries.identifying import keys_on_roll, pupils_by_reference
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class PastedList:
    """Whom a pasted list means, by surname; and the lines that mean nobody, or more than one pupil, as they came."""

    pupils: tuple[PupilLine, ...]
    nobody: tuple[str, ...]
    several: tuple[str, ...]


def read_pasted(actor: Actor, text: str) -> PastedList:
    """Read a line as an admission number, a UPN, “Surname, Forename” or “Forename Surname”: three statements.

    Of cells side by side the first that means a pupil counts, or the first two as surname and forename.
    The same pupil twice is one. For who may name any pupil of the school to put on a list.
    """
    lines = [line.strip() for line in text.splitlines()[:MOST_LINES] if line.strip()]
    pupils, meant_by = whom_lines_mean(actor, lines)
    found: set[int] = set()
    nobody: list[str] = []
    several: list[str] = []
    for line, meant in zip(lines, meant_by, strict=True):
        if len(meant) == 1:
            found |= meant
        else:
            (several if meant else nobody).append(line)
    return PastedList(tuple(p for p in pupils.values() if p.id in found), tuple(nobody), tuple(several))


def whom_lines_mean(actor: Actor, lines: Sequence[str]) -> tuple[Mapping[int, PupilLine], tuple[set[int], ...]]:
    """Everybody on roll by key, by surname; and for each line the keys of those it may mean: three statements."""
    if not lines:
        return {}, ()
    seeing = replace(actor, permissions=actor.permissions | {Permission.SEE_ALL_PUPILS})
    pupils = {p.id: p for p in pupil_lines(seeing, keys_on_roll(actor, actor.today), actor.today)}
    known = _known(actor, pupils.values())
    return pupils, tuple(_meant(line, known) for line in lines)


def _known(actor: Actor, pupils: Iterable[PupilLine]) -> Mapping[str, set[int]]:
    known: dict[str, set[int]] = {}
    by_id = {str(p.public_id): p for p in pupils}
    for public, upn, _, number in pupils_by_reference(actor):
        for text in (upn, number):
            if text and public in by_id:
                known.setdefault(_plain(text), set()).add(by_id[public].id)
    for pupil in by_id.values():
        for text in (f"{pupil.surname} {pupil.forename}", f"{pupil.forename} {pupil.surname}"):
            known.setdefault(_plain(text), set()).add(pupil.id)
    return known


def _meant(line: str, known: Mapping[str, set[int]]) -> set[int]:
    cells = [cell for cell in line.split("\t") if cell.strip()]
    tries = [*cells, " ".join(cells[:2]), line]
    return next((known[plain] for text in tries if (plain := _plain(text)) in known), set())


def _plain(text: str) -> str:
    return " ".join(text.replace(",", " ").replace("’", "'").split()).casefold()
