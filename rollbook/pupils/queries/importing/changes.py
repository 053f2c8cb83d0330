"""What a row of a file would do, in words for review; and all that a file would write, in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.db.models import Model

from rollbook.pupils.models import Group, Pupil

Value = object


class Verdict(StrEnum):
    """What becomes of a row: `CONFLICT` waits for a person's word, `ERROR` cannot be taken at all."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would change: the field's lasting name, how an office calls it, and both values in words."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pupil held already whom a row may mean."""

    public_id: UUID
    name: str
    born: str
    registration: str


@dataclass(frozen=True, slots=True)
class RowReview:
    """One row of the file and what would become of it.

    `says` and `column` tell of an error or conflict. `may_be_new` says whether the person may
    decide that the row is a pupil not held yet; `decided` that a person has left it out.
    """

    row: int
    name: str
    verdict: Verdict
    changes: tuple[Change, ...] = ()
    says: str = ""
    column: str = ""
    value: str = ""
    candidates: tuple[Candidate, ...] = ()
    may_be_new: bool = False
    decided: bool = False


@dataclass(slots=True)
class Told:
    """The row that told of a pupil, and the names of what it told."""

    pupil: Pupil
    row: int
    created: bool
    fields: tuple[str, ...]


@dataclass(slots=True)
class Writing:
    """All rows that a file would add or change, by table, gathered without touching the database."""

    new: list[Model] = field(default_factory=list)
    changed: dict[int, tuple[Model, set[str]]] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def add(self, row: Model) -> None:
        if isinstance(row, Group):
            self.groups.append(row)
        else:
            self.new.append(row)

    def set(self, row: Model, values: Iterable[tuple[str, Value]]) -> None:
        """Give a row new values, now in memory; only a row that is held already needs an update."""
        names = set()
        for name, value in values:
            setattr(row, name, value)
            names.add(name)
        if row.pk is not None and names:
            kept = self.changed.setdefault(id(row), (row, set()))
            kept[1].update(names)
