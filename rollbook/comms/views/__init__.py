"""The screens of messages: parse, one query or action, render."""

from rollbook.comms.views.accounts import account, accounts
from rollbook.comms.views.composing import compose_page, send
from rollbook.comms.views.outbox import deal_with, message_page, outbox_page, settle, take_back, try_again

__all__ = [
    "account",
    "accounts",
    "compose_page",
    "deal_with",
    "message_page",
    "outbox_page",
    "send",
    "settle",
    "take_back",
    "try_again",
]
