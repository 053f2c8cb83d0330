"""A thousand letters to one print run: chosen, frozen, drawn and kept, beside the bare pages of the same words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from rollbook.comms.actions import write_letters
from rollbook.comms.actions.drawing import draw_letters
from rollbook.comms.queries.letters import sheets_of
from rollbook.config.bench.measuring import Bench, Floors, once
from rollbook.config.bench.school import forms_of
from rollbook.pupils.queries.members import everybody_in
from rollbook.rules.actor import Actor
from rollbook.web.printing import pdf

LETTERS, A_SECOND = 1_000, 150
BARE = "the bare pages"


def run_letters(actor: Actor, _: Floors) -> Iterator[Bench]:
    """Statements of attendance with a table of figures for every home, a thousand or as many as the school has."""
    pupils = sorted(everybody_in(actor, [form.id for form in forms_of(actor)], actor.today))
    _one(actor, pupils[:1])  # what is loaded for the first letter alone is not measured
    started = time.perf_counter()
    written = write_letters(
        actor, template="statement", pupils=pupils, purpose="to-families", slot="bench:letters", whom="first"
    )
    assert written.run is not None, "nobody in this school can be written to"
    frozen = time.perf_counter()
    draw_letters(actor, written.run)
    spent = (time.perf_counter() - started) * 1000
    sheets = sheets_of(actor, written.run)[3]
    floor = once(lambda: _bare(actor, sheets))
    rate = written.count / spent * 1000
    yield Bench(f"freeze {written.count} letters", (frozen - started) * 1000, BARE, floor)
    name = f"{written.count} letters to one PDF, {rate:.0f} a second"
    yield Bench(name, spent, BARE, floor, round(written.count / A_SECOND * 1000))


def _one(actor: Actor, pupils: list[int]) -> None:
    written = write_letters(
        actor, template="statement", pupils=pupils, purpose="to-families", slot="bench:one", whom="first"
    )
    if written.run is not None:
        draw_letters(actor, written.run)


def _bare(actor: Actor, sheets: list[dict[str, Any]]) -> None:
    """The same words on as many pages: no letterhead, no address, no tables, no page numbers."""
    words = [["\n".join("   ".join(row) for row in rows) for _, rows in sheet["blocks"]] for sheet in sheets]
    pdf("comms/typst/bare.typ", {"title": "Letters", "letters": words}, made_at=actor.now)
