"""Letters of the training school: its letterhead, statements that were posted, and some to be printed (COM-B)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from rollbook.comms.actions import mark_posted, set_letterhead, write_letters
from rollbook.comms.queries.letter_templates import Head
from rollbook.pupils.queries import groups_of
from rollbook.pupils.queries.members import everybody_in
from rollbook.rules.actor import Actor
from rollbook.schools.queries import school_line

CREST = Path(__file__).with_name("crest.png")


def write_some_letters(actor: Actor) -> None:
    """A form's statements of last week, posted, and another form's of today: two runs, whatever the school's size."""
    name = school_line(actor).name
    set_letterhead(
        actor,
        head=Head(
            crest=None,
            lines=("Station Road, Oakfield AB1 2CD", "01632 960 001 · office@oakfield.example", "www.oakfield.example"),
            signed_by="Mrs R. Okonkwo",
            position="Attendance manager",
            foot=f"{name} is a school for training with Rollbook. Nobody in this letter exists.",
            envelope="dl",
        ),
        crest=(CREST.name, CREST.read_bytes()),
    )
    forms = [form for form in groups_of(actor, "registration", actor.today) if form.size][:2]
    for n, form in enumerate(forms):
        at = actor if n else replace(actor, now=actor.now - timedelta(days=7))
        written = write_letters(
            at,
            template="statement",
            pupils=everybody_in(at, [form.id], at.today),
            purpose="to-families",
            slot=f"training:{n}",
        )
        if written.run is not None and n == 0:
            mark_posted(replace(at, now=at.now + timedelta(hours=4)), run=written.run)
