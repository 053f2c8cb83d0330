"""The school's award rules as they stand, and what their terms say."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rollbook.rewards.models import AwardRule, AwardTerms
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.rewards import Allowance, AwardKind, Terms

NO_RULE = "There is no such award in this school."
_NUMBERS = ("percent", "points", "lates", "least", "most", "smallest")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """An award rule with the terms in force: what it asks, and the words of its certificate."""

    id: int
    public_id: uuid.UUID
    name: str
    terms_id: int
    number: int
    terms: Terms
    title: str
    words: str
    since: datetime
    by_name: str
    retired: bool


def award_rules(actor: Actor) -> tuple[RuleLine, ...]:
    """The awards that the school gives, by name: one statement."""
    actor.require(Permission.GIVE_AWARDS)
    rows = AwardTerms.objects.filter(school_id=actor.school, rule__retired_at__isnull=True).select_related("rule")
    newest = {row.rule_id: row for row in rows.order_by("rule_id", "number")}
    return tuple(sorted((line_of(row) for row in newest.values()), key=lambda one: (one.name.casefold(), one.id)))


def award_rule(actor: Actor, rule: uuid.UUID) -> RuleLine:
    """One award rule as it stands, retired or not: one statement. NotFound for another school's."""
    actor.require(Permission.GIVE_AWARDS)
    rows = AwardTerms.objects.filter(school_id=actor.school, rule__public_id=rule).select_related("rule")
    row = rows.order_by("-number").first()
    if row is None:
        raise NotFound(NO_RULE)
    return line_of(row)


def line_of(row: AwardTerms) -> RuleLine:
    rule: AwardRule = row.rule
    return RuleLine(
        rule.pk,
        rule.public_id,
        rule.name,
        row.pk,
        row.number,
        terms_of(row.asks),
        row.title,
        row.words,
        row.since,
        row.by_name,
        rule.retired_at is not None,
    )


def as_json(terms: Terms) -> dict[str, object]:
    """Terms as they are kept."""
    allowance = terms.allowance
    return {
        "kind": terms.kind.value,
        **{name: getattr(terms, name) for name in _NUMBERS},
        "everybody": sorted(allowance.everybody),
        "some": sorted(allowance.some),
        "having": sorted(allowance.having),
    }


def terms_of(asks: Mapping[str, Any]) -> Terms:
    """Terms as they were kept."""
    allowance = Allowance(*(frozenset(asks[name]) for name in ("everybody", "some", "having")))
    percent, points, lates, least, most, smallest = (int(asks[name]) for name in _NUMBERS)
    return Terms(AwardKind(asks["kind"]), percent, points, lates, least, most, smallest, allowance)
