"""What the school has chosen about messages on a day: the quiet hours, and what a part of a text costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from rollbook.comms.models import MessagePolicy
from rollbook.rules.actor import Actor
from rollbook.rules.quiet_hours import QuietHours

USUAL = QuietHours(time(21), time(7))


@dataclass(frozen=True, slots=True)
class MessagePolicyLine:
    """One version of the choices; version 0 is what holds before the school has chosen.

    `part_price` is in hundredths of a penny, None while nobody has said.
    """

    version: int
    valid_from: date | None
    quiet: QuietHours
    part_price: int | None
    by_name: str

    def cost_of(self, parts: int) -> str:
        """What so many parts cost, as “£1.28”; empty where the price is not known."""
        if self.part_price is None:
            return ""
        pence = -(-parts * self.part_price // 100)
        return f"£{pence // 100}.{pence % 100:02}" if pence >= 100 else f"{pence}p"

    @property
    def hours(self) -> str:
        if self.quiet.starts == self.quiet.ends:
            return "none"
        days = ", and all day on Saturdays and Sundays" if self.quiet.weekends else ""
        return f"{self.quiet.starts:%-H:%M} to {self.quiet.ends:%-H:%M}{days}"

    @property
    def price(self) -> str:
        return "not known" if self.part_price is None else f"{self.part_price / 100:g}p"


def message_policy(actor: Actor, on: date) -> MessagePolicyLine:
    """The choices in force on a day: one statement."""
    rows = MessagePolicy.objects.filter(school_id=actor.school, valid_from__lte=on)
    row = rows.order_by("-valid_from", "-version").first()
    return _line(row) if row else MessagePolicyLine(0, None, USUAL, None, "Rollbook")


def message_policies(actor: Actor) -> tuple[MessagePolicyLine, ...]:
    """Every version, the newest first: one statement."""
    return tuple(_line(row) for row in MessagePolicy.objects.filter(school_id=actor.school).order_by("-version"))


def _line(row: MessagePolicy) -> MessagePolicyLine:
    quiet = QuietHours(_time(row.quiet_from), _time(row.quiet_until), row.quiet_weekends)
    return MessagePolicyLine(row.version, row.valid_from, quiet, row.part_price, row.by_name)


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
