"""The school's own stages: those in force, others written and looked at on real pupils before they take effect."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rollbook.audit.actions import log_list
from rollbook.cases.actions import set_stages
from rollbook.cases.finding import staged_processes
from rollbook.cases.known import the_process
from rollbook.cases.queries.stages import Preview, stage_versions, staged, stages_on, what_would_change
from rollbook.cases.stage_forms import StagesForm
from rollbook.cases.views.places import here
from rollbook.rules.access import Permission
from rollbook.rules.refused import Refused
from rollbook.rules.stages import stages_with
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.trying import tried


@require_safe
@page(Permission.SET_UP_SCHOOL)
def stages(request: OfficeRequest) -> HttpResponse:
    """The processes that run by stages, with those in force today."""
    actor = request.actor
    rows = [
        (the_process(key), stages_on(actor, key, actor.today), here(request, "stages-of", staged_process=key))
        for key in staged_processes()
    ]
    values = {
        "page": {"title": "Stages of support", "back": here(request, "list"), "back_label": "Cases"},
        "rows": rows,
    }
    return render(request, "cases/stages.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_UP_SCHOOL)
def stages_of(request: OfficeRequest, staged_process: str) -> HttpResponse:
    """Write the stages of one process, look at what they would change, and put them in force."""
    actor, known = request.actor, staged(staged_process)
    in_force = stages_on(actor, staged_process, actor.today)
    form = StagesForm(
        request.POST or None,
        measures=known.measures,
        stages=in_force.stages,
        around=actor.today,
        initial={"from_day": actor.today},
    )
    looks = request.method == "POST" and "look" in request.POST
    if request.method == "POST" and not looks and tried(form, lambda: _set(request, staged_process, form)):
        messages.info(request, "The stages are in force from that day; every case goes on with the stage it stands at.")
        return HttpResponseRedirect(here(request, "stages"), status=303)
    values = {
        "page": {
            "title": f"Stages: {the_process(staged_process).name}",
            "back": here(request, "stages"),
            "back_label": "Stages of support",
        },
        "form": form,
        "blocks": list(form.blocks()),
        "in_force": in_force,
        "versions": stage_versions(actor, staged_process),
        "preview": _preview(request, staged_process, form) if looks and form.is_valid() else None,
    }
    return render(request, "cases/stages_of.html", values, status=422 if form.errors else 200)


def _set(request: OfficeRequest, process: str, form: StagesForm) -> None:
    set_stages(request.actor, process=process, from_day=form.cleaned_data["from_day"], stages=form.stages())


def _preview(request: OfficeRequest, process: str, form: StagesForm) -> Preview | None:
    """What the typed stages would change; nothing is saved. A refusal stands in the form."""
    try:
        checked = stages_with(form.stages(), staged(process).measures)
    except Refused as refused:
        form.add_error(None, f"{refused.says} ({refused.rule})")
        return None
    found = what_would_change(request.actor, process, checked)
    log_list(request.actor, what="stages: what would change", count=len(found.moved))
    return found
