"""Where the mark of a session comes from on a day: its own registration, or a named period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rollbook.registers.models import SessionRule
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.timetable.queries import same_period


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One version of the rule: from a day, for a half and a year group (empty: all of them)."""

    version: int
    valid_from: date
    half: Half
    nc_year: str
    period: str

    @property
    def who(self) -> str:
        return f"Year {self.nc_year}" if self.nc_year else "Every year group"

    @property
    def source(self) -> str:
        return f"the lesson in {self.period}" if self.period else "its own registration"

    @property
    def says(self) -> str:
        return f"{self.who}, {self.half.label}: the mark comes from {self.source}"


def session_rules(actor: Actor) -> tuple[RuleLine, ...]:
    """Every rule the school ever set, the newest first: one statement."""
    return _lines(SessionRule.objects.filter(school_id=actor.school).order_by("-version"))


def rules_on(actor: Actor, on: date) -> tuple[RuleLine, ...]:
    """The rules that may bear on a day: one statement; `rule_for` picks one."""
    rows = SessionRule.objects.filter(school_id=actor.school, valid_from__lte=on)
    return _lines(rows.order_by("valid_from", "version"))


def rule_for(rules: Iterable[RuleLine], half: Half, nc_year: str) -> RuleLine | None:
    """The rule for a half and year group: its own before that for all, then the latest; None for no rule."""
    fitting = (r for r in rules if r.half is half and r.nc_year in ("", nc_year))
    return max(fitting, key=lambda r: (r.nc_year != "", r.valid_from, r.version), default=None)


def named_by(rules: Iterable[RuleLine], period: str, nc_year: str) -> RuleLine | None:
    """The rule that takes a half's mark from this period, if one does."""
    held = tuple(rules)
    for half in Half:
        rule = rule_for(held, half, nc_year)
        if rule is not None and rule.period and same_period(rule.period, period):
            return rule
    return None


def _lines(rows: Iterable[SessionRule]) -> tuple[RuleLine, ...]:
    return tuple(RuleLine(r.version, r.valid_from, Half(r.half), r.nc_year, r.period) for r in rows)
