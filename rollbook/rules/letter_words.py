"""The words of a letter laid out in paragraphs, lists and tables, with their fields filled for one case (COM-B).

A heading begins with “# ”, the lines of a list with “- ”; everything else prints as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rollbook.rules.wording import filled

HEADING, ITEM, CELL = "# ", "- ", "\t"
_ALONE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a letter: `rows` are its lines, of one cell each but in a table, whose first row are its heads."""

    kind: Literal["heading", "paragraph", "list", "table"]
    rows: tuple[tuple[str, ...], ...]

    def plain(self) -> tuple[str, list[list[str]]]:
        """The same as lists, for a template and for a hash."""
        return self.kind, [list(row) for row in self.rows]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A letter's blocks for one case; `missing` are the fields for which nothing is known."""

    blocks: tuple[Block, ...]
    missing: tuple[str, ...]

    @property
    def words(self) -> str:
        """The letter as plain text."""
        return "\n\n".join("\n".join("   ".join(row) for row in block.rows) for block in self.blocks)


def laid_out(words: str, facts: Mapping[str, str]) -> LaidOut:
    """Lay out a letter and fill its fields.

    What is a heading or a list is decided before a field is filled, so no fact can make one. A field
    that stands alone in a paragraph and whose fact has several lines becomes a list, or a table where
    its lines are cells with tabs between them, the first line the heads.
    """
    blocks: list[Block] = []
    missing: list[str] = []
    for part in re.split(r"\n[ \t]*\n", words.replace("\r\n", "\n").replace("\r", "\n").strip("\n")):
        lines = [line.rstrip() for line in part.splitlines() if line.strip()]
        if lines:
            blocks += _blocks(lines, facts, missing)
    return LaidOut(tuple(blocks), tuple(dict.fromkeys(missing)))


def _blocks(lines: list[str], facts: Mapping[str, str], missing: list[str]) -> list[Block]:
    if lines[0].startswith(HEADING):
        heading = Block("heading", ((_fill(lines[0][len(HEADING) :], facts, missing),),))
        return [heading, *(_blocks(lines[1:], facts, missing) if lines[1:] else [])]
    if all(line.startswith(ITEM) for line in lines):
        return [Block("list", tuple((_fill(line[len(ITEM) :], facts, missing),) for line in lines))]
    alone = _ALONE.fullmatch(lines[0].strip()) if len(lines) == 1 else None
    fact = facts.get(alone[1], "").strip("\n") if alone else ""
    if "\n" in fact or CELL in fact:
        return [_of_several_lines(fact)]
    return [Block("paragraph", tuple((_fill(line, facts, missing),) for line in lines))]


def _of_several_lines(fact: str) -> Block:
    lines = [line for line in fact.splitlines() if line.strip()]
    if not any(CELL in line for line in lines):
        return Block("list", tuple((line.strip().removeprefix(ITEM),) for line in lines))
    rows = [line.split(CELL) for line in lines]
    wide = max(len(row) for row in rows)
    return Block("table", tuple((*(cell.strip() for cell in row), *[""] * (wide - len(row))) for row in rows))


def _fill(line: str, facts: Mapping[str, str], missing: list[str]) -> str:
    put = filled(line, facts)
    missing += put.missing
    return " ".join(put.words.splitlines())
