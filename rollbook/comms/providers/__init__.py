"""Those through whom messages go: one module each, all of one shape.

A provider opens a **line** for a batch of messages with what the school's account holds. Handing a
message over ends in one of four ways (`Outcome`), of which only one, `AGAIN`, is ever tried again by
itself: the provider certainly did not take the message.
"""

from __future__ import annotations

from rollbook.comms.providers import notify, phone_list, smtp, text_gateway, voice_gateway
from rollbook.comms.providers.shape import Enclosed, Handed, Line, Outcome, Outgoing, Provider
from rollbook.rules.refused import Refused

_ALL: tuple[Provider, ...] = (
    text_gateway.TextGateway(),
    notify.Notify("text"),
    smtp.Smtp(),
    notify.Notify("email"),
    voice_gateway.VoiceGateway(),
    phone_list.PhoneList(),
)
PROVIDERS = {one.name: one for one in _ALL}


def provider_of(name: str) -> Provider:
    """The provider of this name; Refused when this Rollbook does not know it."""
    if name not in PROVIDERS:
        raise Refused(f"This Rollbook knows no provider called “{name[:30]}”. Choose one in Set-up.")
    return PROVIDERS[name]


__all__ = ["PROVIDERS", "Enclosed", "Handed", "Line", "Outcome", "Outgoing", "Provider", "provider_of"]
