"""The tables of what leaves the school, by subject: messages, receipts, replies, choices, accounts."""

from rollbook.comms.models.accounts import ProviderAccount
from rollbook.comms.models.calls import CallOutcome
from rollbook.comms.models.choices import ChannelChoice, ContactLanguage
from rollbook.comms.models.drafts import MessageDraft
from rollbook.comms.models.enclosures import MessageEnclosure
from rollbook.comms.models.letters import (
    Letter,
    LetterContact,
    LetterHead,
    LetterPupil,
    LetterRun,
    LetterTemplate,
    LetterVersion,
)
from rollbook.comms.models.mailbox import IncomingFile, IncomingMail, Mailbox
from rollbook.comms.models.messages import HandOver, Message, MessagePupil, Recipient
from rollbook.comms.models.receipts import Receipt
from rollbook.comms.models.replies import Reply
from rollbook.comms.models.wordings import MessagePolicy, Wording

__all__ = [
    "CallOutcome",
    "ChannelChoice",
    "ContactLanguage",
    "HandOver",
    "IncomingFile",
    "IncomingMail",
    "Letter",
    "LetterContact",
    "LetterHead",
    "LetterPupil",
    "LetterRun",
    "LetterTemplate",
    "LetterVersion",
    "Mailbox",
    "Message",
    "MessageDraft",
    "MessageEnclosure",
    "MessagePolicy",
    "MessagePupil",
    "ProviderAccount",
    "Receipt",
    "Recipient",
    "Reply",
    "Wording",
]
