"""Which exhibits are in a bundle, in which order, with which pages; and what a witness fills in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from rollbook.audit.actions import action, record
from rollbook.evidence.events import BundleArranged
from rollbook.evidence.models import Bundle
from rollbook.evidence.queries.bundles import NO_BUNDLE, bundle
from rollbook.evidence.queries.checking import pages_of
from rollbook.evidence.queries.choices import Choices, ToldByHand, moved, with_it, without
from rollbook.evidence.queries.gathering import gathered
from rollbook.formats.bundles import MOST_PAGES
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.told import Kind

ACTS = ("up", "down", "leave", "put", "pages")


@dataclass(frozen=True, slots=True)
class Arranged:
    """One act on one exhibit (by key): up, down, leave, put, or pages with what was typed."""

    act: str
    key: str
    pages: str = ""


@action(Permission.MAKE_BUNDLES)
def arrange(actor: Actor, *, bundle_id: uuid.UUID, wanted: Arranged) -> None:
    """Move an exhibit, leave it out, put it in, or choose its pages."""
    page = bundle(actor, bundle_id)
    placed = gathered(actor, page).placed
    keys = tuple(one.key for one in placed)
    if wanted.key not in keys or wanted.act not in ACTS:
        raise Refused("This exhibit is no longer among those that can be shown. Open the bundle again.")
    if wanted.act == "pages":
        pages_of(wanted.pages, MOST_PAGES)
    change_choices(actor, bundle_id, lambda now: _arranged(now, keys, wanted), what=wanted.act)


@action(Permission.MAKE_BUNDLES)
def say_witness(actor: Actor, *, bundle_id: uuid.UUID, told: ToldByHand, kinds: tuple[str, ...], words: bool) -> None:
    """Keep what was filled in: the witness, equality, and what of the chronology is shown."""
    if unknown := set(kinds) - {kind.value for kind in Kind}:
        raise Refused(f"The chronology has no lines of the kind “{sorted(unknown)[0]}”.")
    row = locked(actor, bundle_id)
    choices = replace(Choices.read(row.choices), kinds=kinds, words=words)
    row.told, row.choices = told.kept(bundle_id), choices.plain()
    keep_change(actor, row, "statement")


def change_choices(actor: Actor, bundle_id: uuid.UUID, change: Callable[[Choices], Choices], *, what: str) -> None:
    """Change what was chosen, under a lock; part of a larger verb."""
    row = locked(actor, bundle_id)
    row.choices = change(Choices.read(row.choices)).plain()
    keep_change(actor, row, what)


def _arranged(now: Choices, keys: tuple[str, ...], wanted: Arranged) -> Choices:
    if wanted.act in ("up", "down"):
        return replace(now, order=moved(keys, wanted.key, up=wanted.act == "up"))
    if wanted.act == "pages":
        return replace(now, pages={**now.pages, wanted.key: wanted.pages.strip()})
    return without(now, wanted.key) if wanted.act == "leave" else with_it(now, wanted.key)


def locked(actor: Actor, bundle_id: uuid.UUID) -> Bundle:
    row = Bundle.objects.select_for_update().filter(school_id=actor.school, public_id=bundle_id).first()
    if row is None:
        raise NotFound(NO_BUNDLE)
    return row


def keep_change(actor: Actor, row: Bundle, what: str) -> None:
    row.turn += 1
    row.changed_at = actor.now
    row.save(update_fields=["choices", "hidden", "told", "turn", "changed_at"])
    record(actor, BundleArranged(row.public_id, what))
