"""E-mail as it reaches a school: bytes to values, whatever the sender's program made of it.

Nothing is fetched, nothing is shown as HTML, and a mail that cannot be read is kept as one that
cannot be read. What the sender wrote and what they quoted or signed with are told apart, and both kept.
"""

from rollbook.formats.mail.reading import LARGEST, read_mail, unread_mail
from rollbook.formats.mail.values import Attached, Kind, Mail

__all__ = ["LARGEST", "Attached", "Kind", "Mail", "read_mail", "unread_mail"]
