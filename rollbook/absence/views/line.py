"""The absence line: what waits, and the one key that files it; what was dealt with can be taken back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.absence import actions, queries
from rollbook.absence.actions import Filed
from rollbook.absence.forms import codes_in_order
from rollbook.absence.line_forms import QuickForm, chosen_pupils, version_sent
from rollbook.absence.queries import LineItem
from rollbook.absence.queries.line_ringing import RingChoice, to_ring_back
from rollbook.absence.views.places import absence_tabs
from rollbook.absence.words import count, family_name, joined, short_day, wall_clock
from rollbook.pupils.queries import PupilLine
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Session
from rollbook.web.pages import OfficeRequest, is_partial, page

QUOTED = 280


@dataclass(frozen=True, slots=True)
class Row:
    """A report as a line of the inbox: what was said, what is suggested and why, what one key does."""

    item: LineItem
    says: str
    cut: bool
    told: str
    who: str
    whom: str
    when: str
    back: str
    why: str
    stands: str
    pupils: tuple[str, ...]
    ring: tuple[RingChoice, ...]
    became: str

    @property
    def verb(self) -> str:
        return f"File {self.item.suggested.code}" if self.item.suggested.code else "File"

    @property
    def may_file(self) -> bool:
        """Whether only the code may be missing, which can be typed in the row."""
        found = self.item.suggested
        waits_for_nobody = self.item.state == "new" and not found.kept_away
        return bool(found.pupils and found.sessions) and waits_for_nobody and not found.asks_for_leave


@require_safe
@page(Permission.FILE_REPORTS)
def line(request: OfficeRequest) -> HttpResponse:
    """Everything that somebody told the school and nobody has dealt with, and today's that was."""
    return _line(request)


@require_safe
@page(Permission.FILE_REPORTS)
def line_state(request: OfficeRequest) -> JsonResponse:
    """The one word that open inboxes ask for."""
    return JsonResponse({"version": queries.line_version(request.actor)})


@require_POST
@page(Permission.FILE_REPORTS)
def line_file(request: OfficeRequest, report: uuid.UUID) -> HttpResponse:
    """File a report as it is suggested, with the code in its box."""
    queries.report_line(request.actor, report)  # another school's is not there, whatever was typed
    decided = QuickForm(request.POST).decided(chosen_pupils(request.POST))
    filed = actions.file_report(request.actor, report=report, decided=decided)
    return answer(request, filed_says(filed, decided.code, request.actor.today), undo=_undo(request, report))


@require_POST
@page(Permission.FILE_REPORTS)
def line_undo(request: OfficeRequest, report: uuid.UUID) -> HttpResponse:
    """Take back what was filed or put aside; the report waits again."""
    item = queries.report_line(request.actor, report)
    seen = version_sent(request.POST) or item.version
    if item.state == "filed":
        back = actions.take_back_filing(request.actor, report=report, seen=seen)
        return answer(request, f"Taken back: {count(back, 'session')} as before. The report waits again.")
    actions.reopen_report(request.actor, report=report, seen=seen)
    return answer(request, "Taken up again.")


@require_POST
@page(Permission.FILE_REPORTS)
def line_reject(request: OfficeRequest, report: uuid.UUID) -> HttpResponse:
    """Put a report aside, with why."""
    why = request.POST.get("why", "")
    actions.reject_report(request.actor, report=report, seen=version_sent(request.POST), why=why)
    return answer(request, "Put aside, and kept.", undo=_undo(request, report))


@require_POST
@page(Permission.FILE_REPORTS)
def line_ring(request: OfficeRequest, report: uuid.UUID) -> HttpResponse:
    """Let a report wait to be rung back, or say what came of ringing back."""
    seen, said = version_sent(request.POST), request.POST.get("said", "")
    if not said:
        actions.want_ring_back(request.actor, report=report, seen=seen, why=request.POST.get("doubt", "") or "not-sure")
        return answer(request, "It waits to be rung back.")
    whom = request.POST.get("whom", "")
    if said == "not-needed":
        actions.need_no_ring_back(request.actor, report=report, seen=seen, why=whom)
        return answer(request, "It can be filed.")
    pupil = _one_pupil(request, report) if said == "no" else None
    actions.rang_back(request.actor, report=report, seen=seen, whom=whom, confirmed=said == "yes", pupil=pupil)
    if said == "yes":
        return answer(request, "Rung back: it is so. It can be filed.")
    search = "; the search for the child has begun" if pupil is not None else ""
    return answer(request, f"Rung back: it is not so. The report is put aside{search}.")


def answer(request: OfficeRequest, says: str, *, undo: str = "") -> HttpResponse:
    """The inbox anew, with what was done and how to take it back."""
    if is_partial(request):
        return _line(request, says=says, undo=undo)
    messages.info(request, says)
    return HttpResponseRedirect(line_url(request), status=303)


