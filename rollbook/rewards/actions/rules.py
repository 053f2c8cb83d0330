"""Setting what an award asks, from now on; retiring an award."""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.rewards.events import AwardRuleRetired, AwardRuleSet
from rollbook.rewards.models import AwardRule, AwardTerms
from rollbook.rewards.queries.rules import NO_RULE, as_json
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.rewards import Terms


@action(Permission.SET_UP_SCHOOL)
def set_award_rule(actor: Actor, *, rule: uuid.UUID, name: str, terms: Terms, title: str, words: str) -> int:
    """Make an award or change it from now on; what was begun or given keeps what it was asked. Gives its version.

    Refused without a name or the words of the certificate, and for two awards of one name.
    """
    name, title, words = name.strip(), title.strip(), words.strip()
    if not name or not title or not words:
        raise Refused("Give the award a name, and its certificate a title and words.")
    others = AwardRule.objects.filter(school_id=actor.school, retired_at__isnull=True).exclude(public_id=rule)
    if any(one.casefold() == name.casefold() for one in others.values_list("name", flat=True)):
        raise Refused(f"There is an award called “{name}” already.")
    row, _ = AwardRule.objects.get_or_create(school_id=actor.school, public_id=rule, defaults={"name": name})
    newest = AwardTerms.objects.filter(school_id=actor.school, rule=row).order_by("-number").first()
    asks = as_json(terms)
    if newest and (newest.asks, newest.title, newest.words, row.name) == (asks, title, words, name):
        record_nothing_changed()
        return newest.number
    if row.name != name:
        row.name = name
        row.save(update_fields=["name"])
    number = newest.number + 1 if newest else 1
    AwardTerms.objects.create(
        school_id=actor.school, rule=row, number=number, asks=asks, title=title, words=words, since=actor.now,
        by_name=actor.name,
    )  # fmt: skip
    record(actor, AwardRuleSet(rule, terms.kind.value, number))
    return number


@action(Permission.SET_UP_SCHOOL)
def retire_award_rule(actor: Actor, *, rule: uuid.UUID) -> None:
    """Stop giving an award; what was given stays."""
    row = AwardRule.objects.filter(school_id=actor.school, public_id=rule).first()
    if row is None:
        raise NotFound(NO_RULE)
    if row.retired_at is not None:
        record_nothing_changed()
        return
    row.retired_at = actor.now
    row.save(update_fields=["retired_at"])
    record(actor, AwardRuleRetired(rule))
