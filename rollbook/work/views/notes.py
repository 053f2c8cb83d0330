"""Hand-over notes: on top until they are done, with who has read them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.rules.access import Permission
from rollbook.staff.queries import staff_of
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried
from rollbook.work import actions, queries
from rollbook.work.forms import NoteForm, new
from rollbook.work.views.places import back, here, tabs

HAS = Permission.HAVE_TASKS


@require_http_methods(["GET", "HEAD", "POST"])
@page(HAS)
def notes(request: OfficeRequest) -> HttpResponse:
    """What was left for me and my posts, what I left, and a new one."""
    actor = request.actor
    form = NoteForm(request.POST or None, people=staff_of(actor), initial=new("note"))
    if request.method == "POST" and tried(form, lambda: _leave(request, form), beside="says"):
        messages.info(request, "Left. You will see here who has read it.")
        return back(request, "notes")
    lines = [(note, _urls(request, note)) for note in queries.notes_for(actor)]
    values = {
        "page": {"title": "Hand-over notes"},
        "tabs": tabs(request, "notes"),
        "open": [pair for pair in lines if pair[0].done_at is None],
        "done": [note for note, _ in lines if note.done_at is not None],
        "form": form,
    }
    return render(request, "work/notes.html", values, status=422 if form.errors else 200)


@require_POST
@page(HAS)
def note_read(request: OfficeRequest, note: uuid.UUID) -> HttpResponse:
    """I have read it."""
    actions.read_note(request.actor, note=note)
    return back(request, "notes")


@require_POST
@page(HAS)
def note_done(request: OfficeRequest, note: uuid.UUID) -> HttpResponse:
    """What it says is done."""
    actions.finish_note(request.actor, note=note)
    messages.info(request, "Done. It is kept below for two weeks, and in the record.")
    return back(request, "notes")


def _urls(request: OfficeRequest, note: queries.NoteLine) -> dict[str, str]:
    return {name: here(request, f"note-{name}", note=note.public_id) for name in ("read", "done")}


def _leave(request: OfficeRequest, form: NoteForm) -> None:
    to, role = form.chosen()
    given = form.cleaned_data
    actions.leave_note(request.actor, note=given["note"], says=kept(given["says"]).strip(), to=to, role=role)
