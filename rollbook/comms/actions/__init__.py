"""What may be done with messages, by subject: putting them out, handing them over, receipts, accounts, choices."""

from rollbook.comms.actions.accounts import choose_channel, set_provider
from rollbook.comms.actions.calling import put_on_calling_list
from rollbook.comms.actions.calls import take_calls, tick_call
from rollbook.comms.actions.colleagues import (
    ProfessionalNote,
    StaffNote,
    Written,
    write_to_professional,
    write_to_staff,
)
from rollbook.comms.actions.doubt import settle_doubt, try_again
from rollbook.comms.actions.drafts import drop_draft, keep_draft
from rollbook.comms.actions.elsewhere import send_to_another
from rollbook.comms.actions.enclosing import Enclosure, takes_enclosures
from rollbook.comms.actions.letter_templates import (
    change_template,
    new_template,
    retire_template,
    set_letterhead,
    translate_template,
)
from rollbook.comms.actions.letters import mark_posted, take_back_letters, write_letters
from rollbook.comms.actions.outbox import HOLD, Draft, Put, put_in_outbox, take_back
from rollbook.comms.actions.policy import set_message_policy
from rollbook.comms.actions.receipts import take_receipts
from rollbook.comms.actions.replies import deal_with, take_replies
from rollbook.comms.actions.wordings import choose_language, set_wording
from rollbook.comms.providers.heard import CallTold, Report, Told

__all__ = [
    "HOLD",
    "CallTold",
    "Draft",
    "Enclosure",
    "ProfessionalNote",
    "Put",
    "Report",
    "StaffNote",
    "Told",
    "Written",
    "change_template",
    "choose_channel",
    "choose_language",
    "deal_with",
    "drop_draft",
    "keep_draft",
    "mark_posted",
    "new_template",
    "put_in_outbox",
    "put_on_calling_list",
    "retire_template",
    "send_to_another",
    "set_letterhead",
    "set_message_policy",
    "set_provider",
    "set_wording",
    "settle_doubt",
    "take_back",
    "take_back_letters",
    "take_calls",
    "take_receipts",
    "take_replies",
    "takes_enclosures",
    "tick_call",
    "translate_template",
    "try_again",
    "write_letters",
    "write_to_professional",
    "write_to_staff",
]
