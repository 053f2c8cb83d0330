"""Where a pupil is at this moment when not in the lesson, as the parts of the house above the registers know it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from rollbook.rules.actor import Actor

# Asked with pupils' keys; answers words for those it knows of, e.g. “in the Hub since 10:20”.
WhereNow = Callable[[Actor, Collection[int]], Mapping[int, str]]
knows_where: list[WhereNow] = []


def where_now(actor: Actor, pupils: Collection[int]) -> Mapping[int, str]:
    """What is known of these pupils' whereabouts now, by key: a statement for each that knows."""
    return {pupil: says for ask in knows_where for pupil, says in ask(actor, pupils).items()}
