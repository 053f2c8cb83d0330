"""A saved list of pupils as a report, so that it can be sent like every other (REP-H, REP-F)."""

from __future__ import annotations

from rollbook.reports.asked import Asked
from rollbook.reports.kind import Ask, Kind, Shelf
from rollbook.reports.lists.making import KIND as KEY
from rollbook.reports.lists.making import make_list
from rollbook.reports.report import Report
from rollbook.rules.actor import Actor
from rollbook.rules.lists_written import of_json

TITLE = "List of pupils"


def make(actor: Actor, asked: Asked) -> Report:
    """The list that was kept, as this reader may have it. Refused where it is narrowed by what they may not see."""
    return make_list(actor, of_json(asked.also(KEY)), title=TITLE).report


KIND = Kind(
    key=KEY,
    title=TITLE,
    purpose="Pupils by whatever you need to know of them: columns, conditions and an order of your own.",
    duty="REP-H",
    shelf=Shelf.OFFICE,
    make=make,
    asks=(Ask.DAY,),
)
