"""The school's own words, in each language; and in which language a contact wants them (COM-A)."""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.actions.making import MOST_PARTS
from rollbook.comms.events import LanguageChosen, WordingSet
from rollbook.comms.models import ContactLanguage, Wording
from rollbook.pupils.queries.reaching import contact_id_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.text_messages import length_of
from rollbook.rules.wording import unknown_fields
from rollbook.rules.wordings import ENGLISH, LANGUAGES, PURPOSES, Purpose

NO_WORDING = "There is no such wording."
LONGEST, LONGEST_SUBJECT = 20_000, 150


@action(Permission.SET_UP_SCHOOL)
def set_wording(actor: Actor, *, purpose: str, channel: str, language: str, words: str, subject: str = "") -> int:
    """Put a new version of the words for an occasion in force; gives its number. No words: Rollbook's own again.

    Refused where a field is not known on this occasion, an e-mail has no subject, or a text is too long.
    """
    chosen = PURPOSES.get(purpose)
    if chosen is None or channel not in chosen.channels or language not in LANGUAGES:
        raise NotFound(NO_WORDING)
    words, subject = words.strip().replace("\r\n", "\n"), " ".join(subject.split()) if channel == "email" else ""
    if words:
        _check(chosen, channel, words, subject)
    rows = Wording.objects.filter(school_id=actor.school, purpose=purpose, channel=channel, language=language)
    latest = rows.order_by("-version").first()
    if latest is not None and (latest.words, latest.subject) == (words, subject):
        record_nothing_changed()
        return latest.version
    version = latest.version + 1 if latest else 1
    Wording.objects.create(
        school_id=actor.school,
        purpose=purpose,
        channel=channel,
        language=language,
        version=version,
        subject=subject if words else "",
        words=words,
        made_at=actor.now,
        by_name=actor.name,
    )
    record(actor, WordingSet(purpose, channel, language, version))
    return version


@action(Permission.SEND_MESSAGES, Permission.EDIT_PUPILS)
def choose_language(actor: Actor, *, contact: uuid.UUID, language: str, told_by: str = "") -> None:
    """Note the language in which a contact wants to be written to; English is nobody's special wish."""
    if language not in LANGUAGES:
        raise Refused("Choose a language from the list.")
    contact_id = contact_id_of(actor, contact)
    rows = ContactLanguage.objects.filter(school_id=actor.school, contact_id=contact_id)
    held = rows.values_list("language", flat=True).first() or ENGLISH
    if held == language:
        record_nothing_changed()
        return
    if language == ENGLISH:
        rows.delete()
    else:
        ContactLanguage.objects.update_or_create(
            contact_id=contact_id,
            defaults={
                "school_id": actor.school,
                "language": language,
                "since": actor.today,
                "told_by": told_by[:200] or actor.name,
            },
        )
    record(actor, LanguageChosen(contact, language))


def _check(purpose: Purpose, channel: str, words: str, subject: str) -> None:
    if len(words) > LONGEST or len(subject) > LONGEST_SUBJECT:
        raise Refused("The words are too long. Shorten them.")
    if wrong := unknown_fields(words, purpose.fields) or unknown_fields(subject, purpose.fields):
        known = ", ".join(f"{{{field}}}" for field in purpose.fields)
        raise Refused(f"There is no field {{{wrong[0]}}} here. The fields are {known}.")
    if channel == "email" and not subject:
        raise Refused("Write a subject for the e-mail.")
    parts = length_of(words).parts
    if channel == "text" and parts > MOST_PARTS:
        raise Refused(f"The text comes to {parts} parts; {MOST_PARTS} at most can be sent. Shorten it.")
