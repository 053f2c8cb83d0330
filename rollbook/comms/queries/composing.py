"""A message to many, before it leaves: for each family whom it reaches, in which words, and who is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from rollbook.comms.actions.outbox import Draft
from rollbook.comms.queries.reaching import Reach, reach_of
from rollbook.comms.queries.wordings import languages_of, wordings_for
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.reaching import Way, ways_to_reach
from rollbook.rules.actor import Actor
from rollbook.rules.text_messages import Length, length_of, plainer
from rollbook.rules.wording import filled
from rollbook.rules.wordings import LANGUAGES
from rollbook.schools.queries import school_line

FIELDS = {
    "pupil": "the pupils' names",
    "forename": "their forenames",
    "contact": "the person written to",
    "form": "the form or forms",
    "school": "the school",
}
NOBODY = "has no contact who may be told"


@dataclass(frozen=True, slots=True)
class Ready:
    """One message as it will go: to whom, about whom, in which words; or why it will not.

    `in_language` says so where they want another language than they get.
    """

    draft: Draft
    contact: str
    relationship: str
    pupils: tuple[str, ...]
    missing: tuple[str, ...]
    left_out: str
    in_language: str = ""

    @property
    def goes(self) -> bool:
        return not (self.left_out or self.missing)

    @property
    def length(self) -> Length:
        return length_of(self.draft.words)


class Alone(NamedTuple):
    """A pupil about whom nobody can be written to."""

    pupil: str
    why: str


@dataclass(frozen=True, slots=True)
class Composed:
    """Everything that one press of the button would send, and what it leaves out."""

    ready: tuple[Ready, ...]
    alone: tuple[Alone, ...]

    @property
    def going(self) -> tuple[Ready, ...]:
        return tuple(one for one in self.ready if one.goes)

    @property
    def staying(self) -> tuple[Ready, ...]:
        return tuple(one for one in self.ready if not one.goes)

    @property
    def parts(self) -> int:
        return sum(one.length.parts for one in self.going)


class Wanted(NamedTuple):
    """A contact and the pupils of theirs whom the message is about."""

    way: Way
    pupils: tuple[PupilLine, ...]


class Said(NamedTuple):
    """The words for one family, in the language they get, and what is said of it where it is not theirs."""

    words: str
    subject: str
    in_language: str


def compose(
    actor: Actor,
    *,
    pupils: Collection[int],
    channel: str,
    slot: str,
    words: str,
    subject: str = "",
    all_told: bool,
    purpose: str = "",
    more_facts: Mapping[str, str] = MappingProxyType({}),
) -> Composed:
    """Prepare one message for each family: eleven statements, however many; one more with a purpose.

    To the first contact of each pupil who may be told, or to all of them; brothers and sisters stand
    in one message to a contact they share. With a purpose, families who want another language get the
    words that the school has for it; the rest get these, and it is said. `more_facts` fill fields of
    the occasion's own, as {session}.
    """
    lines = {line.id: line for line in pupil_lines(actor, pupils, actor.today)}
    ways = ways_to_reach(actor, lines)
    wanted = _families(lines, ways, all_told=all_told)
    school = school_line(actor).name
    said = _said(actor, wanted, channel, purpose, words, subject)
    facts = {"school": school, **more_facts}
    drafts = [_draft(one, channel, slot, said[one.way.contact_id], facts) for one in wanted]
    reach = reach_of(actor, [draft for draft, _ in drafts])
    ready = tuple(
        _ready(one, draft, missing, reach[draft], said[one.way.contact_id].in_language)
        for one, (draft, missing) in zip(wanted, drafts, strict=True)
    )
    reached = {pupil.id for one in wanted for pupil in one.pupils}
    alone = tuple(Alone(line.name, NOBODY) for pupil, line in lines.items() if pupil not in reached)
    return Composed(ready, alone)


def _families(
    lines: Mapping[int, PupilLine], ways: Mapping[int, tuple[Way, ...]], *, all_told: bool
) -> tuple[Wanted, ...]:
    """One entry for each contact, with all pupils they are written to about, in the pupils' order."""
    found: dict[int, tuple[Way, list[PupilLine]]] = {}
    for pupil, line in lines.items():
        may = [way for way in ways.get(pupil, ()) if way.may_be_told and not way.no_contact]
        for way in may if all_told else may[:1]:
            found.setdefault(way.contact_id, (way, []))[1].append(line)
    return tuple(Wanted(way, tuple(pupils)) for way, pupils in found.values())


def _said(
    actor: Actor, wanted: Sequence[Wanted], channel: str, purpose: str, words: str, subject: str
) -> Mapping[int, Said]:
    """By contact the words in their language where the school has them, else these."""
    wants = languages_of(actor, {one.way.contact_id for one in wanted})
    known = wordings_for(actor, purpose, channel, set(wants.values())) if purpose and wants else {}
    found = {one.way.contact_id: Said(words, subject, "") for one in wanted}
    for contact, language in wants.items():
        line = known.get(language)
        if line is not None and not line.is_fallback:
            found[contact] = Said(line.words, line.subject, f"in {LANGUAGES[language]}")
        else:
            found[contact] = Said(words, subject, f"wants {LANGUAGES.get(language, language)}, gets English")
    return found


def _draft(
    wanted: Wanted, channel: str, slot: str, text: Said, given: Mapping[str, str]
) -> tuple[Draft, tuple[str, ...]]:
    facts = {
        **given,
        "pupil": _together([p.name for p in wanted.pupils]),
        "forename": _together([p.forename for p in wanted.pupils]),
        "contact": wanted.way.name,
        "form": _together(list(dict.fromkeys(p.registration for p in wanted.pupils if p.registration))),
    }
    body, head = filled(text.words, facts), filled(text.subject, facts)
    said = plainer(body.words) if channel == "text" else body.words
    draft = Draft(
        pupils=tuple(pupil.id for pupil in wanted.pupils),
        contact=wanted.way.contact_id,
        channel=channel,
        slot=slot,
        words=said,
        subject=head.words,
    )
    return draft, tuple(dict.fromkeys(body.missing + head.missing))


def _ready(wanted: Wanted, draft: Draft, missing: tuple[str, ...], reach: Reach, in_language: str) -> Ready:
    return Ready(
        draft=draft,
        contact=wanted.way.name,
        relationship=wanted.way.relationship,
        pupils=tuple(pupil.name for pupil in wanted.pupils),
        missing=missing,
        left_out=reach.left_out,
        in_language=in_language,
    )


def _together(names: Sequence[str]) -> str:
    """“Tolu”, “Tolu and Bisi”, “Tolu, Bisi and Ade”."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
