"""Letters before they are written: for each home what it would say, and who is left out and why (COM-B)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rollbook.comms.facts import OF_EVERY_LETTER, TYPED, Facts, facts_of, held
from rollbook.comms.queries.letter_templates import Version, translations
from rollbook.comms.queries.reaching import NO_CONTACT, NOT_TOLD
from rollbook.comms.queries.wordings import languages_of
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.posting import Post, ways_to_post
from rollbook.rules.actor import Actor
from rollbook.rules.letter_words import Block, laid_out
from rollbook.rules.sessions import in_words
from rollbook.rules.wording import fields_of, filled
from rollbook.rules.wordings import ENGLISH
from rollbook.schools.queries import school_line

HOMES, FIRST = "homes", "first"
NO_ADDRESS = "has no postal address"
NOT_A_HOME = "is neither a parent with responsibility nor lives with the pupil"
NOBODY = "has no contact who may be told"


@dataclass(frozen=True, slots=True)
class Case:
    """One letter as it would be: to whom, about whom, in which words; `missing` are fields without a fact.

    `names` are those written to, one address for all; `order` is what print runs are sorted by. In another
    `language` the first `own` blocks are in it, and the English stands beneath.
    """

    pupils: tuple[PupilLine, ...]
    contacts: tuple[int, ...]
    names: tuple[str, ...]
    lines: tuple[str, ...]
    postcode: str
    subject: str
    blocks: tuple[Block, ...]
    facts: Mapping[str, str]
    missing: tuple[str, ...]
    language: str = ENGLISH
    own: int = 0

    @property
    def about(self) -> str:
        return together([pupil.name for pupil in self.pupils])

    @property
    def to(self) -> str:
        return together(self.names)

    def order(self, by: str) -> tuple[str, ...]:
        first = self.pupils[0]
        named = (first.surname.casefold(), first.forename.casefold(), str(first.public_id), self.postcode)
        return (self.postcode.casefold(), *named) if by == "postcode" else (_form(first), *named)


class LeftOut(NamedTuple):
    """Somebody who gets no letter about a pupil, and why; without a name, the pupil for whom nobody gets one."""

    pupil: str
    contact: str
    why: str


@dataclass(frozen=True, slots=True)
class Cases:
    """Everything that one press of the button would write, and what it leaves out."""

    ready: tuple[Case, ...]
    lacking: tuple[Case, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def reasons(self) -> tuple[tuple[str, tuple[LeftOut, ...]], ...]:
        """Who is left out, by reason."""
        by_reason: dict[str, list[LeftOut]] = defaultdict(list)
        for one in self.left_out:
            by_reason[one.why].append(one)
        return tuple((why, tuple(those)) for why, those in by_reason.items())


def letter_cases(
    actor: Actor,
    *,
    version: Version,
    pupils: Collection[int],
    facts: Facts | None = None,
    typed: Mapping[str, str] | None = None,
    whom: str = HOMES,
    sort: str = "form",
    only: Collection[int] = (),
) -> Cases:
    """Prepare the letters about these pupils (ids): five statements, and those of the parts whose facts are wanted.

    To every home of a parent or carer who may be told (or to the first contact alone), one letter for each
    address, and never to anybody excluded by a court's order, a flag or a hold. Brothers and sisters stand in
    one letter where it says nothing that is one pupil's own. `facts` by pupil go before
    what the office knows. To `only` these contacts (keys), where any are named. Whoever wants another language gets
    the letter's translation with the English beneath, where there is one: one statement more.
    """
    given = facts or {}
    lines = {line.id: line for line in pupil_lines(actor, pupils, actor.today)}
    posts = ways_to_post(actor, lines)
    spoken, translated = _spoken(actor, version, posts)
    wanted = set(fields_of("".join(one.subject + one.words for one in (version, *translated.values()))))
    known = facts_of(actor, list(lines), wanted)
    everyone = {**(typed or {}), "school": school_line(actor).name, "today": in_words(actor.today)}
    own = bool(wanted - {*OF_EVERY_LETTER, *TYPED}) or any(given.values())
    homes, left_out = _homes(lines, posts, whom, held(actor, list(lines)), frozenset(only))
    cases = [
        _case(
            version,
            _language_of(to, spoken, translated),
            about,
            to,
            {**everyone, **known.get(about[0].id, {}), **given.get(about[0].id, {})},
        )
        for about, to in _gathered(homes, apart=own)
    ]
    cases.sort(key=lambda case: case.order(sort))
    ready = tuple(case for case in cases if not case.missing)
    return Cases(ready, tuple(case for case in cases if case.missing), tuple(left_out))


def together(names: Sequence[str]) -> str:
    """“Tolu”, “Tolu and Bisi”, “Tolu, Bisi and Ade”."""
    return "".join(names) if len(names) < 2 else f"{', '.join(names[:-1])} and {names[-1]}"


def _homes(
    lines: Mapping[int, PupilLine],
    posts: Mapping[int, tuple[Post, ...]],
    whom: str,
    holds: Mapping[tuple[int, int | None], str],
    only: frozenset[int],
) -> tuple[list[tuple[PupilLine, tuple[Post, ...]]], list[LeftOut]]:
    """For each pupil those who are written to, by address; and everybody who is not."""
    homes: list[tuple[PupilLine, tuple[Post, ...]]] = []
    left_out: list[LeftOut] = []
    for pupil, line in lines.items():
        theirs = tuple(post for post in posts.get(pupil, ()) if not only or post.contact_id in only)
        barred = {post.contact_id: _why_not(post, holds) for post in theirs}
        told = [post for post in theirs if not barred[post.contact_id]]
        chosen = _chosen(told, whom, only)
        reached = [post for post in chosen if post.lines]
        left_out += [LeftOut(line.name, post.name, why) for post in theirs if (why := barred[post.contact_id])]
        left_out += [LeftOut(line.name, post.name, NO_ADDRESS) for post in chosen if not post.lines]
        if whom == HOMES:
            left_out += [LeftOut(line.name, post.name, NOT_A_HOME) for post in told if post not in chosen]
        if not reached:
            left_out.append(LeftOut(line.name, "", NOBODY if not told else NO_ADDRESS))
        homes += [(line, group) for group in _by_address(reached)]
    return homes, left_out


def _chosen(told: list[Post], whom: str, only: frozenset[int]) -> list[Post]:
    if only:
        return told
    return told[:1] if whom == FIRST else [post for post in told if post.is_home] or told[:1]


def _why_not(post: Post, holds: Mapping[tuple[int, int | None], str]) -> str:
    if post.no_contact:
        return NO_CONTACT
    if not post.may_be_told:
        return NOT_TOLD
    return holds.get((post.pupil_id, None)) or holds.get((post.pupil_id, post.contact_id), "")


def _by_address(posts: Iterable[Post]) -> list[tuple[Post, ...]]:
    """Those at one address together; whoever stands under a court's order gets a letter of their own."""
    found: dict[object, list[Post]] = {}
    for post in posts:
        found.setdefault(post.contact_id if post.court_order else post.place, []).append(post)
    return [tuple(group) for group in found.values()]


