"""A bundle of two hundred pages, twenty of them with words taken off, beside the bare pages of as many."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from rollbook.comms.actions import write_letters
from rollbook.config.bench.measuring import Bench, Floors, once
from rollbook.config.bench.school import forms_of
from rollbook.evidence.actions import begin_bundle, enclose, hide_words, make_bundle
from rollbook.evidence.queries.bundles import bundle
from rollbook.pupils.queries import contacts_of
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.pupils.queries.members import everybody_in
from rollbook.rules.access import Role, permissions_of
from rollbook.rules.actor import Actor
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import calendar_of
from rollbook.web.printing import pdf

LETTERS, ENCLOSED, NAMED = 110, 90, 20
GOAL = 10_000
WORDS = "The school wrote again and heard nothing. " * 40


def run_evidence(actor: Actor, _: Floors) -> Iterator[Bench]:
    """One parent's bundle over the year: its letters, a long file that is enclosed, and a name taken off it."""
    head = replace(actor, permissions=permissions_of(frozenset({Role.ATTENDANCE_MANAGER})))
    made = _begun(head)
    spent = once(lambda: make_bundle(head, made))
    (version,) = bundle(head, made).versions
    floor = once(partial(_bare, head, version.pages))
    yield Bench(f"a bundle of {version.pages} pages", spent, "as many bare pages", floor, GOAL)


def _begun(head: Actor) -> uuid.UUID:
    pupil = min(everybody_in(head, [form.id for form in forms_of(head)], head.today))
    public = uuid.UUID(public_ids_of(head, [pupil])[pupil])
    parent = contacts_of(head, public)[0]
    for n in range(LETTERS):
        write_letters(
            head, template="statement", pupils=[pupil], purpose="to-families", slot=f"bench:bundle:{n}", whom="first"
        )
    made = uuid.uuid4()
    first = calendar_of(head, year_of(head.today)).days[0]
    begin_bundle(head, bundle=made, pupil=public, contact=parent.public_id, first=first, last=head.today)
    enclose(head, bundle_id=made, name="long.pdf", data=_bare(head, ENCLOSED, named=NAMED))
    hide_words(head, bundle_id=made, words=["Fairweather"])
    return made


def _bare(head: Actor, pages: int, *, named: int = 0) -> bytes:
    """So many pages of words; on some of them a name."""
    letters = [[WORDS + ("Fairweather said so." if n < named else "")] for n in range(pages)]
    return pdf("comms/typst/bare.typ", {"title": "Pages", "letters": letters}, made_at=head.now)
