"""What the emergency list says on paper, in words and plain values, as its template takes it."""

from __future__ import annotations

from collections.abc import Iterable

from rollbook.registers.views.addresses import clock
from rollbook.rules.sessions import in_words
from rollbook.schools.queries import SchoolDetails
from rollbook.site.queries.gathering import Dinner
from rollbook.site.queries.sheet import Sheet, SheetGroup, SheetPerson

Data = dict[str, object]
TITLES = {"fire": "Fire: who is on site", "lockdown": "Lockdown: who is on site"}
_DO = {
    "fire": "Tick everybody you see at the assembly point. Nobody goes back in to look.",
    "lockdown": "Tick who is in the room with you. Do not open a door to complete this list.",
}


def emergency_list(sheet: Sheet, school: SchoolDetails) -> Data:
    """The list ready for its template: places, forms, a box to tick for each person."""
    as_of = f"{in_words(sheet.at.date())}, {clock(sheet.at)}"
    return {
        "title": TITLES[sheet.kind],
        "school": school.name,
        "as_of": clock(sheet.at),
        "day": in_words(sheet.at.date()),
        "foot": f"{TITLES[sheet.kind]}, as of {as_of}. Names of children: destroy it after use.",
        "about": f"as of {clock(sheet.at)}",
        "do": _DO[sheet.kind],
        "figures": [
            ("Pupils here", str(sheet.pupils)),
            ("Others here", str(sheet.others_count)),
            ("Perhaps here", str(sheet.perhaps_count)),
            ("Away", str(sheet.away)),
        ],
        "first": [_person(one) for one in sheet.with_needs],
        "dinners": [_dinner(one) for one in sheet.dinners],
        "page_each": sheet.kind == "fire",
        "parts": [
            {"name": part.name, "size": str(part.size), "groups": [_group(g) for g in part.groups]}
            for part in sheet.parts
        ],
        "others": _groups(sheet.others),
        "perhaps": _groups(sheet.perhaps),
    }


def _groups(groups: Iterable[SheetGroup]) -> list[Data]:
    return [_group(group) for group in groups]


def _group(group: SheetGroup) -> Data:
    return {"name": group.name, "size": str(len(group.people)), "people": [_person(p) for p in group.people]}


def _person(one: SheetPerson) -> Data:
    return {"name": one.name, "says": one.says, "needs": list(one.needs)}


def _dinner(one: Dinner) -> str:
    years = [f"Year {year}" if year.isdecimal() else year for year in one.years if year]
    who = ", ".join(years) or "All years"
    return f"{who}: at dinner until {clock(one.ends)}"
