"""What disagrees, side by side; settled with a reason, or asked of the person who took the register (REG-E)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.registers.actions import amend_mark
from rollbook.registers.actions.conflicts import answer_challenge, challenge, keep_mark
from rollbook.registers.queries.challenges import About, Answer, answers
from rollbook.registers.queries.conflicts import LOOKS_BACK, Conflict, ConflictKind, Side, conflicts
from rollbook.registers.views.addresses import clock, mark_url, short_day
from rollbook.registers.views.office import office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.codes import in_force
from rollbook.rules.marking import Outcome, RegisterFacts
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Session, parse_session
from rollbook.schools.queries import register_day
from rollbook.web.marks import EMPTY_BOX, MarkBox
from rollbook.web.pages import OfficeRequest, page

_ENTRIES = (ConflictKind.ENTRIES, ConflictKind.REGISTERS, ConflictKind.REFUSED)
LONGEST_NUMBER = 18
_LESSONS = (ConflictKind.LEFT_LESSON, ConflictKind.IN_LESSON)
_NOTHING_SAID = {
    ConflictKind.ROLL: "The admission register has no such day.",
    ConflictKind.EXCLUDED: "No suspension or exclusion is planned or named for it. Name it in the mark’s note.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One side as the page draws it."""

    box: MarkBox
    by: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One conflict with both its sides and what can be done about it."""

    conflict: Conflict
    key: str
    when: str
    more: str
    stands: Shown
    said: Shown | None
    nothing_said: str
    asked: str
    keep: str
    confirm: str
    confirm_says: str
    ask: str
    may_change: bool
    mark_url: str
    lesson_url: str


@require_safe
@page(Permission.AMEND_MARKS)
def listing(request: OfficeRequest) -> HttpResponse:
    """Everything that disagrees and is not settled, of the last four weeks."""
    asked = answers(request.actor, request.actor.today - LOOKS_BACK)
    rows = [_row(request, conflict, asked) for conflict in conflicts(request.actor)]
    values = {
        "page": {
            "title": "Conflicts",
            "sub": f"The last four weeks · {len(rows)} to settle" if rows else "The last four weeks",
        },
        "tabs": office_tabs(request, "conflicts"),
        "rows": rows,
        "settle_url": office_url(request, "settle-conflict"),
    }
    return render(request, "registers/conflicts.html", values)


@require_POST
@page(Permission.AMEND_MARKS)
def settle(request: OfficeRequest) -> HttpResponse:
    """Keep the mark, change it to what else was said, or ask who took the register."""
    pupil, session, version, kind = _read(request.POST.get("key", ""))
    conflict = _find(request, pupil, session, kind)
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")
    if act == "ask":
        said = _ask(request, conflict)
    elif act == "change":
        said = _change(request, conflict, version, reason)
    elif act == "confirm":
        said = _confirm(request, conflict, version, reason)
    else:
        keep_mark(
            request.actor,
            pupil=pupil,
            session=session,
            seen=version,
            reason=reason,
            lesson=conflict.lesson,
            also=conflict.also,
        )
        said = f"Settled: {conflict.pupil.name} keeps {conflict.stands.code if conflict.stands else 'no mark'}."
    messages.info(request, said)
    return HttpResponseRedirect(office_url(request, "conflicts"), status=303)


@require_POST
@page(Permission.TAKE_OWN_REGISTERS)
def answer(request: OfficeRequest) -> HttpResponse:
    """The person who took the register says whether the pupil was in front of them."""
    question = request.POST.get("question", "")
    if not question.isdecimal() or len(question) > LONGEST_NUMBER:
        raise Refused("What this page sent cannot be read, so nothing was changed. Load the page again.")
    answer_challenge(request.actor, question=int(question), was_there=request.POST.get("act") == "there")
    messages.info(request, "Thank you. The office sees your answer.")
    return HttpResponseRedirect(office_url(request, "mine"), status=303)


def key_of(pupil: uuid.UUID, session: Session, version: int = 0, kind: ConflictKind = ConflictKind.ENTRIES) -> str:
    """What a page sends for one pupil's session: the version it showed, and what disagrees."""
    return f"{pupil}.{session.on.isoformat()}.{session.half.name.lower()}.{version}.{kind.name}"


def _read(text: str) -> tuple[str, Session, int, ConflictKind]:
    try:
        pupil, on, half, version, kind = text.split(".")
        return str(uuid.UUID(pupil)), parse_session(on, half), int(version), ConflictKind[kind]
    except (KeyError, ValueError) as bad:
        raise Refused("What this page sent cannot be read, so nothing was changed. Load the page again.") from bad


def _find(request: OfficeRequest, pupil: str, session: Session, kind: ConflictKind) -> Conflict:
    for conflict in conflicts(request.actor, session.on):
        if (str(conflict.pupil.public_id), conflict.session, conflict.kind) == (pupil, session, kind):
            return conflict
    raise NotFound("This is settled already, or there is no such conflict.")


