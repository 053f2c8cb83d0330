"""Where the words and addresses of a message belong; encrypted for their place, they can be read in no other."""

from __future__ import annotations

from uuid import UUID


def words_place(message: UUID) -> str:
    return f"comms.words|{message}"


def subject_place(message: UUID) -> str:
    return f"comms.subject|{message}"


def address_place(message: UUID) -> str:
    return f"comms.address|{message}"


def account_place(account: UUID) -> str:
    return f"comms.account|{account}"