def line_url(request: OfficeRequest, name: str = "line", **more: object) -> str:
    return reverse(f"absence:{name}", kwargs={"school": request.school.slug, **more})


def filed_says(filed: Filed, code: str, around: date) -> str:
    """What became of a report in a line, e.g. “Tolu Abiodun: I, Tue 17 Nov all day. 1 session left as it was.”"""
    done = [row for row in filed.rows if row.became in ("settled", "planned")]
    left = " ".join(dict.fromkeys(row.says for row in filed.left))
    if not done:
        return f"Nothing to change: {code} stood there already. {left}".strip()
    pupils = list({row.pupil.id: row.pupil for row in done}.values())
    sessions = sorted({row.session for row in done})
    return f"{family_name(pupils)}: {code}, {joined(sessions, around=around)}. {left}".strip()


def _line(request: OfficeRequest, *, says: str = "", undo: str = "") -> HttpResponse:
    version = queries.line_version(request.actor)
    found = queries.absence_line(request.actor)
    ringing = [i for i in found.waiting if i.state == "ring-back"]
    ring = to_ring_back(request.actor, {p.id for i in ringing for p in i.suggested.pupils})
    waiting = [row_of(item, ring, request.actor.today) for item in found.waiting]
    values = {
        "page": {"title": "Absence line", "sub": _sub(found.waiting), "wide": True},
        "tabs": absence_tabs(request, "line"),
        "ringing": [row for row in waiting if row.item.state == "ring-back"],
        "waiting": [row for row in waiting if row.item.state != "ring-back"],
        "done": [row_of(item, {}, request.actor.today) for item in found.done],
        "more": found.more,
        "codes": codes_in_order(request.actor.today),
        "version": version,
        "says": says,
        "undo": undo,
        "partial": is_partial(request),
    }
    return render(request, "absence/line_list.html" if is_partial(request) else "absence/line.html", values)


def row_of(item: LineItem, ring: Mapping[int, Sequence[RingChoice]], around: date) -> Row:
    """A report as the inbox and its own page draw it."""
    found = item.suggested
    sessions = sorted({s.session for s in found.sessions})
    whys = (found.whom_why, found.days_why, found.code_why)
    stands = {(s.pupil.forename, s.known.code, s.session) for s in found.stands_otherwise}
    words = " ".join(item.words.split())
    return Row(
        item=item,
        says=words[:QUOTED].rstrip(),
        cut=len(words) > QUOTED,
        told=_told(item, around),
        who=" · ".join(part for part in (item.who, item.number if item.number != item.who else "") if part),
        whom=_whom(found.pupils),
        when=joined(sessions, around=around) if len({s.on for s in sessions}) == 1 else _days(item, around),
        back=short_day(found.back, around=around) if found.back else "",
        why=" · ".join(why for why in whys if why),
        stands=", ".join(f"{name} is marked {code}, {s.half.label}" for name, code, s in sorted(stands, key=_when)),
        pupils=tuple(str(p.public_id) for p in found.pupils),
        ring=tuple({c.contact_id: c for p in found.pupils for c in ring.get(p.id, ())}.values())[:3],
        became=_became(item),
    )


def _when(stood: tuple[str, str, Session]) -> tuple[Session, str]:
    return stood[2], stood[0]


def _days(item: LineItem, around: date) -> str:
    found = item.suggested
    if found.first is None or found.last is None:
        return ""
    first, last = short_day(found.first, around=around), short_day(found.last, around=around)
    half = {"0": " am", "1": " pm"}.get(found.halves, "")
    return f"{first}{half}" if first == last else f"{first} to {last}{half}"


def _told(item: LineItem, around: date) -> str:
    when = wall_clock(item.told_at)
    day = item.told_at.astimezone(LONDON).date()
    return when if day == around else f"{short_day(day, around=around)} {when}"


def _whom(pupils: Sequence[PupilLine]) -> str:
    return ", ".join(f"{p.name} {p.registration}".strip() for p in pupils)


def _became(item: LineItem) -> str:
    by = f"{item.decided_by}, {wall_clock(item.decided_at)}" if item.decided_at else ""
    return f"Filed as {item.code} by {by}" if item.state == "filed" else f"Put aside by {by}: {item.why}"


def _sub(waiting: Sequence[LineItem]) -> str:
    if not waiting:
        return "Nothing waits."
    ready = sum(item.is_ready for item in waiting)
    return f"{count(len(waiting), 'report')} {'waits' if len(waiting) == 1 else 'wait'}, {ready} of them one key away."


def _one_pupil(request: OfficeRequest, report: uuid.UUID) -> int | None:
    """The child of whom a false report was, where it is known."""
    pupils = queries.report_line(request.actor, report).suggested.pupils
    if len(pupils) > 1:
        raise Refused("Open the report and choose which child it was about first.")
    return pupils[0].id if pupils else None


def _undo(request: OfficeRequest, report: uuid.UUID) -> str:
    return line_url(request, "line-undo", report=report)
