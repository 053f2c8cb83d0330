"""The screens of the front desk, by subject."""

from rollbook.site.views.desk import desk, find
from rollbook.site.views.kiosks import kiosks, revoke
from rollbook.site.views.moving import move, moved, settle, slip, take_back

__all__ = ["desk", "find", "kiosks", "move", "moved", "revoke", "settle", "slip", "take_back"]
