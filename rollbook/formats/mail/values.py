"""What is known of a mail once it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a mail is: somebody's words, a voicemail that a telephone system sent on, or a machine's answer."""

    MAIL = "mail"
    VOICEMAIL = "voicemail"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a mail, as the sender named it."""

    name: str
    media: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: `text` is what its sender wrote, `cut` what they quoted or signed with.

    `address` is the sender's as written, in lower case; `caller` (E.164) and `withheld` speak of a
    voicemail; `answers` are the Message-IDs that it names; `failed` is why our own mail did not
    arrive, for a bounce; `problems` are sentences about what could not be read.
    """

    kind: Kind
    message_id: str = ""
    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    sent_at: datetime | None = None
    text: str = field(default="", repr=False)
    cut: str = field(default="", repr=False)
    caller: str = field(default="", repr=False)
    withheld: bool = False
    answers: tuple[str, ...] = ()
    failed: str = ""
    files: tuple[Attached, ...] = ()
    problems: tuple[str, ...] = ()
