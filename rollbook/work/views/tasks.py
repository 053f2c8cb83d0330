"""What a person has to do, and something new to be done."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rollbook.rules.access import Permission
from rollbook.rules.sessions import in_words
from rollbook.staff.queries import staff_of
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried
from rollbook.work import actions, queries
from rollbook.work.forms import TaskForm, new
from rollbook.work.views.places import back, elsewhere, here, tabs

HAS = Permission.HAVE_TASKS


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as the page shows it: when in words, and what can be done."""

    line: queries.TaskLine
    when: str
    late: bool
    pupil_url: str
    done_url: str
    take_url: str


@require_http_methods(["GET", "HEAD", "POST"])
@page(HAS)
def mine(request: OfficeRequest) -> HttpResponse:
    """What is overdue, due today and coming; whose it is, where it is not one's own."""
    actor = request.actor
    form = TaskForm(
        request.POST or None, around=actor.today, people=staff_of(actor), initial={**new("task"), "due": actor.today}
    )
    if request.method == "POST" and tried(form, lambda: _make(request, form), beside="says"):
        messages.info(request, "Written down. It stands on the page of whoever is to do it.")
        return back(request, "mine")
    rows = [_row(request, line) for line in queries.tasks_for(actor)]
    unread = [note for note in queries.notes_for(actor) if note.done_at is None and not note.own and not note.read]
    values = {
        "page": {"title": "My work", "sub": in_words(actor.today)},
        "tabs": tabs(request, "mine"),
        "unread": len(unread),
        "notes_url": here(request, "notes"),
        "now": [row for row in rows if row.line.act_by <= actor.today],
        "later": [row for row in rows if row.line.act_by > actor.today],
        "form": form,
    }
    return render(request, "work/mine.html", values, status=422 if form.errors else 200)


@require_POST
@page(HAS)
def task_done(request: OfficeRequest, task: uuid.UUID) -> HttpResponse:
    """It is done."""
    actions.finish_task(request.actor, task=task)
    messages.info(request, "Done.")
    return back(request, "mine")


@require_POST
@page(HAS)
def task_taken(request: OfficeRequest, task: uuid.UUID) -> HttpResponse:
    """I do this one."""
    actions.take_over(request.actor, task=task)
    messages.info(request, "It is yours now.")
    return back(request, "mine")


def _make(request: OfficeRequest, form: TaskForm) -> None:
    given, (owner, role) = form.cleaned_data, form.chosen()
    says = kept(given["says"]).strip()
    actions.make_task(
        request.actor, says=says, due=given["due"], owner=owner, role=role, source=f"typed:{given['task']}"
    )


def _row(request: OfficeRequest, line: queries.TaskLine) -> TaskRow:
    today = request.actor.today
    pupil = elsewhere(request, "home:pupil", pupil=line.pupil.public_id) if line.pupil else ""
    return TaskRow(
        line=line,
        when=_when(line, today),
        late=line.is_overdue(today),
        pupil_url=pupil,
        done_url=here(request, "task-done", task=line.public_id),
        take_url="" if line.own else here(request, "task-take", task=line.public_id),
    )


def _when(line: queries.TaskLine, today: date) -> str:
    days = (today - line.due).days
    if days > 0:
        return f"overdue since {_day(line.due)}, {days} day{'s' if days > 1 else ''}"
    if line.in_holiday:
        return f"by {_day(line.act_by)}: {_day(line.due)} is in the holiday"
    return "today" if not days else f"by {_day(line.act_by)}"


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"
