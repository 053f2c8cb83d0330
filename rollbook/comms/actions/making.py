"""A message made of its words: checked, counted and encrypted for its place, whoever it is for."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Protocol

from rollbook.audit.keys import encrypt
from rollbook.comms.models import Message
from rollbook.comms.words import address_key, address_place, subject_place, words_place
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.text_messages import length_of

MOST_PARTS = 6


class Worded(Protocol):
    """What has to be known of a draft to make a message of it."""

    @property
    def channel(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def words(self) -> str: ...


def check_words(draft: Worded) -> None:
    """Refuse what cannot be sent: nothing said, an e-mail without a subject, a text of too many parts."""
    if not draft.words.strip():
        raise Refused("The message is empty. Write what is to be said.")
    if draft.channel == "email" and not draft.subject.strip():
        raise Refused("The e-mail has no subject line. Write one.")
    parts = length_of(draft.words).parts
    if draft.channel == "text" and parts > MOST_PARTS:
        raise Refused(f"The text comes to {parts} parts; {MOST_PARTS} at most can be sent. Shorten it.")


def made_message(actor: Actor, draft: Worded, *, to: str, purpose: str, hold: timedelta, **whom: Any) -> Message:
    """The message, not yet stored; `whom` are the fields that say for whom it is."""
    ref = whom.pop("public_id", None) or uuid.uuid4()
    return Message(
        school_id=actor.school,
        public_id=ref,
        channel=draft.channel,
        purpose=purpose,
        address=encrypt(to, place=address_place(ref)),
        address_key=address_key(to),
        subject=encrypt(draft.subject, place=subject_place(ref)) if draft.subject else b"",
        words=encrypt(draft.words, place=words_place(ref)),
        parts=length_of(draft.words).parts if draft.channel == "text" else 1,
        held_until=actor.now + hold,
        made_at=actor.now,
        by_name=actor.name,
        by_role=actor.role,
        changed_at=actor.now,
        **whom,
    )
