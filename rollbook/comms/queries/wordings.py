"""The words for an occasion, in the language of whoever is written to, and what is still missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from rollbook.comms.models import ContactLanguage, Wording
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.wordings import ENGLISH, LANGUAGES, PURPOSES, Purpose, own_words


@dataclass(frozen=True, slots=True)
class WordingLine:
    """The words for an occasion in one language: the school's own (`version` from 1) or Rollbook's (0).

    `asked` is the language that was wanted; it differs from `language` where there are no words in it.
    """

    purpose: str
    channel: str
    language: str
    asked: str
    subject: str
    words: str
    version: int

    @property
    def is_fallback(self) -> bool:
        return self.language != self.asked

    @property
    def says(self) -> str:
        """What the preview says of the language; empty where it is the one wanted."""
        if not self.is_fallback:
            return ""
        return f"wants {LANGUAGES.get(self.asked, self.asked)}, gets English: there are no words in it yet"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the school's own words: who wrote it, and when."""

    version: int
    subject: str
    words: str
    made_at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """A purpose by one channel: in which languages there are words, and in which they are wanted and missing."""

    purpose: Purpose
    channel: str
    has: tuple[WordingLine, ...]
    missing: tuple[tuple[str, int], ...]


def wording_for(actor: Actor, purpose: str, channel: str, language: str = ENGLISH) -> WordingLine:
    """The newest words for an occasion: the school's own, else Rollbook's, else those in English: one statement.

    NotFound for a purpose that nobody has declared, or one without words for the channel.
    """
    return in_language(_known(actor, purpose, channel), purpose, channel, language)


def wordings_for(actor: Actor, purpose: str, channel: str, languages: Collection[str]) -> Mapping[str, WordingLine]:
    """The same for each of these languages: one statement."""
    known = _known(actor, purpose, channel)
    return {language: in_language(known, purpose, channel, language) for language in languages}


def wordings_among(
    actor: Actor, purposes: Collection[str], channels: Collection[str], languages: Collection[str]
) -> Mapping[tuple[str, str, str], WordingLine]:
    """The words by purpose, channel and language, where the purpose has words for the channel: one statement."""
    rows = Wording.objects.filter(school_id=actor.school, purpose__in=purposes, channel__in=channels)
    newest: dict[tuple[str, str], dict[str, Wording]] = {}
    for row in rows.order_by("version"):
        newest.setdefault((row.purpose, row.channel), {})[row.language] = row
    return {
        (purpose, channel, language): in_language(newest.get((purpose, channel), {}), purpose, channel, language)
        for purpose in purposes
        for channel in channels
        if channel in PURPOSES[purpose].channels
        for language in languages
    }


def languages_of(actor: Actor, contact_ids: Collection[int]) -> Mapping[int, str]:
    """The language in which each of these contacts wants to be written to: one statement, without English."""
    rows = ContactLanguage.objects.filter(school_id=actor.school, contact_id__in=contact_ids)
    return dict(rows.order_by("contact_id").values_list("contact_id", "language"))


def occasions(actor: Actor) -> tuple[Occasion, ...]:
    """Every occasion and channel with its words, and the languages that contacts want and it lacks: two statements."""
    wanted = Counter(ContactLanguage.objects.filter(school_id=actor.school).values_list("language", flat=True))
    newest: dict[tuple[str, str], dict[str, Wording]] = {}
    for row in Wording.objects.filter(school_id=actor.school).order_by("version"):
        newest.setdefault((row.purpose, row.channel), {})[row.language] = row
    found = []
    for purpose in PURPOSES.values():
        for channel in purpose.channels:
            known = newest.get((purpose.name, channel), {})
            lines = (in_language(known, purpose.name, channel, language) for language in LANGUAGES)
            has = tuple(line for line in lines if not line.is_fallback)
            there = {line.language for line in has}
            missing = [(LANGUAGES[lang], n) for lang, n in wanted.most_common() if lang not in there]
            found.append(Occasion(purpose, channel, has, tuple(missing)))
    return tuple(found)


def versions_of(actor: Actor, purpose: str, channel: str, language: str) -> tuple[Version, ...]:
    """Every version the school has written, the newest first: one statement."""
    rows = Wording.objects.filter(school_id=actor.school, purpose=purpose, channel=channel, language=language)
    return tuple(Version(r.version, r.subject, r.words, r.made_at, r.by_name) for r in rows.order_by("-version"))


def in_language(known: Mapping[str, Wording], purpose: str, channel: str, language: str) -> WordingLine:
    """The words among these in a language, else Rollbook's own, else English."""
    for tried in dict.fromkeys((language, ENGLISH)):
        row = known.get(tried)
        if row is not None and row.words:
            return WordingLine(purpose, channel, tried, language, row.subject, row.words, row.version)
        if own := own_words(purpose, channel, tried):
            return WordingLine(purpose, channel, tried, language, own.subject, own.words, 0)
    raise NotFound("There are no words for this yet. Write them in Set-up, Wordings.")


def _known(actor: Actor, purpose: str, channel: str) -> Mapping[str, Wording]:
    rows = Wording.objects.filter(school_id=actor.school, purpose=purpose, channel=channel)
    return {row.language: row for row in rows.order_by("version")}
