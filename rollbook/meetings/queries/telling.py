"""Who is still to be told of a meeting, and by which way each would be: what the page shows before anything goes."""

from __future__ import annotations

from dataclasses import dataclass

from rollbook.comms.facts import held
from rollbook.comms.queries.reaching import addresses
from rollbook.meetings.queries.page import MeetingPage, PersonLine
from rollbook.pupils.queries.reaching import ways_to_reach
from rollbook.rules.actor import Actor
from rollbook.rules.meetings import Part
from rollbook.staff.queries import ways_to_staff


@dataclass(frozen=True, slots=True)
class ToTell:
    """Somebody who is to be told, the way that would be taken, those that can be; or why nobody writes to them."""

    person: PersonLine
    way: str
    ways: tuple[str, ...]
    why: str


def way_of(actor: Actor, page: MeetingPage, *, everybody: bool = False) -> tuple[ToTell, ...]:
    """Those who do not know of the meeting as it stands, or everybody: six statements at most."""
    people = [one for one in page.people if everybody or one.waits(is_cancelled=page.line.state == "cancelled")]
    pupils = [pupil.id for pupil in page.line.pupils]
    family = any(one.contact for one in people)
    reach = ways_to_reach(actor, pupils) if family else {}
    mails = {way.contact_id: addresses(way, "email")[:1] for those in reach.values() for way in those}
    holds = held(actor, pupils) if family else {}
    staff = ways_to_staff(actor, {one.user for one in people if one.user})
    found = []
    for one in people:
        if one.contact is not None:
            why = next((holds[key] for p in pupils for key in ((p, None), (p, one.contact)) if holds.get(key)), "")
            mail = bool(mails.get(one.contact))
            found.append(ToTell(one, "email" if mail else "letter", ("email", "letter", "hand"), why))
        elif one.user is not None:
            known = staff.get(one.user)
            why = "" if known and (known.email or known.mobile) else "has no e-mail address"
            found.append(ToTell(one, "hand" if why else "email", ("email", "hand"), why))
        elif one.part is Part.PUPIL:
            found.append(ToTell(one, "hand", ("hand",), ""))
        else:
            way = "email" if one.email else "hand"
            found.append(ToTell(one, way, ("email", "hand"), "" if one.email else "has no e-mail address"))
    return tuple(found)
