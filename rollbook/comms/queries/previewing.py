"""Words of an occasion as a real family would read them, with what they come to; nothing is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rollbook.comms.queries.policy import message_policy
from rollbook.pupils.queries import groups_of, pupil_lines
from rollbook.pupils.queries.members import everybody_in
from rollbook.pupils.queries.reaching import ways_to_reach
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.text_messages import Alphabet, Length, length_of, outside_the_short_alphabet, plainer
from rollbook.rules.wording import filled
from rollbook.schools.queries import school_line

EXAMPLES = {"session": "this morning", "days": "Monday 7 September (morning)", "code": "417 902"}
NOBODY = {"pupil": "Tolu Abiodun", "forename": "Tolu", "contact": "Ms Ada Abiodun", "form": "9B"}


@dataclass(frozen=True, slots=True)
class Previewed:
    """Words filled for one case: about whom, and for a text its parts, cost and the letters that make it dear."""

    subject: str
    words: str
    about: str
    missing: tuple[str, ...]
    length: Length | None
    cost: str
    dear: str


def previewed(actor: Actor, *, channel: str, subject: str, words: str) -> Previewed:
    """These words for the first pupil of the school's first form who has a contact: a fixed number of statements."""
    facts, about = _facts(actor)
    body, head = filled(words, facts), filled(subject, facts)
    said = plainer(body.words) if channel == "text" else body.words
    length = length_of(said) if channel == "text" else None
    return Previewed(
        subject=head.words,
        words=said,
        about=about,
        missing=tuple(dict.fromkeys(body.missing + head.missing)),
        length=length,
        cost=message_policy(actor, actor.today).cost_of(length.parts) if length else "",
        dear=outside_the_short_alphabet(said)[:40] if length and length.alphabet is Alphabet.UNICODE else "",
    )


def _facts(actor: Actor) -> tuple[Mapping[str, str], str]:
    given = EXAMPLES | {"school": school_line(actor).name}
    if not actor.may(Permission.SEE_CONTACTS) or not actor.may(Permission.SEE_ALL_PUPILS):
        return given | NOBODY, "made-up names, as your role sees no contacts"
    groups = groups_of(actor, "registration", actor.today)
    pupils = everybody_in(actor, [group.id for group in groups[:1]], actor.today)
    ways = ways_to_reach(actor, pupils)
    for line in pupil_lines(actor, pupils, actor.today):
        if way := next((w for w in ways.get(line.id, ()) if w.may_be_told and not w.no_contact), None):
            known = {"pupil": line.name, "forename": line.forename, "contact": way.name, "form": line.registration}
            return given | known, f"{way.name} about {line.name}"
    return given | NOBODY, "made-up names, as nobody here has a contact yet"
