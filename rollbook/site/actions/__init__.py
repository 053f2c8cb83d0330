"""The site's verbs, by subject: moving, kiosks."""

from rollbook.site.actions.kiosks import Greeting, make_kiosk, revoke_kiosk, sign_in_at_kiosk
from rollbook.site.actions.moving import confirm_mark, leave_mark, sign_pupil, take_back

__all__ = [
    "Greeting",
    "confirm_mark",
    "leave_mark",
    "make_kiosk",
    "revoke_kiosk",
    "sign_in_at_kiosk",
    "sign_pupil",
    "take_back",
]
