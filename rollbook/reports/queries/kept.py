"""What was kept of a report, read again: its days move with the calendar where they have a name."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from rollbook.reports.asked import Asked, By, When, Whose
from rollbook.reports.kind import Ask, Kind, Period
from rollbook.reports.queries.periods import days_of, last_school_day
from rollbook.rules.actor import Actor


def asked_of(actor: Actor, kind: Kind, kept: Mapping[str, object]) -> Asked:
    """What was asked, for the days that it means today."""
    given = _Kept(kept)
    whose = Whose(
        nc_years=given.many("years"),
        groups=tuple(uuid.UUID(group) for group in given.many("groups")),
        having=given.many("having"),
        sex=given.one("sex"),
    )
    return Asked(_days(actor, kind, given), whose, By(given.one("by") or By.NC_YEAR), given.more())


def address_of(kept: Mapping[str, object]) -> str:
    """The same as the query of the report's page."""
    given = _Kept(kept)
    pairs = [("period", given.one("period") or "days")]
    if not given.one("period"):
        pairs += [("from", given.one("first")), ("to", given.one("last"))]
    pairs += [
        (name, value) for name, key in (("y", "years"), ("g", "groups"), ("h", "having")) for value in given.many(key)
    ]
    pairs += [(name, given.one(name)) for name in ("sex", "by")]
    return urlencode([pair for pair in (*pairs, *given.more()) if pair[1]])


class _Kept:
    """The JSON of a saved report, read with what it may lack."""

    def __init__(self, kept: Mapping[str, object]) -> None:
        self._kept = kept

    def one(self, name: str) -> str:
        found = self._kept.get(name)
        return found if isinstance(found, str) else ""

    def many(self, name: str) -> tuple[str, ...]:
        found = self._kept.get(name)
        return tuple(str(value) for value in found) if isinstance(found, list) else ()

    def more(self) -> tuple[tuple[str, str], ...]:
        found = self._kept.get("more")
        return tuple((str(k), str(v)) for k, v in found.items()) if isinstance(found, dict) else ()


def _days(actor: Actor, kind: Kind, given: _Kept) -> When:
    if Ask.DAY in kind.asks:
        on = last_school_day(actor)
        return When(on, on)
    if given.one("period"):
        return days_of(actor, Period(given.one("period")))
    return When(date.fromisoformat(given.one("first")), date.fromisoformat(given.one("last")))
