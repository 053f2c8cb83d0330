"""Where a person's day starts: each role has its own door."""

from __future__ import annotations

from django.urls import reverse

from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest

DOORS = (
    (Permission.TAKE_OWN_REGISTERS, "registers:mine"),
    (Permission.SEE_BOARD, "registers:board"),
    (Permission.SEE_ALL_PUPILS, "home:pupils"),
)


def start_of(request: OfficeRequest) -> str:
    """Their registers, the board, the pupils, or the watch lists."""
    name = next((name for permission, name in DOORS if request.actor.may(permission)), "home:pupils")
    return reverse(name, kwargs={"school": request.school.slug})
