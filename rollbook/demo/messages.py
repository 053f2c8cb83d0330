"""How the training school writes: quiet hours and prices, languages families want, mobile numbers of staff."""

from __future__ import annotations

from datetime import time

from rollbook.comms.actions import choose_channel, choose_language, set_message_policy, set_wording
from rollbook.pupils.queries import groups_of
from rollbook.pupils.queries.members import everybody_in
from rollbook.pupils.queries.reaching import Way, ways_to_reach
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.staff.actions import change_account
from rollbook.staff.queries import staff_members

# Urdu and Arabic have no words in Rollbook: the school has written its own in one, and lacks the other.
LANGUAGES = ("pl", "ur", "ro", "pl", "ar", "uk")
EVERY = 30
REACHED_AT_ONCE = frozenset({Role.COVER, Role.DSL, Role.HEAD, Role.HEAD_OF_YEAR, Role.SENIOR_LEADER, Role.TUTOR})
URDU = "{school}: {forename} آج اسکول میں نہیں ہے۔ براہ کرم ہمیں فون کریں۔"


def arrange_messages(actor: Actor) -> None:
    """Set it up as a school would have: some statements for each contact with a wish, whatever its size."""
    set_message_policy(
        actor, from_day=actor.today, quiet_from=time(20), quiet_until=time(7), quiet_weekends=True, part_price=320
    )
    set_wording(actor, purpose="first-day", channel="text", language="ur", words=URDU)
    for n, way in enumerate(_first_contacts(actor)):
        if n % EVERY == 0:
            choose_language(
                actor, contact=way.contact, language=LANGUAGES[n // EVERY % len(LANGUAGES)], told_by="Admission form"
            )
        elif n % (EVERY * 4) == 1:
            choose_channel(actor, contact=way.contact, channel="text", wanted=False, told_by="Admission form")
    for n, member in enumerate(staff_members(actor)):
        if any(line.role in REACHED_AT_ONCE for line in member.now):
            change_account(
                actor, user_id=member.id, name=member.name, email=member.email, initials=member.initials,
                mobile=f"07700 900{500 + n % 400}",
            )  # fmt: skip


def _first_contacts(actor: Actor) -> list[Way]:
    """The first contact of each pupil, each once, in an order that is always the same."""
    groups = [group.id for group in groups_of(actor, "year", actor.today)]
    ways = ways_to_reach(actor, everybody_in(actor, groups, actor.today))
    return list({own[0].contact: own[0] for _, own in sorted(ways.items()) if own}.values())
