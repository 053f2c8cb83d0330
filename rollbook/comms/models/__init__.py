"""The tables of what leaves the school, by subject: messages, receipts, choices of contacts, provider accounts."""

from rollbook.comms.models.accounts import ProviderAccount
from rollbook.comms.models.choices import ChannelChoice
from rollbook.comms.models.messages import HandOver, Message, MessagePupil
from rollbook.comms.models.receipts import Receipt

__all__ = ["ChannelChoice", "HandOver", "Message", "MessagePupil", "ProviderAccount", "Receipt"]
