"""A school's letters and letterhead: what Rollbook brings, and what the school has made of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from rollbook.comms.letter_texts import BY_KEY
from rollbook.comms.models import LetterHead, LetterTemplate, LetterVersion
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound

NO_TEMPLATE = "There is no such letter in this school."
BROUGHT = "Rollbook"
IN = "--"  # stands between a letter's key and the language into which it is translated; no name makes such a key


@dataclass(frozen=True, slots=True)
class Version:
    """A letter's words as they stood from a moment on; those that Rollbook brings are its first.

    `document` is the kept Word file of a letter that is written in Word; `template` the letter's key.
    """

    number: int
    subject: str
    words: str
    made_at: datetime | None = None
    by_name: str = BROUGHT
    document: uuid.UUID | None = None
    template: str = ""

    @property
    def is_word(self) -> bool:
        return self.document is not None


@dataclass(frozen=True, slots=True)
class Template:
    """A letter that the school writes: its versions, the newest first; `source` says which duty asks for it."""

    key: str
    name: str
    source: str
    versions: tuple[Version, ...]
    retired: bool

    @property
    def newest(self) -> Version:
        return self.versions[0]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on every letter; `crest` is the kept picture, `envelope` is dl or c5."""

    crest: uuid.UUID | None
    lines: tuple[str, ...]
    signed_by: str
    position: str
    foot: str
    envelope: str


def templates(actor: Actor) -> tuple[Template, ...]:
    """Every letter of the school, those that Rollbook brings first: two statements."""
    actor.require(Permission.SEND_MESSAGES)
    rows = {row.key: row for row in LetterTemplate.objects.filter(school_id=actor.school).order_by("name", "id")}
    versions: dict[int, list[Version]] = {row.pk: [] for row in rows.values()}
    for version in LetterVersion.objects.filter(school_id=actor.school).order_by("-number"):
        versions[version.template_id].append(_version(version))
    keys = [*BY_KEY, *(key for key in rows if key not in BY_KEY and IN not in key)]
    return tuple(_template(key, rows.get(key), versions) for key in keys)


def template(actor: Actor, key: str) -> Template:
    """One letter with all its versions: two statements. NotFound for one that the school has not."""
    actor.require(Permission.SEND_MESSAGES)
    row = LetterTemplate.objects.filter(school_id=actor.school, key=key).first()
    if IN in key or (row is None and key not in BY_KEY):
        raise NotFound(NO_TEMPLATE)
    rows = LetterVersion.objects.filter(school_id=actor.school, template=row).order_by("-number") if row else ()
    return _template(key, row, {row.pk: [_version(one) for one in rows]} if row else {})


def translations(actor: Actor, key: str) -> Mapping[str, tuple[Version, ...]]:
    """By language the versions of a letter's translation, the newest first: one statement."""
    rows = LetterVersion.objects.filter(school_id=actor.school, template__key__startswith=f"{key}{IN}")
    found: dict[str, tuple[Version, ...]] = {}
    for row in rows.select_related("template").order_by("template__key", "-number"):
        language = row.template.key.removeprefix(f"{key}{IN}")
        found[language] = (*found.get(language, ()), _version(row))
    return found


def letterhead(actor: Actor) -> Head:
    """What stands on the school's letters now; empty until somebody has said: one statement."""
    row = LetterHead.objects.filter(school_id=actor.school).first() or LetterHead()
    lines = tuple(line for line in row.lines.splitlines() if line.strip())
    return Head(row.crest, lines, row.signed_by, row.position, row.foot, row.envelope)


def _template(key: str, row: LetterTemplate | None, versions: dict[int, list[Version]]) -> Template:
    brought = BY_KEY.get(key)
    own = versions.get(row.pk, []) if row else []
    first = [Version(1, brought.subject, brought.words)] if brought and all(v.number > 1 for v in own) else []
    return Template(
        key=key,
        name=row.name if row else brought.name if brought else "",
        source=brought.source if brought else "",
        versions=tuple(replace(one, template=key) for one in (*own, *first)),
        retired=bool(row and row.retired_at),
    )


def _version(row: LetterVersion) -> Version:
    return Version(row.number, row.subject, row.words, row.made_at, row.by_name, row.document)
