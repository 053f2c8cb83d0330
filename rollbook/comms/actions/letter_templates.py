"""The school's own words for its letters, version by version, and what stands on all of them (COM-B)."""

from __future__ import annotations

import uuid

from django.utils.text import slugify

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.events import LetterHeadSet, LetterTemplateChanged, LetterTemplateRetired
from rollbook.comms.facts import fields_known
from rollbook.comms.letter_texts import BY_KEY
from rollbook.comms.models import LetterHead, LetterTemplate, LetterVersion
from rollbook.comms.queries.letter_templates import IN, Head, letterhead, template, translations
from rollbook.comms.word_letters import fields_in
from rollbook.files.actions import keep_file
from rollbook.formats.kept_media import media_of, shortened
from rollbook.formats.refusals import FileRefused
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.wording import unknown_fields
from rollbook.rules.wordings import LANGUAGES, PRINTED

LARGEST_CREST = 1024 * 1024
ENVELOPES = ("dl", "c5")


@action(Permission.SEND_MESSAGES)
def new_template(
    actor: Actor, *, name: str, subject: str, words: str = "", document: tuple[str, bytes] | None = None
) -> str:
    """Begin a letter of the school's own, written here or as a Word document (its name and bytes); gives its key."""
    taken = set(LetterTemplate.objects.filter(school_id=actor.school).values_list("key", flat=True)) | set(BY_KEY)
    base = slugify(name)[:50] or "letter"
    key = next(k for k in (base, *(f"{base}-{n}" for n in range(2, 1000))) if k not in taken)
    row = LetterTemplate.objects.create(school_id=actor.school, key=key, name=name.strip()[:120])
    _add_version(actor, row, 1, subject, words, document)
    return key


@action(Permission.SEND_MESSAGES)
def change_template(
    actor: Actor, *, key: str, subject: str, words: str = "", document: tuple[str, bytes] | None = None
) -> int:
    """Give a letter new words from now on; its version's number. What was written before keeps its own."""
    standing = template(actor, key)
    now = standing.newest
    if document is None and (now.subject, now.words) == (subject.strip(), _tidy(words)):
        record_nothing_changed()
        return now.number
    row, _ = LetterTemplate.objects.get_or_create(school_id=actor.school, key=key, defaults={"name": standing.name})
    return _add_version(actor, row, now.number + 1, subject, words, document)


@action(Permission.SEND_MESSAGES)
def translate_template(actor: Actor, *, key: str, language: str, subject: str, words: str) -> int:
    """Give a letter new words in another language from now on; the number of its translation's version.

    The English of the letter stays, and stands beneath on every page that goes out in this language.
    """
    standing = template(actor, key)
    if standing.newest.is_word:
        raise Refused("This letter is written in Word. Only a letter whose words stand here has translations.")
    if language not in PRINTED:
        raise Refused("Letters cannot be printed in this language yet: the letters' font does not hold its script.")
    known = translations(actor, key).get(language, ())
    if known and (known[0].subject, known[0].words) == (subject.strip(), _tidy(words)):
        record_nothing_changed()
        return known[0].number
    row, _ = LetterTemplate.objects.get_or_create(
        school_id=actor.school,
        key=f"{key}{IN}{language}",
        defaults={"name": f"{standing.name} ({LANGUAGES[language]})"[:120]},
    )
    return _add_version(actor, row, known[0].number + 1 if known else 1, subject, words, None)


@action(Permission.SEND_MESSAGES)
def retire_template(actor: Actor, *, key: str) -> None:
    """Take a letter of the school's own off the list; what was written with it stays, and its words too."""
    template(actor, key)
    if key in BY_KEY:
        raise Refused(
            "This letter is one that every school has: other parts of Rollbook write it. Change its words instead."
        )
    if not LetterTemplate.objects.filter(school_id=actor.school, key=key, retired_at=None).update(retired_at=actor.now):
        record_nothing_changed()
        return
    record(actor, LetterTemplateRetired(template=key))


@action(Permission.SET_UP_SCHOOL)
def set_letterhead(actor: Actor, *, head: Head, crest: tuple[str, bytes] | None = None) -> None:
    """Say what stands on the school's letters from now on; `crest` is a new picture, else the one in `head` stays."""
    if head.envelope not in ENVELOPES:
        raise Refused("The envelope is DL or C5.")
    standing = letterhead(actor)
    kept = _keep_crest(actor, crest) if crest else head.crest if head.crest == standing.crest else None
    LetterHead.objects.update_or_create(
        school_id=actor.school,
        defaults={
            "crest": kept,
            "lines": "\n".join(head.lines),
            "signed_by": head.signed_by,
            "position": head.position,
            "foot": head.foot,
            "envelope": head.envelope,
        },
    )
    record(actor, LetterHeadSet(envelope=head.envelope, has_crest=kept is not None))


def _add_version(
    actor: Actor, row: LetterTemplate, number: int, subject: str, words: str, document: tuple[str, bytes] | None
) -> int:
    kept = None
    if document is not None:
        words = "\n".join(f"{{{field}}}" for field in fields_in(*document, known=fields_known()))
        kept = keep_file(actor, name=document[0], data=document[1], kind="letter-template", pupils=())
    elif not words.strip():
        raise Refused("The letter is empty. Write what it is to say.")
    if not subject.strip():
        raise Refused("The letter has no subject line. Write one.")
    if wrong := unknown_fields(f"{subject}\n{words}", fields_known()):
        raise Refused(f"There is no field {{{wrong[0]}}}. The list beside the letter has those that there are.")
    LetterVersion.objects.create(
        school_id=actor.school,
        template=row,
        number=number,
        subject=subject.strip()[:200],
        words=_tidy(words),
        document=kept,
        made_at=actor.now,
        by_name=actor.name,
    )
    record(actor, LetterTemplateChanged(template=row.key, version=number))
    return number


def _keep_crest(actor: Actor, crest: tuple[str, bytes]) -> uuid.UUID:
    name, data = crest
    if len(data) > LARGEST_CREST:
        raise FileRefused(f"“{shortened(name)}” is larger than 1 MB. Save the crest at 600 pixels wide; that is sharp.")
    if not media_of(name, data).is_picture:
        raise FileRefused(f"“{shortened(name)}” is not a picture. Save the crest as PNG or JPEG.")
    return keep_file(actor, name=name, data=data, kind="crest", pupils=())


def _tidy(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()
