"""Where the words and addresses of a message belong; encrypted for their place, they can be read in no other."""

from __future__ import annotations

from uuid import UUID

from rollbook.audit.keys import blind_index


def words_place(message: UUID) -> str:
    return f"comms.words|{message}"


def subject_place(message: UUID) -> str:
    return f"comms.subject|{message}"


def address_place(message: UUID) -> str:
    return f"comms.address|{message}"


def recipient_place(message: UUID) -> str:
    return f"comms.recipient|{message}"


def enclosure_place(message: UUID, position: int) -> str:
    return f"comms.enclosure|{message}|{position}"


def draft_place(draft: UUID) -> str:
    return f"comms.draft|{draft}"


def address_key(address: str) -> str:
    """By what messages to the same address are found again without reading it."""
    return blind_index(address.casefold(), place="comms.address")


def reply_place(reply: UUID) -> str:
    return f"comms.reply|{reply}"


def mailbox_place(mailbox: UUID) -> str:
    return f"comms.mailbox|{mailbox}"


def mail_place(mail: UUID, word: str) -> str:
    return f"comms.mail|{mail}|{word}"


def account_place(account: UUID) -> str:
    return f"comms.account|{account}"


def letter_place(letter: UUID) -> str:
    return f"comms.letter|{letter}"
