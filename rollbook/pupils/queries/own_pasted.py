"""Values of one field as somebody pastes them from a sheet: whom each line means, and what would change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rollbook.formats.values.cells import Unreadable
from rollbook.formats.values.own import read_own, shown_own
from rollbook.pupils.queries.lines import PupilLine
from rollbook.pupils.queries.own_fields import OwnFieldLine, own_values
from rollbook.pupils.queries.pasted import MOST_LINES, whom_lines_mean
from rollbook.rules.actor import Actor
from rollbook.rules.own_fields import require_edit

# A sheet puts a tab between cells; in a message people write “Abiodun, Tolu: 14” or “Abiodun, Tolu = 14”.
_APART = re.compile(r"^(?P<who>.+?)\s*(?:\t|;|=|: )\s*(?P<says>[^\t;=]*)$")


@dataclass(frozen=True, slots=True)
class PastedValue:
    """A line that can be written: for whom, what stands now and what would stand, as a page says both."""

    pupil: PupilLine
    now: str
    becomes: str

    @property
    def changes(self) -> bool:
        return self.now != self.becomes


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot, as it came, its number counted from 1, and why."""

    number: int
    line: str
    why: str


@dataclass(frozen=True, slots=True)
class PastedValues:
    """What a pasted list would do to one field: `typed` is what to write, by pupil's key."""

    rows: tuple[PastedValue, ...]
    bad: tuple[BadLine, ...]
    typed: Mapping[int, str]

    @property
    def changing(self) -> int:
        return sum(row.changes for row in self.rows)


def read_pasted_values(actor: Actor, field: OwnFieldLine, text: str) -> PastedValues:
    """Read each line as a pupil and a value, apart by a tab, “;”, “=” or “: ”.

    A pupil is an admission number, a UPN or a name, as in a pasted list; of two lines for one pupil the second is
    bad. Five statements at most.
    """
    require_edit(actor, field.shape.audience)
    numbered = [(n, line) for n, line in enumerate(text.splitlines()[:MOST_LINES], start=1) if line.strip()]
    parted = [(n, line.strip(), _APART.match(line.strip("\r\n "))) for n, line in numbered]
    pupils, meant_by = whom_lines_mean(actor, [found["who"] if found else line for _, line, found in parted])
    bad: list[BadLine] = []
    typed: dict[int, str] = {}
    kept: dict[int, str] = {}
    for (number, line, found), meant in zip(parted, meant_by, strict=True):
        why = _why_not(found, meant, typed)
        if not why and found:
            (key,) = meant
            try:
                kept[key], typed[key] = read_own(field.shape, found["says"]), found["says"]
            except Unreadable as unread:
                why = unread.says
        if why:
            bad.append(BadLine(number, line, why))
    return PastedValues(_rows(actor, field, pupils, kept), tuple(bad), typed)


def _why_not(found: re.Match[str] | None, meant: set[int], typed: Mapping[int, str]) -> str:
    if found is None:
        return "There is no value beside the name. Put a tab, “;” or “=” between them."
    if not meant:
        return "Nobody on roll is meant by this. Write the admission number, or the name as it stands on the roll."
    if len(meant) > 1:
        return "More than one pupil has this name. Write the admission number."
    return "This pupil stands in an earlier line as well." if meant <= typed.keys() else ""


def _rows(
    actor: Actor, field: OwnFieldLine, pupils: Mapping[int, PupilLine], kept: Mapping[int, str]
) -> tuple[PastedValue, ...]:
    now = own_values(actor, [field], kept.keys(), actor.today).get(field.id, {}) if kept else {}
    kind = field.shape.kind
    return tuple(
        PastedValue(pupil, shown_own(kind, now.get(key, "")), shown_own(kind, kept[key]))
        for key, pupil in pupils.items()
        if key in kept
    )
