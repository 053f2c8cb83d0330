"""The screens of messages: parse, one query or action, render."""

from rollbook.comms.views.accounts import account, accounts
from rollbook.comms.views.calls import calls_page, contact_page, tick
from rollbook.comms.views.composing import compose_page, send, throw_away
from rollbook.comms.views.outbox import deal_with, message_page, outbox_page, settle, take_back, try_again
from rollbook.comms.views.wordings import rules_page, wording_page, wordings_page

__all__ = [
    "account",
    "accounts",
    "calls_page",
    "compose_page",
    "contact_page",
    "deal_with",
    "message_page",
    "outbox_page",
    "rules_page",
    "send",
    "settle",
    "take_back",
    "throw_away",
    "tick",
    "try_again",
    "wording_page",
    "wordings_page",
]
