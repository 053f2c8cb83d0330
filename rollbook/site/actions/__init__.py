"""The site's verbs, by subject: moving, kiosks, visiting, the desk's log, the emergency list, searching, rooms."""

from rollbook.site.actions.clubs import ClubFacts, end_club, end_club_place, give_club_place, make_club, tick_club
from rollbook.site.actions.desk_log import finish_entry, log_entry
from rollbook.site.actions.kiosks import Greeting, make_kiosk, revoke_kiosk, sign_in_at_kiosk
from rollbook.site.actions.moving import confirm_mark, leave_mark, sign_pupil, take_back
from rollbook.site.actions.passes import AtGate, end_lunch_pass, give_lunch_pass, pass_gate
from rollbook.site.actions.police import close_police_message, open_police_message, pass_on_police_message
from rollbook.site.actions.rolls import Tick, close_roll, start_roll, tick
from rollbook.site.actions.rooms import change_room_staff, end_room, set_up_room
from rollbook.site.actions.searching import report_missing, take_step
from rollbook.site.actions.staying import (
    Entered,
    check_in,
    check_out,
    expect_in_room,
    see_move,
    send_to_room,
    walk_in,
    withdraw_stay,
)
from rollbook.site.actions.supply import give_day, welcome_supply
from rollbook.site.actions.visiting import expect_visit, sign_visitor_in, sign_visitor_out

__all__ = [
    "AtGate",
    "ClubFacts",
    "Entered",
    "Greeting",
    "Tick",
    "change_room_staff",
    "check_in",
    "check_out",
    "close_police_message",
    "close_roll",
    "confirm_mark",
    "end_club",
    "end_club_place",
    "end_lunch_pass",
    "end_room",
    "expect_in_room",
    "expect_visit",
    "finish_entry",
    "give_club_place",
    "give_day",
    "give_lunch_pass",
    "leave_mark",
    "log_entry",
    "make_club",
    "make_kiosk",
    "open_police_message",
    "pass_gate",
    "pass_on_police_message",
    "report_missing",
    "revoke_kiosk",
    "see_move",
    "send_to_room",
    "set_up_room",
    "sign_in_at_kiosk",
    "sign_pupil",
    "sign_visitor_in",
    "sign_visitor_out",
    "start_roll",
    "take_back",
    "take_step",
    "tick",
    "tick_club",
    "walk_in",
    "welcome_supply",
    "withdraw_stay",
]
