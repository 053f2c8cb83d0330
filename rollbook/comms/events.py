"""What the outbox announces: ids, channels and states, never words or addresses."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _OfMessage(Event):
    """Something about one message."""

    message: uuid.UUID

    @property
    def subject(self) -> str:
        return f"message:{self.message}"


@dataclass(frozen=True, slots=True)
class MessagesPutOut(Event):
    """Messages were put into the outbox, to go when their hold is over; `purpose` is what for."""

    verb: ClassVar[str] = "put messages into the outbox"
    purpose: str
    messages: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class MessageTakenBack(_OfMessage):
    """A message was taken back before it went."""

    verb: ClassVar[str] = "took back a message"


@dataclass(frozen=True, slots=True)
class MessageNotWanted(_OfMessage):
    """What the message was about had been settled before it went."""

    verb: ClassVar[str] = "did not send a message that was no longer wanted"


@dataclass(frozen=True, slots=True)
class HandOverBegun(_OfMessage):
    """A message is on its way to its provider."""

    verb: ClassVar[str] = "began to hand over a message"
    attempt: int


@dataclass(frozen=True, slots=True)
class HandOverEnded(_OfMessage):
    """The provider answered, or did not: `state` is what became of the message."""

    verb: ClassVar[str] = "handed over a message"
    attempt: int
    state: str


@dataclass(frozen=True, slots=True)
class DoubtSettled(_OfMessage):
    """A person decided about a message of which nobody knows whether it went."""

    verb: ClassVar[str] = "settled a message in doubt"
    state: str


@dataclass(frozen=True, slots=True)
class MessageSentElsewhere(_OfMessage):
    """A message goes to another address or contact, instead of one that failed."""

    verb: ClassVar[str] = "sent a message that had failed to another address"
    instead_of: uuid.UUID


@dataclass(frozen=True, slots=True)
class ReceiptCame(_OfMessage):
    """The provider said what became of a message."""

    verb: ClassVar[str] = "had a receipt"
    state: str


@dataclass(frozen=True, slots=True)
class ReplyCame(Event):
    """Somebody answered a message, or wrote to the school's number; `stops` when they want no more texts."""

    verb: ClassVar[str] = "had a reply"
    reply: uuid.UUID
    stops: bool

    @property
    def subject(self) -> str:
        return f"reply:{self.reply}"


@dataclass(frozen=True, slots=True)
class ReplyDealtWith(Event):
    """A person has read a reply and done what it asks."""

    verb: ClassVar[str] = "dealt with a reply"
    reply: uuid.UUID

    @property
    def subject(self) -> str:
        return f"reply:{self.reply}"


@dataclass(frozen=True, slots=True)
class ProviderSet(Event):
    """Through whom the school's messages of one channel go was set."""

    verb: ClassVar[str] = "set the provider of a channel"
    channel: str
    provider: str


@dataclass(frozen=True, slots=True)
class ChannelChosen(Event):
    """A contact does not want, or wants again, to be reached by a channel."""

    verb: ClassVar[str] = "noted which way a contact wants to be reached"
    contact: uuid.UUID
    channel: str
    wanted: bool

    @property
    def subject(self) -> str:
        return f"contact:{self.contact}"


@dataclass(frozen=True, slots=True)
class MailboxSet(Event):
    """Where the absence mailbox is was set, or reading it was stopped."""

    verb: ClassVar[str] = "set the absence mailbox"
    is_on: bool


@dataclass(frozen=True, slots=True)
class MailCame(Event):
    """A mail was taken from the absence mailbox; `kind` is what sort of mail it is."""

    verb: ClassVar[str] = "took a mail from the absence mailbox"
    mail: uuid.UUID
    kind: str

    @property
    def subject(self) -> str:
        return f"mail:{self.mail}"


@dataclass(frozen=True, slots=True)
class MailboxFailed(Event):
    """The absence mailbox cannot be read, from now on."""

    verb: ClassVar[str] = "could not read the absence mailbox"


@dataclass(frozen=True, slots=True)
class MailboxReadAgain(Event):
    """The absence mailbox can be read again."""

    verb: ClassVar[str] = "could read the absence mailbox again"


@dataclass(frozen=True, slots=True)
class WordingSet(Event):
    """The school's own words for an occasion were written, or given up for Rollbook's."""

    verb: ClassVar[str] = "wrote the words of a message"
    purpose: str
    channel: str
    language: str
    version: int


@dataclass(frozen=True, slots=True)
class LanguageChosen(Event):
    """A contact wants to be written to in a language."""

    verb: ClassVar[str] = "noted in which language a contact wants to be written to"
    contact: uuid.UUID
    language: str

    @property
    def subject(self) -> str:
        return f"contact:{self.contact}"


@dataclass(frozen=True, slots=True)
class MessagePolicySet(Event):
    """The quiet hours and the price of a text were set from a day on."""

    verb: ClassVar[str] = "set the rules of messages"
    version: int
    from_day: date


@dataclass(frozen=True, slots=True)
class QuietHoursKept(Event):
    """Messages that were due wait until the quiet hours are over."""

    verb: ClassVar[str] = "kept the quiet hours"
    until: str
    messages: int


@dataclass(frozen=True, slots=True)
class CallsListed(Event):
    """Calls were put on the list that people ring from; `purpose` is what for."""

    verb: ClassVar[str] = "put calls on the calling list"
    purpose: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallEnded(_OfMessage):
    """A call was answered or not; `key` is what was pressed."""

    verb: ClassVar[str] = "noted how a call ended"
    outcome: str
    key: str


@dataclass(frozen=True, slots=True)
class DraftKept(Event):
    """Somebody keeps a message that is not ready to go, or has thrown it away."""

    verb: ClassVar[str] = "kept a draft of a message"
    draft: uuid.UUID
    is_gone: bool

    @property
    def subject(self) -> str:
        return f"draft:{self.draft}"


@dataclass(frozen=True, slots=True)
class _OfLetters(Event):
    """Something about letters that were written in one act."""

    run: uuid.UUID

    @property
    def subject(self) -> str:
        return f"letters:{self.run}"


@dataclass(frozen=True, slots=True)
class LettersWritten(_OfLetters):
    """Letters were written and frozen; their pages are drawn next."""

    verb: ClassVar[str] = "wrote letters"
    purpose: str
    count: int
    left_out: int


@dataclass(frozen=True, slots=True)
class LettersPrinted(_OfLetters):
    """The file to be printed was drawn and kept."""

    verb: ClassVar[str] = "drew letters to be printed"
    sha256: str


@dataclass(frozen=True, slots=True)
class LetterRunPosted(_OfLetters):
    """Letters went to the post."""

    verb: ClassVar[str] = "posted letters"


@dataclass(frozen=True, slots=True)
class LetterRunTakenBack(_OfLetters):
    """Letters were taken back before they were posted."""

    verb: ClassVar[str] = "took back letters"


@dataclass(frozen=True, slots=True)
class LetterTemplateChanged(Event):
    """A letter has new words from now on."""

    verb: ClassVar[str] = "changed the words of a letter"
    template: str
    version: int

    @property
    def subject(self) -> str:
        return f"letter:{self.template}"


@dataclass(frozen=True, slots=True)
class LetterTemplateRetired(Event):
    """A letter of the school's own is no longer written."""

    verb: ClassVar[str] = "took a letter off the list"
    template: str

    @property
    def subject(self) -> str:
        return f"letter:{self.template}"


@dataclass(frozen=True, slots=True)
class LetterHeadSet(Event):
    """What stands on the school's letters was set."""

    verb: ClassVar[str] = "set what stands on letters"
    envelope: str
    has_crest: bool