def _ask(request: OfficeRequest, conflict: Conflict) -> str:
    who = _to_ask(conflict)
    if who is None or who.by_id is None:
        raise Refused("Nobody entered this mark by hand, so there is nobody to ask.")
    pupil = str(conflict.pupil.public_id)
    lesson, about = (conflict.lesson, who.says) if conflict.lesson else ("", "")
    challenge(
        request.actor,
        user_id=who.by_id,
        pupil=pupil,
        session=conflict.session,
        code=who.code,
        lesson=lesson,
        about=about,
    )
    return f"Asked: the question stands on the registers of {who.by_name}."


def _to_ask(conflict: Conflict) -> Side | None:
    """Whoever took the register: of two entries and of a lesson the other one, else who entered what stands."""
    return conflict.said if conflict.kind in (*_ENTRIES, *_LESSONS) else conflict.stands


def _change(request: OfficeRequest, conflict: Conflict, version: int, reason: str) -> str:
    if conflict.said is None or conflict.kind not in _ENTRIES:
        raise Refused("There is nothing else that was said. Open the mark and enter the right code.")
    return _amend(request, conflict, version, code=conflict.said.code, reason=reason)


def _confirm(request: OfficeRequest, conflict: Conflict, version: int, reason: str) -> str:
    """What the desk wrote down says why; a reason need not be typed as well."""
    lawful = conflict.proposal
    if lawful is None:
        raise Refused("Nothing is to be confirmed any more. Open the mark and enter the right code.")
    why = reason.strip() or lawful.says
    return _amend(request, conflict, version, code=lawful.code, reason=why, minutes=lawful.minutes)


def _amend(
    request: OfficeRequest, conflict: Conflict, version: int, *, code: str, reason: str, minutes: int | None = None
) -> str:
    session, pupil = conflict.session, conflict.pupil
    day = register_day(request.actor, session.on, session.half, pupil.nc_year)
    done = amend_mark(
        request.actor,
        pupil=str(pupil.public_id),
        facts=RegisterFacts(session, day.is_school_day, day.opens, day.closes, day.ends),
        code=code,
        minutes=minutes,
        reason=reason,
        seen=version,
        policy_version=day.policy_version,
    ).rows[0]
    if done.outcome is not Outcome.STORED:
        raise Refused(done.says or "Nothing was changed. Load the page again.", rule=done.rule)
    return f"Settled: {pupil.name} is now {done.code}."


def _row(request: OfficeRequest, conflict: Conflict, asked: Mapping[About, Answer]) -> Row:
    pupil, session, stands = conflict.pupil, conflict.session, conflict.stands
    return Row(
        conflict=conflict,
        key=key_of(pupil.public_id, session, conflict.version, conflict.kind),
        when=f"{short_day(session.on)}, {session.half.label}",
        more=_more(conflict),
        stands=_side(stands, session) if stands else Shown(EMPTY_BOX, "no mark"),
        said=_side(conflict.said, session) if conflict.said else None,
        nothing_said=_NOTHING_SAID.get(conflict.kind, ""),
        asked=_asked(asked.get((str(pupil.public_id), session, conflict.lesson))),
        keep=_keep_says(conflict),
        confirm=f"Confirm {conflict.proposal.code}" if conflict.proposal else "",
        confirm_says=conflict.proposal.says if conflict.proposal else "",
        ask=_ask_says(request, conflict),
        may_change=conflict.kind in _ENTRIES,
        mark_url=mark_url(request, pupil.public_id, session),
        lesson_url=_lesson_url(request, conflict),
    )


def _more(conflict: Conflict) -> str:
    """How many other sessions the same is said of, and since when."""
    if not conflict.also:
        return ""
    n, first = len(conflict.also), conflict.also[-1][0].on
    return f"and {n} more session{'s' if n > 1 else ''} since {short_day(first)}"


def _keep_says(conflict: Conflict) -> str:
    """The button that leaves what stands; none where it cannot stay."""
    if not conflict.may_stay:
        return ""
    if conflict.kind in _LESSONS:
        return "Both are right"
    return f"Keep {conflict.stands.code}" if conflict.stands else "Leave it blank"


def _ask_says(request: OfficeRequest, conflict: Conflict) -> str:
    who = _to_ask(conflict)
    asks = who is not None and who.by_id is not None and who.by_id != request.actor.user_id
    return f"Ask {who.by_name}" if who and asks else ""


def _lesson_url(request: OfficeRequest, conflict: Conflict) -> str:
    if not conflict.lesson:
        return ""
    place = {"school": request.school.slug, "lesson": conflict.lesson, "on": conflict.session.on.isoformat()}
    return reverse("registers:lesson", kwargs=place)


def _side(side: Side, session: Session) -> Shown:
    code = in_force(session.on).get(side.code)
    box = MarkBox.of(code) if code else EMPTY_BOX
    if side.at is None:
        return Shown(box, "imported", side.says)
    local = side.at.astimezone(LONDON)
    when = clock(local) if local.date() == session.on else f"{short_day(local.date())} {clock(local)}"
    return Shown(box, f"{side.by_name}, {when}", side.says)


def _asked(answer: Answer | None) -> str:
    if answer is None:
        return ""
    if answer.was_there is None:
        return f"asked by {answer.by_name} at {clock(answer.at)}, no answer yet"
    return f"{answer.by_name} says: {'the pupil was there' if answer.was_there else 'the pupil was not there'}"
