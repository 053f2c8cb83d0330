"""The guidance beside a call: read by whoever calls, written by who sets the school up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.rules.access import Permission
from rollbook.rules.call_guidance import Situation
from rollbook.rules.refused import NotFound
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.plain_text import kept
from rollbook.web.trying import tried
from rollbook.work import actions, queries
from rollbook.work.forms import ScriptForm
from rollbook.work.views.places import back, here, tabs


@require_safe
@page(Permission.HAVE_TASKS)
def all_scripts(request: OfficeRequest) -> HttpResponse:
    """Every situation with its words, to be read before or during a call."""
    changes = request.actor.may(Permission.SET_UP_SCHOOL)
    rows = [(one, here(request, "script", situation=one.situation.value)) for one in queries.scripts(request.actor)]
    values = {
        "page": {"title": "Call scripts", "sub": "What to say, by situation. They stand beside every call."},
        "tabs": tabs(request, "scripts"),
        "rows": rows,
        "changes": changes,
    }
    return render(request, "work/scripts.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def one_script(request: OfficeRequest, situation: str) -> HttpResponse:
    """The school's own words for one situation, with every earlier version."""
    if situation not in set(Situation):
        raise NotFound("There is no such situation.")
    which = Situation(situation)
    now, *earlier = queries.versions_of(request.actor, which)
    form = ScriptForm(request.POST or None, initial={"says": now.says, "seen": now.version})
    if request.method == "POST" and tried(form, lambda: _write(request, form, which), beside="says"):
        messages.info(request, "Changed. It stands beside the next call.")
        return back(request, "scripts")
    values = {
        "page": {"title": which.label, "sub": now.when, "back": here(request, "scripts"), "back_label": "Call scripts"},
        "now": now,
        "earlier": earlier,
        "form": form,
    }
    return render(request, "work/one_script.html", values, status=422 if form.errors else 200)


def _write(request: OfficeRequest, form: ScriptForm, which: Situation) -> None:
    given = form.cleaned_data
    actions.write_script(request.actor, situation=which, says=kept(given["says"]), seen=given["seen"])
