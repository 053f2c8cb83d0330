"""Exhibits: what a part of the office gives to an evidence bundle, as plain values (LEG-8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID


class ExhibitKind(StrEnum):
    """What an exhibit is; a bundle has them in this order until somebody chooses another."""

    STATEMENT = "statement"
    CERTIFICATE = "certificate"
    YEAR = "year"
    REGISTER = "register"
    CHRONOLOGY = "chronology"
    LETTER = "letter"
    MESSAGES = "messages"
    MEETING = "meeting"
    PLAN = "plan"
    CASE = "case"
    LEAVE = "leave"
    EQUALITY = "equality"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a bundle is about: a pupil and one parent (ids), from a day to a day, both included."""

    pupil_id: int
    pupil: UUID
    contact_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an exhibit's page: `kind` is text, heading, facts (two columns), table or list.

    A table's first row is its head; `widths` are the columns' shares (0: as wide as its words).
    """

    kind: str
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One thing that can be shown. `key` is the same each time it is given: “letter:” and an id.

    It has either `blocks`, which are set on our page; a `template` of the house with its `data`; or a kept
    `file` (PDF or picture) as it is. `about` stands beside the title in the index. `aside` says why it is
    left out until somebody puts it in: addressed to somebody else. `proof` is how it is known to have come.
    """

    key: str
    kind: ExhibitKind
    title: str
    about: str = ""
    on: date | None = None
    blocks: tuple[Block, ...] = ()
    template: str = ""
    data: Mapping[str, Any] | None = None
    file: UUID | None = None
    aside: str = ""
    proof: str = ""


def facts(*rows: tuple[str, str]) -> Block:
    """Names and what they are, without those that are empty."""
    return Block("facts", tuple(row for row in rows if row[1]))


def text(*paragraphs: str) -> Block:
    return Block("text", tuple((one,) for one in paragraphs if one))


def heading(words: str) -> Block:
    return Block("heading", ((words,),))


def table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], *, widths: tuple[int, ...] = ()) -> Block:
    return Block("table", (head, *rows), widths)
