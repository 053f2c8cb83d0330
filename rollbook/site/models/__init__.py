"""The site's tables, by subject: clubs, movements, kiosks, passes, visits, rolls, rooms, searches."""

from rollbook.site.models.boarding import BoardingLeave, RollCall, RollCallTick
from rollbook.site.models.clubs import Club, ClubPlace, ClubTick
from rollbook.site.models.kiosks import Kiosk
from rollbook.site.models.movements import Movement
from rollbook.site.models.passes import LunchPass
from rollbook.site.models.police import PoliceMessage
from rollbook.site.models.rolls import Roll, RollLine, RollTick
from rollbook.site.models.rooms import Room, RoomStaff, RoomStay
from rollbook.site.models.searches import Search, SearchStep
from rollbook.site.models.visits import DeskEntry, Visit

__all__ = [
    "BoardingLeave",
    "Club",
    "ClubPlace",
    "ClubTick",
    "DeskEntry",
    "Kiosk",
    "LunchPass",
    "Movement",
    "PoliceMessage",
    "Roll",
    "RollCall",
    "RollCallTick",
    "RollLine",
    "RollTick",
    "Room",
    "RoomStaff",
    "RoomStay",
    "Search",
    "SearchStep",
    "Visit",
]
