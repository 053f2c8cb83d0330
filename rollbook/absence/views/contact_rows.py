"""A family as the list of the morning draws it: who, how it stands with each contact, what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from rollbook.absence.queries.contact_entries import WAYS
from rollbook.absence.queries.contact_list import FamilyLine, Lane
from rollbook.absence.queries.contact_plan import Planned
from rollbook.absence.queries.unreachable import Escalation
from rollbook.absence.views.places import settle_url, shown_flags
from rollbook.absence.words import family_name, forms_of, wall_clock
from rollbook.pupils.queries import RingLine
from rollbook.rules.access import Permission
from rollbook.rules.contact_ladder import RING, Comes, State
from rollbook.rules.sessions import Half, Session
from rollbook.web.components.layout import Flag
from rollbook.web.pages import OfficeRequest

RUNG = {
    State.QUEUED: "to be rung",
    State.SENT: "rung, message left",
    State.DELIVERED: "rung",
    State.FAILED: "rung, no answer",
    State.ANSWERED: "rung, answered",
    State.NOT_SENT: "not rung",
}
BY = {"text": "text", "email": "e-mail", "voice": "automated call", "ring": "a call by you"}


@dataclass(frozen=True, slots=True)
class Row:
    """One family: `tries` says where each try stands, `next` what comes and when, `why` whom it passes over."""

    key: str
    ids: str
    name: str
    forms: str
    url: str
    flags: tuple[Flag, ...]
    tries: tuple[str, ...]
    says: str
    next: str
    passes: tuple[str, ...]
    ring: RingLine | None
    send: str
    settle: str
    search: str
    escalations: tuple[Escalation, ...]

    @property
    def tel(self) -> str:
        return "tel:" + "".join(c for c in self.ring.number if c in "+0123456789") if self.ring else ""


def row_of(request: OfficeRequest, line: FamilyLine, half: Half) -> Row:
    pupils = [planned.missing.pupil for planned in line.pupils]
    lead, first = pupils[0], line.pupils[0]
    flags = {flag.kind: flag for m in line.family.pupils for flag in m.flags if flag.is_about_care}
    tags = shown_flags(sorted(flags.values(), key=lambda flag: flag.rank))
    return Row(
        key=f"family-{str(lead.public_id)[:8]}",
        ids=",".join(str(pupil.public_id) for pupil in pupils),
        name=family_name(pupils),
        forms=forms_of(pupils),
        url=contact_pupil_url(request, lead.public_id, half),
        flags=(Flag("Siblings", "info"), *tags) if len(pupils) > 1 else tags,
        tries=_tries(line),
        says=_says(line),
        next=_next(first),
        passes=first.step.skipped,
        ring=line.family.ring,
        send=_send(line, first),
        settle=settle_url(request, lead.public_id, Session(request.actor.today, half), "?for=family&back=contact")
        if request.actor.may(Permission.AMEND_MARKS)
        else "",
        search=_search(request, line),
        escalations=line.escalations,
    )


def contact_url(request: OfficeRequest, half: Half | None = None, name: str = "contact") -> str:
    """The list of the morning or of the afternoon, or another page beside it."""
    url = reverse(f"absence:{name}", kwargs={"school": request.school.slug})
    return url if half is None else f"{url}?half={half.name.lower()}"


def contact_pupil_url(request: OfficeRequest, pupil: object, half: Half) -> str:
    """What was done and said about one child's session."""
    url = reverse("absence:contact-pupil", kwargs={"school": request.school.slug, "pupil": pupil})
    return f"{url}?half={half.name.lower()}"


def _tries(line: FamilyLine) -> tuple[str, ...]:
    """The tries of the family, to whom and where each stands, the latest first; siblings' tries are the same."""
    names = {person.contact: person.name for planned in line.pupils for person in planned.people}
    said: dict[str, None] = {}
    for planned in line.pupils:
        for one in sorted(planned.told.attempts, key=lambda a: a.at, reverse=True):
            way = RUNG[one.state] if one.channel == RING else f"{WAYS[one.channel]} {one.state.value}"
            way = way.replace("queued", "waits to go").replace("not-sent", "not sent")
            who = f"{names[one.contact]}: " if one.contact in names else ""
            said.setdefault(f"{who}{way} {wall_clock(one.at)}")
    return tuple(said)


def _says(line: FamilyLine) -> str:
    """What matters first about the family, in one sentence."""
    gone = [p.missing.pupil.forename for p in line.pupils if p.is_gone]
    if gone:
        return f"{' and '.join(gone)} in this morning, not here now: look for them, no text goes"
    if line.lane in (Lane.LOOK,):
        return next(p.swept for p in line.pupils if p.swept).capitalize()
    told = next((p.state.says for p in line.pupils if p.state.outcome or p.state.held_by), "")
    return told[:1].upper() + told[1:]


def _next(planned: Planned) -> str:
    step = planned.step
    if step.to is None or step.at is None:
        return "" if planned.state.outcome or planned.swept or planned.state.held_by else step.says
    what = f"{BY[step.channel]} to {step.to.name}" if step.channel != RING else f"ring {step.to.name}"
    asks = ", asked to ring only" if step.asks else ""
    when = "in the next minute" if step.comes is Comes.DUE else wall_clock(step.at)
    return f"Next: {what}{asks}, {when}"


def _send(line: FamilyLine, first: Planned) -> str:
    """The button that takes the next step at once, where it is a message."""
    if line.lane in (Lane.MISSING, Lane.HELD, Lane.UNREACHABLE, Lane.LOOK) or first.step.says.startswith("Goes "):
        return ""
    if first.step.to is None or first.step.channel == RING:
        return ""
    return f"Send {WAYS[first.step.channel]} now"


def _search(request: OfficeRequest, line: FamilyLine) -> str:
    if line.lane is not Lane.MISSING or not request.actor.may(Permission.WATCH_MISSING):
        return ""
    return reverse("site:missing", kwargs={"school": request.school.slug})
