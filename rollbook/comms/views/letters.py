"""Letters that were written: the list, a run with its print, one letter as it stands, posted, taken back."""

from __future__ import annotations

import uuid

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.comms import actions
from rollbook.comms.actions.drawing import draw_letters
from rollbook.comms.paper import drawn
from rollbook.comms.queries import letters as written
from rollbook.comms.queries.letter_templates import letterhead, templates
from rollbook.files.queries import read_file
from rollbook.files.views import handed_out
from rollbook.rules.access import Permission
from rollbook.web.pages import OfficeRequest, page

TONES = {"written": "warn", "posted": "ok", "taken-back": ""}
PDF = "application/pdf"


@require_safe
@page(Permission.SEND_MESSAGES)
def letters_page(request: OfficeRequest) -> HttpResponse:
    """The school's letters, and what was written lately."""
    runs = written.letter_runs(request.actor)
    values = {
        "page": {"title": "Letters", "back": _url(request, "comms:outbox"), "back_label": "Messages"},
        "templates": [one for one in templates(request.actor) if not one.retired],
        "head": letterhead(request.actor),
        "open": [run for run in runs if run.is_open],
        "done": [run for run in runs if not run.is_open],
        "may_set_up": request.actor.may(Permission.SET_UP_SCHOOL),
        "tones": TONES,
    }
    return render(request, "comms/letters.html", values)


@require_safe
@page(Permission.SEND_MESSAGES)
def run_page(request: OfficeRequest, letter_run: uuid.UUID) -> HttpResponse:
    """One run: its letters in their order, what to print, and what becomes of it."""
    shown = written.letter_run(request.actor, letter_run)
    line = shown.line
    values = {
        "page": {
            "title": f"{line.template}: {_of(line.count)}",
            "sub": f"{line.made_at:%-d %B %Y}, {line.by_name}",
            "back": _url(request, "comms:letters"),
            "back_label": "Letters",
        },
        "shown": shown,
        "line": line,
        "tone": TONES[line.state],
        "envelope": shown.frame["envelope"].upper(),
        "sorted": "postcode" if shown.frame["sort"] == "postcode" else "form, then name",
        "words": f"version {line.version}",
        "fingerprint": _grouped(line.sha256) or "drawn when it is first printed",
        "file_kind": "ZIP of Word documents" if line.is_word else "PDF to print",
    }
    return render(request, "comms/letter_run.html", values)


@require_safe
@page(Permission.SEND_MESSAGES)
def print_file(request: OfficeRequest, letter_run: uuid.UUID) -> HttpResponse:
    """What is printed; drawn now if the worker has not done it yet."""
    line = written.letter_run(request.actor, letter_run).line
    if line.file is None:
        draw_letters(request.actor, letter_run)
        line = written.letter_run(request.actor, letter_run).line
    if line.file is None:
        raise LookupError("letters that were drawn have no file")
    file = read_file(request.actor, line.file)
    if file.media != PDF:
        return handed_out(file)
    return _pdf(file.data, file.name)


@require_POST
@page(Permission.SEND_MESSAGES)
def posted(request: OfficeRequest, letter_run: uuid.UUID) -> HttpResponse:
    """The letters went to the post."""
    actions.mark_posted(request.actor, run=letter_run)
    notes.info(request, "Marked as posted. It stands on each pupil's history.")
    return HttpResponseRedirect(_url(request, "comms:letter-run", letter_run=letter_run), status=303)


@require_POST
@page(Permission.SEND_MESSAGES)
def take_back(request: OfficeRequest, letter_run: uuid.UUID) -> HttpResponse:
    """The letters are not to go."""
    actions.take_back_letters(request.actor, run=letter_run)
    notes.info(request, "Taken back. If some were printed already, destroy them.")
    return HttpResponseRedirect(_url(request, "comms:letters"), status=303)


@require_safe
@page(Permission.SEND_MESSAGES)
def letter_page(request: OfficeRequest, letter: uuid.UUID) -> HttpResponse:
    """One letter as it was written."""
    shown = written.letter(request.actor, letter)
    values = {
        "page": {
            "title": f"Letter to {' and '.join(shown.sheet['to'])}",
            "sub": f"about {shown.sheet['about']}",
            "back": _url(request, "comms:letter-run", letter_run=shown.line.public_id),
            "back_label": shown.line.template,
        },
        "shown": shown,
        "line": shown.line,
        "words": f"{shown.line.template}, version {shown.line.version}",
        "fingerprint": _grouped(shown.sha256),
        "reference": f"{shown.frame['reference']}/{shown.sheet['number']}",
    }
    return render(request, "comms/letter.html", values)


@require_safe
@page(Permission.SEND_MESSAGES)
def letter_pdf(request: OfficeRequest, letter: uuid.UUID) -> HttpResponse:
    """One letter by itself, drawn from what was frozen."""
    shown = written.letter(request.actor, letter)
    title = f"{shown.sheet['subject']}, {shown.frame['day']}"
    data = drawn(request.actor, shown.frame, [shown.sheet], title=title, made_at=shown.line.made_at)
    return _pdf(data, f"letter-{shown.frame['reference']}-{shown.sheet['number']}.pdf")


def _pdf(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=PDF, headers={"Content-Disposition": f'inline; filename="{name}"'})


def _grouped(digest: str) -> str:
    """A hash in groups of eight, as a person compares it with another."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _of(count: int) -> str:
    return "1 letter" if count == 1 else f"{count:,} letters"


def _url(request: OfficeRequest, route: str, **more: object) -> str:
    return reverse(route, kwargs={"school": request.school.slug, **more})