def _gathered(
    homes: Iterable[tuple[PupilLine, tuple[Post, ...]]], *, apart: bool
) -> list[tuple[tuple[PupilLine, ...], tuple[Post, ...]]]:
    """Brothers and sisters whose letter goes to the very same people at the same address, in one letter."""
    found: dict[object, tuple[list[PupilLine], tuple[Post, ...]]] = {}
    for line, to in homes:
        people = (tuple(sorted(post.contact_id for post in to)), to[0].place)
        found.setdefault((line.id, people) if apart else people, ([], to))[0].append(line)
    return [(tuple(about), to) for about, to in found.values()]


def _spoken(
    actor: Actor, version: Version, posts: Mapping[int, tuple[Post, ...]]
) -> tuple[Mapping[int, str], Mapping[str, Version]]:
    """Which language each contact wants to be written to in, and the newest translation by language."""
    spoken = languages_of(actor, {post.contact_id for own in posts.values() for post in own})
    if not spoken or version.is_word or not version.template:
        return spoken, {}
    known = translations(actor, version.template)
    return spoken, {language: known[language][0] for language in set(spoken.values()) if language in known}


def _language_of(
    to: tuple[Post, ...], spoken: Mapping[int, str], translated: Mapping[str, Version]
) -> tuple[str, Version] | None:
    """The first language that somebody at this address wants and that the letter has."""
    wanted = (spoken[post.contact_id] for post in to if post.contact_id in spoken)
    return next(((language, translated[language]) for language in wanted if language in translated), None)


def _case(
    version: Version,
    other: tuple[str, Version] | None,
    about: tuple[PupilLine, ...],
    to: tuple[Post, ...],
    known: Mapping[str, str],
) -> Case:
    facts = {
        **known,
        "pupil": together([pupil.name for pupil in about]),
        "forename": together([pupil.forename for pupil in about]),
        "form": together(list(dict.fromkeys(pupil.registration for pupil in about if pupil.registration))),
        "contact": together([post.greeted for post in to]),
    }
    subject, body = filled(version.subject, facts), laid_out(version.words, facts)
    english = " ".join(subject.words.splitlines())
    case = Case(
        pupils=about,
        contacts=tuple(post.contact_id for post in to),
        names=tuple(post.name for post in to),
        lines=to[0].lines,
        postcode=to[0].postcode,
        subject=english,
        blocks=body.blocks,
        facts=facts,
        missing=tuple(dict.fromkeys(subject.missing + body.missing)),
        own=len(body.blocks),
    )
    return case if other is None else _translated(case, *other)


def _translated(case: Case, language: str, version: Version) -> Case:
    """The same letter in another language, with the English beneath."""
    subject, body = filled(version.subject, case.facts), laid_out(version.words, case.facts)
    beneath = Block("heading", ((f"In English: {case.subject}",),))
    return replace(
        case,
        subject=" ".join(subject.words.splitlines()),
        blocks=(*body.blocks, beneath, *case.blocks),
        missing=tuple(dict.fromkeys(case.missing + subject.missing + body.missing)),
        language=language,
        own=len(body.blocks),
    )


def _form(pupil: PupilLine) -> str:
    """A form so that 9A comes before 10A."""
    digits = "".join(c for c in pupil.registration if c.isdigit())
    return f"{int(digits or 0):04}{pupil.registration.casefold()}" if digits.isascii() else pupil.registration
