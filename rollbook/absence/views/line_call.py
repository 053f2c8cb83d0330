"""A call noted while it lasts, and what a colleague was told: both become reports (ABS-A)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.absence import actions, queries
from rollbook.absence.actions import Decided, take_report
from rollbook.absence.actions.line_notes import drop_call_note, keep_call_note
from rollbook.absence.line_forms import CallForm, ToldForm, chosen_pupils
from rollbook.absence.queries.line_away import told_away
from rollbook.absence.queries.line_choosing import Choosing, choosing, found_by
from rollbook.absence.queries.line_notes import call_note
from rollbook.absence.queries.line_ringing import who_may_be_on_the_line
from rollbook.absence.views.line import filed_says, line_url
from rollbook.pupils.queries import PupilLine
from rollbook.rules.access import Permission
from rollbook.rules.call_guidance import Situation
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried
from rollbook.work.queries import scripts

NOT_TYPED = ("csrfmiddlewaretoken", "q", "find", "add", "keep", "file", "drop")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.TAKE_REPORTS)
def note_call(request: OfficeRequest) -> HttpResponse:
    """A call as it is typed: pupil, caller, words, days; kept as a draft until it is saved."""
    if request.method != "POST":
        return _noted(request, _draft(request))
    if "drop" in request.POST:
        drop_call_note(request.actor)
        return HttpResponseRedirect(line_url(request, "note-call"), status=303)
    chosen = choosing(request.actor, chosen_pupils(request.POST))
    if not {"keep", "file"} & set(request.POST):
        return _noted(request, request.POST, typed=kept(request.POST.get("q", "")).strip()[:60])
    form = _form(request, chosen, request.POST)
    says: list[str] = []
    if not tried(form, lambda: says.append(_save(request, form, chosen))):
        return _call(request, form, chosen, status=422)
    messages.info(request, says[0])
    to = line_url(request) if request.actor.may(Permission.FILE_REPORTS) else line_url(request, "note-call")
    return HttpResponseRedirect(to, status=303)


@require_POST
@page(Permission.TAKE_REPORTS)
def note_draft(request: OfficeRequest) -> JsonResponse:
    """What is being typed, kept on the server while the call lasts."""
    keep_call_note(request.actor, typed=_typed(request.POST))
    return JsonResponse({"says": "Kept as a draft"})


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.TAKE_REPORTS)
def told(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """What a colleague was told of one of their pupils."""
    (who,) = choosing(request.actor, (str(pupil),)).chosen
    form = ToldForm(request.POST or None, around=request.actor.today, initial={"first": request.actor.today})
    way = "desk" if request.actor.may(Permission.RUN_FRONT_DESK) else "staff"
    if request.method == "POST" and tried(
        form, lambda: take_report(request.actor, reported=form.reported(way, who.id))
    ):
        messages.info(request, f"Passed to the attendance office: {who.name}.")
        return HttpResponseRedirect(line_url(request, "away"), status=303)
    values = {
        "page": {
            "title": f"What you were told about {who.name}",
            "sub": f"{who.registration} · {in_words(request.actor.today)}",
            "back": line_url(request, "away"),
            "back_label": "Away",
        },
        "form": form,
    }
    return render(request, "absence/line_told.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.TAKE_REPORTS)
def away(request: OfficeRequest) -> HttpResponse:
    """Which of the pupils I teach or look after are away today as we were told; and a way to say what I was told."""
    typed = kept(request.POST.get("q", "")).strip()[:60] if request.method == "POST" else ""
    chosen = chosen_pupils(request.POST) if request.method == "POST" else ()
    if chosen:
        return HttpResponseRedirect(line_url(request, "told", pupil=chosen[-1]), status=303)
    found = told_away(request.actor, request.actor.today)
    values = {
        "page": {"title": "Away today", "sub": f"{in_words(request.actor.today)} · as families have told us"},
        "away": found,
        "typed": typed,
        "found": found_by(request.actor, typed),
        "find_url": line_url(request, "line-find"),
        "takes_calls": request.actor.may(Permission.SEE_CONTACTS),
    }
    return render(request, "absence/line_away.html", values)


def _save(request: OfficeRequest, form: CallForm, chosen: Choosing) -> str:
    """Keep the call as a report, and file it at once where that is asked for and sure."""
    reported = form.reported("phone", chosen.ids)
    now = "file" in request.POST
    if now and not (reported.pupils and reported.first and reported.code):
        raise Refused("To file it at once, choose pupil, first day and code. Or keep it for the inbox.")
    report = take_report(request.actor, reported=reported)
    drop_call_note(request.actor)
    if not now or reported.doubt:
        return "Kept. It waits to be rung back." if reported.doubt else "Kept: it waits in the inbox."
    item = queries.report_line(request.actor, report)
    pupils = tuple(str(p.public_id) for p in chosen.chosen)
    first, last = reported.first or request.actor.today, reported.last or reported.first or request.actor.today
    halves = form.cleaned_data["halves"] or "01"
    decided = Decided(pupils, first, last, halves, reported.code, item.version)
    return filed_says(actions.file_report(request.actor, report=report, decided=decided), reported.code, first)


def _noted(request: OfficeRequest, sent: QueryDict, typed: str = "") -> HttpResponse:
    """The page with what is typed so far, judged by nobody yet."""
    chosen = choosing(request.actor, chosen_pupils(sent))
    form = _form(request, chosen, sent if sent else None)
    if form.is_bound:
        form.errors.clear()
    return _call(request, form, chosen, typed=typed, found=found_by(request.actor, typed))


def _form(request: OfficeRequest, chosen: Choosing, sent: QueryDict | None) -> CallForm:
    return CallForm(
        sent,
        around=request.actor.today,
        contacts=who_may_be_on_the_line(request.actor, chosen.ids),
        codes=request.actor.may(Permission.FILE_REPORTS),
        initial={"first": request.actor.today},
    )


def _call(
    request: OfficeRequest,
    form: CallForm,
    chosen: Choosing,
    *,
    typed: str = "",
    found: tuple[PupilLine, ...] = (),
    status: int = 200,
) -> HttpResponse:
    files = request.actor.may(Permission.FILE_REPORTS)
    values = {
        "page": {
            "title": "Note a call",
            "sub": in_words(request.actor.today),
            "back": line_url(request) if files else line_url(request, "away"),
            "back_label": "Absence line" if files else "Away today",
            "wide": True,
        },
        "form": form,
        "chosen": chosen,
        "typed": typed,
        "found": found,
        "find_url": line_url(request, "line-find"),
        "draft_url": line_url(request, "note-draft"),
        "files": files,
        "scripts": scripts(request.actor),
        "situation": Situation.PUPIL_RINGS,
    }
    return render(request, "absence/line_call.html", values, status=status)


def _draft(request: OfficeRequest) -> QueryDict:
    """What was being typed, as a form sends it."""
    sent = QueryDict(mutable=True)
    for name, values in call_note(request.actor).items():
        sent.setlist(name, values)
    return sent


def _typed(sent: QueryDict) -> dict[str, list[str]]:
    return {name: [kept(v) for v in sent.getlist(name)] for name in sent if name not in NOT_TYPED}
