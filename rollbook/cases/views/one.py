"""A case: its next step, its clocks, what was done, and what its process shows."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollbook.audit.actions import log_access
from rollbook.cases import queries
from rollbook.cases.forms import FileForm, NoteForm
from rollbook.cases.known import sends_a_return
from rollbook.cases.views.places import TONES, elsewhere, here, identity, short, when
from rollbook.files.queries import file_lines
from rollbook.meetings.queries import MeetingLine, meetings_from
from rollbook.pupils.queries.reaching import contact_names
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.web.components.layout import Happening, Step
from rollbook.web.pages import OfficeRequest, page


@require_safe
@page(Permission.SEE_CASES)
def case(request: OfficeRequest, case: uuid.UUID) -> HttpResponse:
    """One case, whole; that it was opened is noted."""
    shown = queries.case_page(request.actor, case)
    log_access(request.actor, what="case", subject=f"case:{case}")
    return render(request, "cases/case.html", values_of(request, shown))


def values_of(request: OfficeRequest, shown: queries.CasePage) -> dict[str, object]:
    """What the page of a case shows."""
    line, actor = shown.line, request.actor
    names = contact_names(actor, [line.contact]) if line.contact is not None else {}
    works = actor.may(Permission.WORK_CASES)
    return {
        "page": {
            "title": f"{line.process.name}: {line.pupil.name}",
            "back": here(request, "list"),
            "back_label": "Cases",
        },
        "shown": shown,
        "line": line,
        "who": identity(line.pupil),
        "pupil_url": elsewhere(request, "home:pupil", pupil=line.pupil.public_id),
        "parent": names.get(line.contact or 0, ""),
        "steps": [_step(request, step, works) for step in shown.steps if _is_shown(shown, step)],
        "next": [_next(request, shown, step) for step in shown.open_steps if actor.may(step.state.step.may)],
        "done": [_happened(taken) for taken in reversed(shown.taken)],
        "last": next((taken.number for taken in reversed(shown.taken) if taken.stands), None),
        "waiting": [notice for notice in shown.notices if notice.settled_at is None],
        "settled": [notice for notice in shown.notices if notice.settled_at is not None],
        "files": [
            (file, elsewhere(request, "files:download", file=file.public_id))
            for file in file_lines(actor, shown.files).values()
        ],
        "note_form": NoteForm(),
        "file_form": FileForm(),
        "works": works,
        "meetings": _meetings(request, shown),
        "evidence_url": _evidence_url(request, shown),
        "return_url": _return_url(request, shown),
    }


def _evidence_url(request: OfficeRequest, shown: queries.CasePage) -> str:
    """Where the evidence about the pupil is put together, for the few who do that."""
    if not request.actor.may(Permission.MAKE_BUNDLES):
        return ""
    return elsewhere(request, "evidence:pupil", pupil=shown.line.pupil.public_id)


def _meetings(request: OfficeRequest, shown: queries.CasePage) -> list[tuple[MeetingLine, str]]:
    """The meetings that the steps of this case called, and those that followed them, each with its page."""
    if not request.actor.may(Permission.HOLD_MEETINGS):
        return []
    calling = [step.key for step in shown.line.process.steps if step.meeting]
    found = [one for key in calling for one in meetings_from(request.actor, _source(shown, key))]
    return [(one, elsewhere(request, "meetings:meeting", meeting=one.public_id)) for one in found]


def _meeting_url(request: OfficeRequest, shown: queries.CasePage, step: queries.StepLine) -> str:
    """Where the meeting of an open step is called; empty where it has none, or somebody else calls it."""
    if not step.state.step.meeting or not request.actor.may(Permission.HOLD_MEETINGS):
        return ""
    asks = {"pupil": shown.line.pupil.public_id, "kind": step.state.step.meeting, "source": _source(shown, step.key)}
    return f"{elsewhere(request, 'meetings:new')}?{urlencode(asks)}"


def _source(shown: queries.CasePage, step: str) -> str:
    return f"case:{shown.line.public_id}:{step}"


def _return_url(request: OfficeRequest, shown: queries.CasePage) -> str:
    """Where stands what goes to the authority from this case; empty where nothing does."""
    if not sends_a_return(shown.line.process.key) or not request.actor.may(Permission.SEE_CONTACTS):
        return ""
    return elsewhere(request, "processes:return", sending=shown.line.public_id)


def _is_shown(shown: queries.CasePage, step: queries.StepLine) -> bool:
    """What was done, what can be done, and what still may come; not the roads that were not taken."""
    return bool(step.state.taken) or step.state.is_open or (shown.line.is_open and not step.state.step.unless)


def _step(request: OfficeRequest, step: queries.StepLine, works: bool) -> Step:
    state = step.state
    if state.is_open and state.running is not None:
        status, tone = when(state.running, request.actor.today), TONES.get(state.running.state, "info")
    elif state.taken and not state.is_open:
        status, tone = f"done {short(state.taken[-1].on)}", "ok"
    elif state.is_open:
        status, tone = ("if wanted" if state.step.optional else "can be done"), "info"
    else:
        status, tone = "later", ""
    may = works and state.is_open and request.actor.may(state.step.may)
    url = here(request, "step", case=request.resolver_match.kwargs["case"], step=state.step.key) if may else ""  # type: ignore[union-attr]
    return Step(state.step.says, status, url=url, tone=tone)


def _next(request: OfficeRequest, shown: queries.CasePage, step: queries.StepLine) -> dict[str, object]:
    running = step.state.running
    return {
        "says": step.state.step.says,
        "url": here(request, "step", case=request.resolver_match.kwargs["case"], step=step.key),  # type: ignore[union-attr]
        "when": when(running, request.actor.today) if running else "",
        "tone": TONES.get(running.state, "") if running else "",
        "clock": running.clock.says if running else "",
        "optional": step.state.step.optional,
        "meeting_url": _meeting_url(request, shown, step),
        "warnings": step.warnings,
    }


def _happened(taken: queries.TakenLine) -> dict[str, object]:
    at = taken.at.astimezone(LONDON)
    recorded = "" if taken.on == at.date() else f", recorded {short(at.date())}"
    title = f"{taken.says}: {taken.choice[:1].lower()}{taken.choice[1:]}" if taken.choice else taken.says
    return {
        "taken": taken,
        "happening": Happening(title, f"{short(taken.on)}{recorded}, {at:%-H:%M}", taken.by, taken.note),
    }
