"""A round of the chase as it would go now: who is texted, e-mailed, rung and written to, and who is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.absence.queries.chasing import PURPOSE, FamilyUnexplained, families_unexplained, reason_steps_on
from rollbook.absence.words import family_name, joined
from rollbook.comms.actions.outbox import Draft
from rollbook.comms.queries.reaching import reach_of
from rollbook.comms.queries.wordings import WordingLine, languages_of, wordings_for
from rollbook.pupils.queries.reaching import Way as Contact
from rollbook.pupils.queries.reaching import ways_to_reach
from rollbook.registers.queries import standing_no_reason
from rollbook.rules.actor import Actor
from rollbook.rules.reason_chase import INSTEAD, ChaseStep, Way
from rollbook.rules.sessions import Session
from rollbook.rules.text_messages import plainer
from rollbook.rules.wording import filled
from rollbook.rules.wordings import ENGLISH
from rollbook.rules.year_row import year_of, year_starts
from rollbook.schools.queries import school_line

BY_MESSAGE = (Way.TEXT, Way.EMAIL)
NOBODY = "has no contact who may be told"


@dataclass(frozen=True, slots=True)
class ToWrite:
    """One message of the round: to whom, about which family, in which words."""

    family: FamilyUnexplained
    step: int
    contact: str
    relationship: str
    draft: Draft
    note: str


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A family whose step cannot be taken now, and why."""

    family: FamilyUnexplained
    why: str


@dataclass(frozen=True, slots=True)
class ToRing:
    """A family whom somebody rings now; `why` where a text or e-mail was due and reaches nobody."""

    family: FamilyUnexplained
    why: str = ""


@dataclass(frozen=True, slots=True)
class ChaseRound:
    """What one press would send, whom somebody has to ring, who gets a letter, and who is left out."""

    texts: tuple[ToWrite, ...]
    emails: tuple[ToWrite, ...]
    calls: tuple[ToRing, ...]
    letters: tuple[FamilyUnexplained, ...]
    left_out: tuple[LeftAlone, ...]

    @property
    def messages(self) -> tuple[ToWrite, ...]:
        return (*self.texts, *self.emails)

    @property
    def size(self) -> int:
        return len(self.messages) + len(self.letters)


def chase_round(actor: Actor) -> ChaseRound:
    """The round that is due now, by the school's steps: a fixed number of statements.

    Nobody about whom the safeguarding lead holds contact, or whose reply waits to be read; nobody twice for
    one step. Whom a text or an e-mail does not reach is rung instead where the step says so.
    """
    steps = reason_steps_on(actor, actor.today).steps
    left: list[LeftAlone] = []
    failed: list[ToRing] = []
    due: dict[Way, list[FamilyUnexplained]] = defaultdict(list)
    for family in families_unexplained(actor):
        if family.next is None:
            continue
        if family.held:
            left.append(LeftAlone(family, f"contact is held by the safeguarding lead, ask {family.held}"))
        elif family.replies:
            left.append(LeftAlone(family, "has replied: read the reply first"))
        elif family.next > INSTEAD:
            failed.append(ToRing(family, f"the {steps[family.next - INSTEAD - 1].way.label.lower()} did not arrive"))
        else:
            due[steps[family.next - 1].way].append(family)
    ready, unready = _written(actor, {way: due[way] for way in BY_MESSAGE})
    rung = [ToRing(one.family, one.why) for one in unready if _may_be_rung(one.family, steps)]
    return ChaseRound(
        texts=tuple(ready[Way.TEXT]),
        emails=tuple(ready[Way.EMAIL]),
        calls=(*map(ToRing, due[Way.CALL]), *failed, *rung),
        letters=tuple(due[Way.LETTER]),
        left_out=(*left, *(one for one in unready if not _may_be_rung(one.family, steps))),
    )


def chase_slot(step: int, on: date) -> str:
    """The slot of a step on a day: one message for each pupil and contact."""
    return f"{PURPOSE}:{step}:{on.isoformat()}"


def unexplained_among(actor: Actor, pupils: Collection[int]) -> frozenset[int]:
    """Which of these pupils still have an absence without a reason: one statement."""
    since = year_starts(year_of(actor.today) - 1)
    open_ones = {mark.pupil_id for mark in standing_no_reason(actor, since, actor.today - timedelta(days=1))}
    return frozenset(open_ones.intersection(pupils))


def days_of(family: FamilyUnexplained, on: date) -> str:
    """What the step is about, e.g. Tue 17 Nov all day, Wed 18 Nov am."""
    sessions: list[Session] = sorted({one.clock.session for one in family.due})
    return joined(sessions, around=on)


def _may_be_rung(family: FamilyUnexplained, steps: Sequence[ChaseStep]) -> bool:
    """Whether somebody rings where the step's message reaches nobody: by the step, and there is a number."""
    return family.ring is not None and family.next is not None and steps[family.next - 1].rings


def _written(
    actor: Actor, due: Mapping[Way, Sequence[FamilyUnexplained]]
) -> tuple[Mapping[Way, list[ToWrite]], list[LeftAlone]]:
    ready: dict[Way, list[ToWrite]] = {way: [] for way in BY_MESSAGE}
    left: list[LeftAlone] = []
    pupils = {pupil.id for families in due.values() for family in families for pupil in family.pupils}
    if not pupils:
        return ready, left
    ways = ways_to_reach(actor, pupils)
    school = school_line(actor).name
    contacts = {id(f): _first(f, ways) for families in due.values() for f in families}
    languages = languages_of(actor, {c.contact_id for c in contacts.values() if c})
    made: list[ToWrite] = []
    for way, families in due.items():
        words = wordings_for(actor, PURPOSE, way, {ENGLISH, *languages.values()}) if families else {}
        for family in families:
            contact = contacts[id(family)]
            if contact is None:
                left.append(LeftAlone(family, NOBODY))
                continue
            wording = words[languages.get(contact.contact_id, ENGLISH)]
            made.append(_to_write(actor, family, contact, way, wording, school))
    reach = reach_of(actor, [one.draft for one in made])
    for one in made:
        if why := reach[one.draft].left_out:
            left.append(LeftAlone(one.family, f"{one.contact} {why}"))
        else:
            ready[Way(one.draft.channel)].append(one)
    return ready, left


def _first(family: FamilyUnexplained, ways: Mapping[int, tuple[Contact, ...]]) -> Contact | None:
    for pupil in family.pupils:
        for way in ways.get(pupil.id, ()):
            if way.may_be_told and not way.no_contact:
                return way
    return None


def _to_write(
    actor: Actor, family: FamilyUnexplained, contact: Contact, way: Way, wording: WordingLine, school: str
) -> ToWrite:
    step = family.next or 0
    facts = {
        "pupil": family_name(family.pupils),
        "forename": _and([pupil.forename for pupil in family.pupils]),
        "contact": contact.name,
        "form": _and(list(dict.fromkeys(p.registration for p in family.pupils if p.registration))),
        "school": school,
        "days": days_of(family, actor.today),
    }
    said = filled(wording.words, facts).words
    draft = Draft(
        pupils=tuple(pupil.id for pupil in family.pupils),
        contact=contact.contact_id,
        channel=way,
        slot=chase_slot(step, actor.today),
        words=plainer(said) if way is Way.TEXT else said,
        subject=filled(wording.subject, facts).words if way is Way.EMAIL else "",
    )
    return ToWrite(family, step, contact.name, contact.relationship, draft, wording.says)


def _and(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
