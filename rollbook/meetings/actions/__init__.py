"""What may be done with meetings, by subject."""

from rollbook.meetings.actions.calling import (
    add_pupils,
    call_meeting,
    cancel_meeting,
    fill_pack,
    move_meeting,
    set_agenda,
)
from rollbook.meetings.actions.circulating import circulate
from rollbook.meetings.actions.inviting import ToldPerson, invite
from rollbook.meetings.actions.minuting import MinutesMoved, add_action_point, decide, keep_minutes
from rollbook.meetings.actions.people import Asked, ask_people, note_presence, note_reply, take_off
from rollbook.meetings.actions.signing import begin_correction, sign_and_freeze

__all__ = [
    "Asked",
    "MinutesMoved",
    "ToldPerson",
    "add_action_point",
    "add_pupils",
    "ask_people",
    "begin_correction",
    "call_meeting",
    "cancel_meeting",
    "circulate",
    "decide",
    "fill_pack",
    "invite",
    "keep_minutes",
    "move_meeting",
    "note_presence",
    "note_reply",
    "set_agenda",
    "sign_and_freeze",
    "take_off",
]
