"""What others may ask about messages, by subject; answers are frozen values."""

from rollbook.comms.queries.outbox import MessageLine, Outbox, message, messages_about, outbox
from rollbook.comms.queries.reaching import Reach, reach_of

__all__ = ["MessageLine", "Outbox", "Reach", "message", "messages_about", "outbox", "reach_of"]
