"""What others may ask about messages, by subject; answers are frozen values."""

from rollbook.comms.queries.outbox import MessageLine, Outbox, message, messages_about, outbox
from rollbook.comms.queries.reaching import Reach, reach_of
from rollbook.comms.queries.slots import DeadEnd, MessageState, SlotState, dead_ends, message_states, slot_states
from rollbook.comms.queries.wordings import WordingLine, languages_of, wording_for, wordings_for

__all__ = [
    "DeadEnd",
    "MessageLine",
    "MessageState",
    "Outbox",
    "Reach",
    "SlotState",
    "WordingLine",
    "dead_ends",
    "languages_of",
    "message",
    "message_states",
    "messages_about",
    "outbox",
    "reach_of",
    "slot_states",
    "wording_for",
    "wordings_for",
]
