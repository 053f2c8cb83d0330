"""Taking words or areas off the pages of a bundle, and saying that what cannot be searched was looked at."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace

from rollbook.audit.actions import action
from rollbook.evidence.actions.arranging import change_choices, keep_change, locked
from rollbook.evidence.queries.choices import Hidden
from rollbook.formats.bundles import Area
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.blacking import SHORTEST, bare
from rollbook.rules.refused import Refused

MOST_WORDS = 100
MOST_AREAS = 400


@action(Permission.MAKE_BUNDLES)
def hide_words(actor: Actor, *, bundle_id: uuid.UUID, words: Iterable[str]) -> None:
    """Say which words come off every page of the bundle: all of them, those said before no longer count."""
    wanted = tuple(dict.fromkeys(" ".join(one.split()) for one in words if one.strip()))
    if len(wanted) > MOST_WORDS:
        raise Refused(f"{MOST_WORDS} words at most come off the pages. Leave an exhibit out instead.")
    for one in wanted:
        if len(bare(one)) < SHORTEST:
            raise Refused(f"“{one}” is too short to be found on a page. Write the whole word.")
    row = locked(actor, bundle_id)
    row.hidden = replace(Hidden.read(bytes(row.hidden), bundle_id), words=wanted).kept(bundle_id)
    keep_change(actor, row, "words")


@action(Permission.MAKE_BUNDLES)
def hide_area(actor: Actor, *, bundle_id: uuid.UUID, key: str, page: int, area: Area) -> None:
    """Black a part of an enclosed page (1 is the first), in thousandths of it."""
    sides = (area.left, area.top, area.right, area.bottom)
    if not (all(0 <= side <= 1000 for side in sides) and area.left < area.right and area.top < area.bottom):
        raise Refused("An area is said from left to right and from top to bottom, each between 0 and 100 per cent.")
    row = locked(actor, bundle_id)
    hidden = Hidden.read(bytes(row.hidden), bundle_id)
    if len(hidden.areas) >= MOST_AREAS:
        raise Refused(f"{MOST_AREAS} areas are black already. Leave the page out instead.")
    row.hidden = replace(hidden, areas=(*hidden.areas, (key, page, area))).kept(bundle_id)
    keep_change(actor, row, "area")


@action(Permission.MAKE_BUNDLES)
def show_area(actor: Actor, *, bundle_id: uuid.UUID, key: str, page: int) -> None:
    """Take back every area of one enclosed page."""
    row = locked(actor, bundle_id)
    hidden = Hidden.read(bytes(row.hidden), bundle_id)
    kept = tuple(one for one in hidden.areas if one[:2] != (key, page))
    row.hidden = replace(hidden, areas=kept).kept(bundle_id)
    keep_change(actor, row, "area-back")


@action(Permission.MAKE_BUNDLES)
def look_at(actor: Actor, *, bundle_id: uuid.UUID, key: str, cover: bool) -> None:
    """Say that an enclosed file was looked at; or (`cover`) black whatever in it says where somebody lives."""
    if cover:
        change_choices(
            actor, bundle_id, lambda now: replace(now, covered=tuple(dict.fromkeys((*now.covered, key)))), what="cover"
        )
        return
    change_choices(
        actor, bundle_id, lambda now: replace(now, looked=tuple(dict.fromkeys((*now.looked, key)))), what="looked"
    )
