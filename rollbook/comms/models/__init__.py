"""The tables of what leaves the school, by subject: messages, receipts, replies, choices, accounts."""

from rollbook.comms.models.accounts import ProviderAccount
from rollbook.comms.models.choices import ChannelChoice
from rollbook.comms.models.messages import HandOver, Message, MessagePupil, Recipient
from rollbook.comms.models.receipts import Receipt
from rollbook.comms.models.replies import Reply

__all__ = ["ChannelChoice", "HandOver", "Message", "MessagePupil", "ProviderAccount", "Receipt", "Recipient", "Reply"]
